import { readFileSync } from "node:fs";
import * as path from "node:path";

import { parse } from "csv-parse/sync";

import { checkout } from "./checkout";

/** A service quota with the value that a new account has. */
export interface QuotaDefault {
    readonly serviceCode: string;
    readonly quotaCode: string;
    readonly name: string;
    readonly value: number;
    readonly unit: string;
}

let table: readonly QuotaDefault[] | undefined;

/** Every quota the simulated account knows. Sources: column `source` of `sim/cloud/quota-defaults.csv`, read 2026-11-23. */
export function quotaDefaults(): readonly QuotaDefault[] {
    table ??= parse<Row>(readFileSync(path.join(checkout(), "sim/cloud/quota-defaults.csv")), { columns: true }).map(
        row => ({
            serviceCode: row.serviceCode,
            quotaCode: row.quotaCode,
            name: row.name,
            value: Number(row.default),
            unit: row.unit,
        }),
    );
    return table;
}

type Row = Readonly<Record<"serviceCode" | "quotaCode" | "name" | "default" | "unit" | "source", string>>;

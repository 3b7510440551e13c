import { readFileSync } from "node:fs";
import * as path from "node:path";

import { parse } from "csv-parse/sync";

import { checkout } from "./checkout";
import type { Operation } from "./faults";

/** How long an operation takes in the cloud until the resource is usable, in seconds; 0 where the table has no row. */
export function secondsOf(token: string, operation: Operation): number {
    durations ??= load();
    return durations.get(`${token} ${operation}`) ?? 0;
}

let durations: ReadonlyMap<string, number> | undefined;

/** Documented or measured durations. Sources: column `source` of `sim/cloud/latency.csv`. */
function load(): ReadonlyMap<string, number> {
    const rows = parse<Row>(readFileSync(path.join(checkout(), "sim/cloud/latency.csv")), { columns: true });
    return new Map(rows.map(row => [`${row.type} ${row.operation}`, Number(row.seconds)]));
}

type Row = Readonly<Record<"type" | "operation" | "seconds" | "source", string>>;

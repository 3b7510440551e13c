import { readFileSync } from "node:fs";
import * as path from "node:path";

import { parse } from "csv-parse/sync";

import { checkout } from "../../checkout";

/** One version of an add-on with its newest known build; EKS keeps offering earlier builds of it. */
interface VersionRow {
    readonly addon: string;
    /** A minor version, or `*` where the add-on does not follow Kubernetes. */
    readonly kubernetes: string;
    /** `v1.14.3` */
    readonly version: string;
    readonly builds: number;
    readonly isDefault: boolean;
}

let table: readonly VersionRow[] | undefined;

/** Sources and dates: columns of `sim/cloud/aws/eks/add-on-versions.csv`. */
function rows(): readonly VersionRow[] {
    const file = path.join(checkout(), "sim/cloud/aws/eks/add-on-versions.csv");
    table ??= parse<Readonly<Record<string, string>>>(readFileSync(file), { columns: true }).map(row => ({
        addon: row.addon ?? "",
        kubernetes: row.kubernetes ?? "",
        version: row.version ?? "",
        builds: Number(row.builds),
        isDefault: row.default === "yes",
    }));
    return table;
}

function rowsFor(addon: string, kubernetes: string): readonly VersionRow[] {
    return rows().filter(row => row.addon === addon && (row.kubernetes === "*" || row.kubernetes === kubernetes));
}

export function addOnIsOffered(addon: string, kubernetes: string): boolean {
    return rowsFor(addon, kubernetes).length > 0;
}

export function versionIsOffered(addon: string, kubernetes: string, version: string): boolean {
    const [, base, build] = /^(v\d+\.\d+\.\d+)-eksbuild\.(\d+)$/.exec(version) ?? [];
    return rowsFor(addon, kubernetes).some(
        row => row.version === base && Number(build) >= 1 && Number(build) <= row.builds,
    );
}

/** What EKS installs when no version is named. */
export function defaultAddOnVersion(addon: string, kubernetes: string): string | undefined {
    return written(rowsFor(addon, kubernetes).find(row => row.isDefault));
}

export function newestAddOnVersion(addon: string, kubernetes: string): string | undefined {
    return written(rowsFor(addon, kubernetes).at(-1));
}

function written(row: VersionRow | undefined): string | undefined {
    return row && `${row.version}-eksbuild.${row.builds}`;
}

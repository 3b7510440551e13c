import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

let known: string | undefined;

/**
 * The folder of this checkout: tables and schemas are read from it at run time. Found upwards from this file, so that it
 * is right for the sources and for the bundle under `node_modules/.cache` alike.
 */
export function checkout(): string {
    known ??= find(__dirname);
    return known;
}

function find(from: string): string {
    const manifest = path.join(from, "package.json");
    if (existsSync(manifest) && /"name":\s*"pulumi-accelerators"/.test(readFileSync(manifest, "utf8"))) return from;
    const parent = path.dirname(from);
    if (parent === from) throw new Error(`no checkout of pulumi-accelerators above ${__dirname}`);
    return find(parent);
}

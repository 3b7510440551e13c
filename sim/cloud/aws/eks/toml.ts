/**
 * The TOML that EKS merges into the user data of Bottlerocket nodes. "Amazon EKS doesn't support all valid TOML": quoted keys
 * in headers, quotes inside quoted keys, escaped quotes in values, mixed lists (EKS user guide launch-templates). Beyond that
 * this reads tables, dotted and quoted keys, one-line strings, whole numbers, booleans, and lists of those or of such lists
 * (bootstrap commands; managed groups are given them in public programs), which is what settings are made of; dates, fractions and lists of tables are refused as not simulated.
 */
import type { Json } from "../../contract";

type Tree = { [key: string]: Json | Tree };

export type ReadToml = { readonly value: Json } | { readonly problem: string };

const bareKey = /^[\w-]+$/;
const key = /(?:[\w-]+|"[^"\\]*"|'[^']*')/.source;
const dotted = new RegExp(`^${key}(?:\\s*\\.\\s*${key})*$`);

export function readToml(source: string): ReadToml {
    const root: Tree = {};
    const headers = new Set<string>();
    let table = root;
    for (const line of statements(source)) {
        const header = /^\[([^[\]]*)\]$/.exec(line)?.[1]?.trim();
        if (header !== undefined) {
            const names = header.split(/\s*\.\s*/);
            if (!names.every(name => bareKey.test(name))) return problem(line, "a header with quoted keys");
            if (headers.has(names.join("."))) return problem(line, "a table that is there already");
            headers.add(names.join("."));
            const found = tableAt(root, names);
            if (!found) return problem(line, "a key that is not a table");
            table = found;
            continue;
        }
        const [, name = "", written = ""] = /^((?:"[^"]*"|'[^']*'|[^="'])+?)\s*=\s*(.*)$/s.exec(line) ?? [];
        if (!dotted.test(name)) return problem(line, "no key and value");
        const names = (name.match(new RegExp(key, "g")) ?? []).map(each => each.replace(/^["']|["']$/g, ""));
        const owner = tableAt(table, names.slice(0, -1));
        const last = names.at(-1) ?? "";
        const value = readValue(written);
        if (value === undefined) return problem(line, "a value that EKS does not merge, or that is not simulated");
        if (!owner || last === "__proto__" || Object.hasOwn(owner, last))
            return problem(line, "a key that is there already");
        owner[last] = value;
    }
    return { value: root as Json };
}

function problem(line: string, what: string): ReadToml {
    return { problem: `${what}: ${line.split("\n")[0] ?? ""}` };
}

/** Lines without comments; a list may go on over several of them. */
function statements(source: string): readonly string[] {
    const lines = source.split(/\r?\n/).map(line => line.replace(/^((?:[^#"']|"[^"]*"|'[^']*')*)#.*$/, "$1").trim());
    return lines.reduce<string[]>((done, line) => {
        const open = done.at(-1);
        const goesOn = open !== undefined && /=\s*\[/.test(withoutStrings(open)) && openLists(open) > 0;
        return goesOn ? [...done.slice(0, -1), `${open}${line}`] : line === "" ? done : [...done, line];
    }, []);
}

/** How many lists a line opens and does not close. */
function openLists(line: string): number {
    const brackets = withoutStrings(line).match(/[[\]]/g) ?? [];
    return brackets.reduce((depth, bracket) => depth + (bracket === "[" ? 1 : -1), 0);
}

/** What a string holds opens and closes nothing. */
function withoutStrings(line: string): string {
    return line.replace(/"[^"]*"|'[^']*'/g, '""');
}

function tableAt(from: Tree, names: readonly string[]): Tree | undefined {
    return names.reduce<Tree | undefined>((table, name) => {
        if (!table || name === "__proto__") return undefined;
        const next = (table[name] ??= {});
        return typeof next === "object" && !Array.isArray(next) ? (next as Tree) : undefined;
    }, from);
}

function readValue(written: string): Json | undefined {
    if (/^"[^"\\]*"$/.test(written) || /^'[^']*'$/.test(written)) return written.slice(1, -1);
    if (/^[+-]?\d+(?:_\d+)*$/.test(written)) return Number(written.replaceAll("_", ""));
    if (written === "true" || written === "false") return written === "true";
    if (!/^\[.*\]$/.test(written)) return undefined;
    const values = itemsOf(written.slice(1, -1)).map(readValue);
    return values.every(value => value !== undefined && typeof value === typeof values[0])
        ? (values as Json[])
        : undefined;
}

/** What stands between the commas of a list; commas within strings and inner lists are theirs. */
function itemsOf(list: string): readonly string[] {
    const parts = list.match(/"[^"]*"|'[^']*'|[[\],]|[^,\s[\]"']+/g) ?? [];
    const items: string[] = [];
    let item = "";
    for (const part of parts) {
        if (part === "," && openLists(item) === 0) {
            items.push(item);
            item = "";
        } else item += part;
    }
    return item === "" ? items : [...items, item];
}

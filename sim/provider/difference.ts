import type { ValueSchema } from "./schema/type-schema";
import { childPath, isValueList, isValues, notKnown, revealed, toWire, type Value, type Values } from "./value";

/** One place where two sets of inputs differ. */
export interface Difference {
    readonly path: string;
    readonly kind: "add" | "delete" | "update";
}

/**
 * Where the inputs of a resource differ. What the API takes for the same is no difference: absent and empty, the order of
 * lists that are sets, two spellings of one JSON document. What is unknown differs from everything.
 */
export function differences(
    previous: Values,
    next: Values,
    properties: Readonly<Record<string, ValueSchema>>,
    unordered: readonly string[],
): Difference[] {
    const sets = unordered.map(
        pattern => new RegExp(`^${pattern.replaceAll(".*", "\\[\\d+\\]").replaceAll(/\.(?!\*)/g, "\\.")}$`),
    );
    const found: Difference[] = [];
    for (const key of new Set([...Object.keys(previous), ...Object.keys(next)])) {
        if (key.startsWith("__")) continue;
        compare(
            revealed(previous[key] ?? null),
            revealed(next[key] ?? null),
            properties[key],
            childPath("", key),
            sets,
            found,
        );
    }
    return found;
}

function compare(
    previous: Value,
    next: Value,
    schema: ValueSchema | undefined,
    path: string,
    sets: readonly RegExp[],
    found: Difference[],
): void {
    if (next === notKnown) {
        found.push({ path, kind: isAbsent(previous) ? "add" : "update" });
        return;
    }
    if (isAbsent(previous) && isAbsent(next)) return;
    if (schema?.kind === "map" || schema?.kind === "object" || isValues(previous) || isValues(next)) {
        const before = isValues(previous) ? previous : {};
        const after = isValues(next) ? next : {};
        for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
            const inner =
                schema?.kind === "object" ? schema.properties[key] : schema?.kind === "map" ? schema.values : undefined;
            compare(before[key] ?? null, after[key] ?? null, inner, childPath(path, key), sets, found);
        }
        return;
    }
    if (isValueList(previous) && isValueList(next) && !sets.some(set => set.test(path))) {
        const items = schema?.kind === "list" ? schema.items : undefined;
        for (let index = 0; index < Math.max(previous.length, next.length); index += 1) {
            compare(previous[index] ?? null, next[index] ?? null, items, `${path}[${index}]`, sets, found);
        }
        return;
    }
    if (isAbsent(previous)) found.push({ path, kind: "add" });
    else if (isAbsent(next)) found.push({ path, kind: "delete" });
    else if (!same(previous, next, schema)) found.push({ path, kind: "update" });
}

/** What the API takes for "not given". */
export function isAbsent(value: Value): boolean {
    if (value === null || value === "" || value === false || value === 0) return true;
    if (isValueList(value)) return value.length === 0;
    return isValues(value) && Object.keys(value).length === 0;
}

function same(previous: Value, next: Value, schema: ValueSchema | undefined): boolean {
    if (schema?.kind === "json" && typeof previous === "string" && typeof next === "string")
        return sameDocument(previous, next);
    return canonical(previous) === canonical(next);
}

export function sameDocument(previous: string, next: string): boolean {
    return previous === next || canonicalDocument(previous) === canonicalDocument(next);
}

function canonicalDocument(text: string): string {
    try {
        return canonical(JSON.parse(text) as Value);
    } catch {
        return text;
    }
}

/** Text that is equal for equal values: keys sorted, absent ones left out, lists as sets. */
export function canonical(value: Value): string {
    if (isValueList(value)) return `[${value.map(canonical).sort().join()}]`;
    if (isValues(value)) {
        const entries = Object.entries(value).filter(([, each]) => !isAbsent(each));
        return `{${entries
            .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
            .sort()
            .join()}}`;
    }
    return JSON.stringify(toWire(value));
}

/** A path as a user types it: `pools.train.zones[0]`, `labels["example.com/team"]`. */
export function pathText(parts: readonly PropertyKey[]): string {
    return parts.reduce<string>(childPath, "");
}

/** The path of one part of what stands at `path`. */
export function childPath(path: string, part: PropertyKey): string {
    if (typeof part === "number") return `${path}[${part}]`;
    const name = String(part);
    if (!/^[\w$-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
    return path === "" ? name : `${path}.${name}`;
}

/** Patterns of the shell. Source: POSIX.1-2017, Pattern Matching Notation; GNU bash manual, "Brace Expansion". */

/** A pattern as a regular expression; `slash` says what `*` and `?` stop at. */
export function patternSource(pattern: string, slash: "stops at slashes" | "takes slashes"): string {
    const any = slash === "stops at slashes" ? "[^/]" : "[^]";
    return pattern.replace(/\[[!^]?[^\]]+\]|[^]/g, piece => {
        if (piece === "*") return `${any}*`;
        if (piece === "?") return any;
        if (piece.length > 1) return piece.replace(/^\[!/, "[^");
        return piece.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    });
}

export function matches(text: string, pattern: string): boolean {
    return new RegExp(`^${patternSource(pattern, "takes slashes")}$`).test(text);
}

/** What `#`, `##`, `%` and `%%` leave of a value. */
export function cut(value: string, operator: "#" | "##" | "%" | "%%", pattern: string): string {
    const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
    if (operator.length === 2) lengths.reverse();
    const front = operator.startsWith("#");
    const found = lengths.find(length =>
        matches(front ? value.slice(0, length) : value.slice(value.length - length), pattern),
    );
    if (found === undefined) return value;
    return front ? value.slice(found) : value.slice(0, value.length - found);
}

export function replaced(value: string, pattern: string, by: string, every: boolean): string {
    if (pattern === "") return value;
    const expression = new RegExp(patternSource(pattern, "takes slashes"), every ? "g" : "");
    return value.replace(expression, () => by);
}

/** `{0..7}` and `{a,b}`. */
export function braces(value: string): string[] {
    const range = /^([^{]*)\{(\d+)\.\.(\d+)\}([^]*)$/.exec(value);
    if (range) {
        const [, before = "", from, to, after = ""] = range;
        const count = Number(to) - Number(from) + 1;
        return Array.from({ length: Math.max(0, count) }, (_, index) => `${before}${Number(from) + index}${after}`);
    }
    const [, before = "", inside, after = ""] = /^([^{$]*)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(value) ?? [];
    return inside === undefined ? [value] : inside.split(",").map(each => `${before}${each}${after}`);
}

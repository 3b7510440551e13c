/** A value of a TOML document, as far as settings of nodes need them. */
export type TomlValue = string | number | boolean | readonly TomlValue[];

/** A table of a TOML document. */
export interface TomlTable {
    readonly [key: string]: TomlValue | TomlTable;
}

/**
 * A table as a TOML document: one section for each table that holds values. Keys are quoted only where TOML asks for it, for
 * what EKS merges cannot have quoted headers. Source: EKS user guide launch-templates, "known unsupported formats".
 */
export function tomlText(table: TomlTable): string {
    return `${sections(table, []).join("\n\n")}\n`;
}

/**
 * A value below its dotted name.
 *
 * @example nested("kubernetes.max-pods", 58); // { kubernetes: { "max-pods": 58 } }
 */
export function nested(name: string, value: TomlValue): TomlTable {
    const [last = name, ...outer] = name.split(".").reverse();
    return outer.reduce<TomlTable>((inner, key) => ({ [key]: inner }), { [last]: value });
}

function sections(table: TomlTable, path: readonly string[]): string[] {
    const values = Object.entries(table).flatMap(([key, value]) =>
        isTable(value) ? [] : [`${keyText(key)} = ${valueText(value)}`],
    );
    const own = values.length === 0 ? [] : [[`[${path.map(keyText).join(".")}]`, ...values].join("\n")];
    const inner = Object.entries(table).flatMap(([key, value]) =>
        isTable(value) ? sections(value, [...path, key]) : [],
    );
    return [...own, ...inner];
}

function isTable(value: TomlValue | TomlTable): value is TomlTable {
    return typeof value === "object" && !Array.isArray(value);
}

function keyText(key: string): string {
    return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

/** Strings of JSON are basic strings of TOML too. */
function valueText(value: TomlValue): string {
    if (typeof value === "object") return `[${value.map(valueText).join(", ")}]`;
    return JSON.stringify(value);
}

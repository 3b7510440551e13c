/** Typed reading of what passed a schema. A required value that is missing, or of another type, is a bug of the simulator. */
import type { Json, Props } from "./contract";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function isProps(value: Json | undefined): value is Props {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
    return Array.isArray(value);
}

export function text(props: Props, key: string): string {
    const value = props[key];
    if (typeof value !== "string") throw new TypeError(`${key}: a string was expected, got ${JSON.stringify(value)}`);
    return value;
}

/** Absent and empty mean the same to the APIs. */
export function optionalText(props: Props, key: string): string | undefined {
    const value = props[key];
    return typeof value === "string" && value !== "" ? value : undefined;
}

export function flag(props: Props, key: string): boolean {
    return props[key] === true;
}

export function number(props: Props, key: string): number {
    const value = props[key];
    if (typeof value !== "number") throw new TypeError(`${key}: a number was expected, got ${JSON.stringify(value)}`);
    return value;
}

export function optionalNumber(props: Props, key: string): number | undefined {
    const value = props[key];
    return typeof value === "number" ? value : undefined;
}

/** Empty when absent. */
export function texts(props: Props, key: string): readonly string[] {
    const value = props[key];
    return isList(value) ? value.filter(item => typeof item === "string") : [];
}

export function record(props: Props, key: string): Props | undefined {
    const value = props[key];
    return isProps(value) ? value : undefined;
}

/** Empty when absent. */
export function records(props: Props, key: string): readonly Props[] {
    const value = props[key];
    return isList(value) ? value.filter(isProps) : [];
}

/** Empty when absent. */
export function textMap(props: Props, key: string): Readonly<Record<string, string>> {
    const value = props[key];
    if (!isProps(value)) return {};
    return Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
}

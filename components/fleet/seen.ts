import type { Unknown } from "../catalog/known";

/**
 * A value as far as it is known: in a preview, a field may wait for something that is not created yet. A constructor sees
 * everything; a policy does not.
 */
export type Seen<T> = { readonly [Field in keyof T]: T[Field] | Unknown };

export function isUnknown(value: unknown): value is Unknown {
    return typeof value === "object" && value !== null && "known" in value && value.known === false;
}

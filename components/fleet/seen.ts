import type { Unknown } from "../catalog/known";

/**
 * A value as far as it is known: in a preview, a field may wait for something that is not created yet. A constructor sees
 * everything; a policy does not.
 */
export type Seen<T> = { readonly [Field in keyof T]: T[Field] | Unknown };

/** The same with a name, which is always known: it is how findings speak of the value. */
export type SeenByName<T extends { readonly name: string }> = Seen<Omit<T, "name">> & Pick<T, "name">;

export function isUnknown(value: unknown): value is Unknown {
    return typeof value === "object" && value !== null && "known" in value && value.known === false;
}

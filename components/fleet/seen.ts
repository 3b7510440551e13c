import type { Unknown } from "../catalog/known";

/**
 * A value as far as it is known: in a preview, a field may wait for something that is not created yet. A constructor sees
 * everything; a policy does not.
 *
 * @example
 * const inPreview: Seen<Taint> = { key: "team", value: { known: false, why: "given by a resource" }, effect: "NoSchedule" };
 */
export type Seen<T> = { readonly [Field in keyof T]: T[Field] | Unknown };

/**
 * The same with a name, which is always known: it is how findings speak of the value.
 *
 * @example
 * const pool: SeenByName<Pool> = { ...train.pool, taints: { known: false, why: "given by a resource" } };
 */
export type SeenByName<T extends { readonly name: string }> = Seen<Omit<T, "name">> & Pick<T, "name">;

/**
 * Whether a value is not known yet, or not to any source.
 *
 * @example
 * isUnknown({ known: false, why: "no source names it" }); // true
 * isUnknown(train.pool.taints); // false
 */
export function isUnknown(value: unknown): value is Unknown {
    return typeof value === "object" && value !== null && "known" in value && value.known === false;
}

/**
 * The value when all these fields of it are known; otherwise which are not, and why.
 *
 * @example
 * knownFields({ ...train.pool, zones: { known: false, why: "given by a resource" } }, ["zones", "nodes"]);
 * // { known: false, why: "zones not known: given by a resource" }
 */
export function knownFields<T extends object, Field extends keyof T>(
    value: T,
    fields: readonly Field[],
): { readonly [Name in Field]: Exclude<T[Name], Unknown> } | Unknown {
    const unknowns = fields.flatMap(field => {
        const found: unknown = value[field];
        return isUnknown(found) ? [`${String(field)} not known: ${found.why}`] : [];
    });
    if (unknowns.length > 0) return { known: false, why: unknowns.join("; ") };
    return value as { readonly [Name in Field]: Exclude<T[Name], Unknown> };
}

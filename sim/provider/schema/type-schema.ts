/** What the SDK says about the values of one type of resource, one lookup or the provider itself. Generated, committed. */
export interface TypeSchema {
    readonly token: string;
    /** What a program may say. */
    readonly inputs: Readonly<Record<string, ValueSchema>>;
    readonly required: readonly string[];
    /** What only the cloud says. */
    readonly outputs: Readonly<Record<string, ValueSchema>>;
    readonly secretOutputs: readonly string[];
}

export type ValueSchema =
    | { readonly kind: "string" | "number" | "boolean" | "any" }
    /** Text that holds JSON; an object given in its place is written as JSON. */
    | { readonly kind: "json" }
    | { readonly kind: "list"; readonly items: ValueSchema }
    | { readonly kind: "map"; readonly values: ValueSchema }
    | ObjectSchema;

export interface ObjectSchema {
    readonly kind: "object";
    readonly properties: Readonly<Record<string, ValueSchema>>;
    readonly required: readonly string[];
}

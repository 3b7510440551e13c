import type { Props } from "../cloud/contract";
import { canonical, isAbsent, sameDocument } from "./difference";
import type { ObjectSchema, TypeSchema, ValueSchema } from "./schema/type-schema";
import { isSecret, isValueList, isValues, secret, type Value, type Values } from "./value";

/**
 * The inputs that a program would have to give today: the old ones, with what was changed behind the engine's back.
 * Source: pulumi-terraform-bridge, `extractInputs`: a refresh looks only at properties that the program gives.
 */
export function refreshedInputs(previous: Values, outputs: Props, schema: TypeSchema): Values {
    const entries = Object.entries(previous).map(([key, value]) => {
        const type = schema.inputs[key];
        return [key, type ? observed(value, outputs[key], type) : value] as const;
    });
    return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The inputs of a resource that was made elsewhere: everything that a program may give and that has a value. */
export function importedInputs(outputs: Props, schema: TypeSchema): Values {
    return givable(outputs, { kind: "object", properties: schema.inputs, required: [] });
}

function observed(previous: Value, output: Value | undefined, schema: ValueSchema): Value | undefined {
    if (isSecret(previous)) {
        const value = observed(previous.value, output, schema);
        return value === undefined ? undefined : secret(value);
    }
    if (output === undefined || output === null) return isAbsent(previous) ? previous : undefined;
    switch (schema.kind) {
        case "json":
            return typeof previous === "string" && typeof output === "string" && sameDocument(previous, output)
                ? previous
                : output;
        case "object": {
            if (!isValues(previous) || !isValues(output)) return output;
            const entries = Object.entries(previous).map(([key, value]) => {
                const inner = schema.properties[key];
                return [key, inner ? observed(value, output[key], inner) : value] as const;
            });
            return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
        }
        case "list":
            return isValueList(previous) && isValueList(output) ? observedList(previous, output, schema.items) : output;
        default:
            return output;
    }
}

/** The old order where nothing changed, so that a set in another order is no drift. */
function observedList(previous: readonly Value[], output: readonly Value[], items: ValueSchema): Value {
    const visible = output.map(each => (items.kind === "object" && isValues(each) ? givable(each, items) : each));
    if (canonical(previous) === canonical(visible)) return previous;
    if (previous.length !== visible.length) return visible;
    return visible.map((each, index) => observed(previous[index] ?? null, each, items) ?? each);
}

function givable(values: Values, schema: ObjectSchema): Values {
    const entries = Object.entries(values).flatMap(([key, value]) => {
        const type = schema.properties[key];
        return type && !isAbsent(value) ? [[key, visible(value, type)] as const] : [];
    });
    return Object.fromEntries(entries);
}

function visible(value: Value, schema: ValueSchema): Value {
    if (schema.kind === "object" && isValues(value)) return givable(value, schema);
    if (schema.kind === "list" && isValueList(value)) return value.map(each => visible(each, schema.items));
    return value;
}

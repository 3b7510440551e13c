import type { InputProblem, ResourceType } from "../cloud/contract";
import { autoname, type Naming } from "./autoname";
import { conform } from "./conform";
import type { TypeSchema } from "./schema/type-schema";
import { isValueList, known, type Value, type Values } from "./value";

/** The engine's question: are these inputs right, and what are they with defaults filled in? */
export interface CheckQuestion {
    readonly type: ResourceType;
    readonly schema: TypeSchema;
    /** The name in the program. */
    readonly resourceName: string;
    readonly previous: Values;
    readonly next: Values;
    readonly seed: Uint8Array;
    readonly naming: Naming;
}

export interface CheckAnswer {
    readonly inputs: Values;
    readonly problems: readonly InputProblem[];
}

/** Inputs that hold the names of the inputs that were filled in by the provider. Source: pulumi-terraform-bridge. */
export const defaultsKey = "__defaults";

export function checkInputs(question: CheckQuestion): CheckAnswer {
    const { type, schema, resourceName } = question;
    const { values, problems } = conform(question.next, schema, resourceName);
    const filled: Record<string, Value> = {};
    for (const [key, value] of Object.entries(type.defaults ?? {})) if (values[key] === undefined) filled[key] = value;
    const name = nameFor(question, values, problems);
    if (name) filled[name.property] = name.value;
    const inputs = { ...values, ...filled, [defaultsKey]: Object.keys(filled).sort() };
    const { props, unknown } = known(withoutMarkers(inputs));
    // What the type itself checks makes sense only for inputs of the right form.
    if (problems.length === 0) problems.push(...(type.check?.(props, unknown) ?? []));
    return { inputs, problems };
}

function nameFor(
    { type, resourceName, previous, seed, naming }: CheckQuestion,
    values: Values,
    problems: InputProblem[],
): { property: string; value: Value } | undefined {
    if (!type.autoname) return undefined;
    const { property, maxLength, prefix = "" } = type.autoname;
    if (values[property] !== undefined || values[`${property}Prefix`] !== undefined) return undefined;
    const kept = previous[property];
    if (kept !== undefined && filledIn(previous).includes(property)) return { property, value: kept };
    try {
        const name = autoname(resourceName, seed, maxLength - prefix.length, naming);
        return name === undefined ? undefined : { property, value: prefix + name };
    } catch (error) {
        problems.push({ property, reason: error instanceof Error ? error.message : String(error) });
        return undefined;
    }
}

/** Names of the inputs that the provider filled in. */
export function filledIn(inputs: Values): readonly string[] {
    const list = inputs[defaultsKey];
    return isValueList(list) ? list.filter(each => typeof each === "string") : [];
}

/** The inputs that the API gets: without what the provider notes for itself. */
export function withoutMarkers(inputs: Values): Values {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
}

import type { ResourceType } from "../cloud/contract";
import { withoutMarkers } from "./check";
import type { TypeSchema } from "./schema/type-schema";
import { isValues, known, notKnown, type Value, type Values } from "./value";

/** What the provider itself knows of every resource. */
export interface Planned {
    /** Empty while the provider's own region is not known. */
    readonly region: string;
    readonly tagsAll: Value | undefined;
}

/** What is already known, in preview, of the outputs of a resource that does not exist yet. */
export function plannedCreation(type: ResourceType, schema: TypeSchema, inputs: Values, planned: Planned): Values {
    const outputs: Record<string, Value> = {};
    for (const key of [...Object.keys(schema.outputs), ...(type.computed ?? []).filter(isTopLevel)])
        outputs[key] = notKnown;
    const given = { ...outputs, ...plannedCommon(type, planned), ...withoutMarkers(inputs) };
    return completed(given, type, () => notKnown);
}

/** What is already known, in preview, of the outputs of a resource after an update. */
export function plannedUpdate(
    type: ResourceType,
    previous: { readonly inputs: Values; readonly outputs: Values },
    inputs: Values,
    planned: Planned,
): Values {
    const kept = Object.entries(previous.outputs).filter(([key]) => {
        return !(key in previous.inputs) || key in inputs || type.computed?.includes(key) === true;
    });
    const changing = changedByUpdate(type, previous.inputs, inputs).map(key => [key, notKnown] as const);
    const given = {
        ...Object.fromEntries([...kept, ...changing]),
        ...plannedCommon(type, planned),
        ...withoutMarkers(inputs),
    };
    return completed(given, type, path => valueAt(previous.outputs, path) ?? notKnown);
}

const isTopLevel = (path: string) => !path.includes(".");

/** Blocks of inputs are outputs too, and there the API adds its own: `vpcConfig.clusterSecurityGroupId`. */
function completed(given: Values, type: ResourceType, answer: (path: readonly string[]) => Value): Values {
    const nested = (type.computed ?? []).filter(path => !isTopLevel(path)).map(path => path.split("."));
    return nested.reduce((values, path) => withMissing(values, path, answer(path)), given);
}

function withMissing(values: Values, [key, ...rest]: readonly string[], value: Value): Values {
    if (key === undefined) return values;
    if (rest.length === 0) return key in values ? values : { ...values, [key]: value };
    const block = values[key];
    return isValues(block) ? { ...values, [key]: withMissing(block, rest, value) } : values;
}

function valueAt(values: Values, [key, ...rest]: readonly string[]): Value | undefined {
    const value = key === undefined ? undefined : values[key];
    if (rest.length === 0) return value;
    return isValues(value) ? valueAt(value, rest) : undefined;
}

function changedByUpdate(type: ResourceType, previous: Values, next: Values): readonly string[] {
    if (typeof type.unknownAfterUpdate !== "function") return type.unknownAfterUpdate ?? [];
    return type.unknownAfterUpdate(known(withoutMarkers(previous)).props, known(withoutMarkers(next)).props);
}

function plannedCommon(type: ResourceType, { region, tagsAll }: Planned): Values {
    return {
        ...(type.global ? {} : { region: region === "" ? notKnown : region }),
        ...(tagsAll === undefined ? {} : { tagsAll }),
    };
}

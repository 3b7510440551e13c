import type { ResourceType } from "../cloud/contract";
import { withoutMarkers } from "./check";
import type { TypeSchema } from "./schema/type-schema";
import { known, notKnown, type Value, type Values } from "./value";

/** What the provider itself knows of every resource. */
export interface Planned {
    readonly region: string;
    readonly tagsAll: Value | undefined;
}

/** What is already known, in preview, of the outputs of a resource that does not exist yet. */
export function plannedCreation(type: ResourceType, schema: TypeSchema, inputs: Values, planned: Planned): Values {
    const outputs: Record<string, Value> = {};
    for (const key of [...Object.keys(schema.outputs), ...(type.computed ?? [])]) outputs[key] = notKnown;
    return { ...outputs, ...plannedCommon(type, planned), ...withoutMarkers(inputs) };
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
    return {
        ...Object.fromEntries([...kept, ...changing]),
        ...plannedCommon(type, planned),
        ...withoutMarkers(inputs),
    };
}

function changedByUpdate(type: ResourceType, previous: Values, next: Values): readonly string[] {
    if (typeof type.unknownAfterUpdate !== "function") return type.unknownAfterUpdate ?? [];
    return type.unknownAfterUpdate(known(withoutMarkers(previous)).props, known(withoutMarkers(next)).props);
}

function plannedCommon(type: ResourceType, { region, tagsAll }: Planned): Values {
    return { ...(type.global ? {} : { region }), ...(tagsAll === undefined ? {} : { tagsAll }) };
}

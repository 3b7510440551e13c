import type { Json, Props, StoredResource } from "./contract";
import type { Drift } from "./faults";
import { isProps } from "./props";

/** The resource that a drift is about, or undefined while there is none. */
export function driftTarget(drift: Drift, resources: readonly StoredResource[]): StoredResource | undefined {
    return resources.find(
        each =>
            each.type === drift.type &&
            (drift.id === undefined || each.id === drift.id) &&
            Object.entries(drift.where ?? {}).every(([key, value]) => contains(each.outputs[key], value)),
    );
}

/** The resource after someone changed it behind the engine's back. Tags arrive in `tagsAll` as well, as in the API. */
export function drifted(resource: StoredResource, set: Props): StoredResource {
    const outputs = merge(resource.outputs, set);
    if (!isProps(set.tags) || !isProps(outputs.tagsAll)) return { ...resource, outputs };
    return { ...resource, outputs: { ...outputs, tagsAll: merge(outputs.tagsAll, set.tags) } };
}

/** Objects are merged, null removes, everything else is replaced. */
function merge(target: Props, change: Props): Props {
    const kept = Object.entries(target).filter(([key]) => change[key] !== null);
    const changed = Object.entries(change).filter(([, value]) => value !== null);
    return Object.fromEntries([...kept, ...changed.map(([key, value]) => [key, merged(target[key], value)] as const)]);
}

function merged(before: Json | undefined, value: Json): Json {
    return isProps(before) && isProps(value) ? merge(before, value) : value;
}

function contains(actual: Json | undefined, expected: Json): boolean {
    if (!isProps(expected)) return JSON.stringify(actual) === JSON.stringify(expected);
    return isProps(actual) && Object.entries(expected).every(([key, value]) => contains(actual[key], value));
}

import type { NodeSpec } from "../../cloud/contract";
import type { Pod } from "../kubernetes/objects";
import { neuronCoreResource, neuronDevicesOf, neuronResource } from "./neuron-resources";

/** Written by the scheduler extension on every pod that it binds (HAMi's `pkg/device/awsneuron`, which speaks to AWS's plugin). */
export const allocationTime = "NEURON_ALLOC_TIME";

/**
 * What is wrong with a running pod that asks for several of a node's chips, or of its cores, and for less than all: "the
 * scheduler extension is required for scheduling Pods that request more than one Neuron core or device resource" (Neuron
 * documentation). Nothing when the extension bound it.
 */
export function unconnectedRequest(
    pod: Pod,
    node: NodeSpec,
    counts: Readonly<Record<string, number>>,
): string | undefined {
    if (neuronDevicesOf(node).length === 0 || pod.metadata.annotations?.[allocationTime] !== undefined)
        return undefined;
    const asked = pod.spec.containers.flatMap(({ resources }) => Object.entries(resources?.limits ?? {}));
    const partial = asked.find(([resource, amount]) => {
        if (resource !== neuronResource && resource !== neuronCoreResource) return false;
        return Number(amount) > 1 && Number(amount) < (counts[resource] ?? 0);
    });
    return (
        partial &&
        `it has ${partial[1]} of ${counts[partial[0]] ?? 0} ${partial[0]} and was not bound by the Neuron scheduler extension: ` +
            "what it is given need not be connected"
    );
}

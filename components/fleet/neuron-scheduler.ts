import { neuronScheduling } from "../catalog/kubernetes/neuron-companions";
import type { Pool, PoolResource } from "./pool";
import type { Problem } from "./problem";
import { shown } from "./problem";

/**
 * The name by which pods ask for the scheduler that gives them Neuron chips and cores that lie together. The cluster's own
 * scheduler only counts; on EKS nobody can extend it, so that a second one runs beside it.
 */
export const neuronScheduler: string = neuronScheduling.schedulerName;

/**
 * Whether an amount of a Neuron resource leaves a choice that only the extended scheduler makes rightly: more than one, and
 * fewer than all of a node. One is always together with itself, and so are all.
 * Source: Neuron documentation k8s-neuron-scheduler ("more than one Neuron device or core, but fewer than all").
 *
 * @example
 * isPartial(4, 16); // true
 * isPartial(16, 16); // false
 */
export function isPartial(amount: number, perNode: number): boolean {
    return amount > 1 && amount < perNode;
}

/**
 * Whether pods of some size would need the extended scheduler on the nodes of a pool: where Neuron's device plugin advertises
 * more than two of something.
 *
 * @example takesPartialRequests(chips.pool); // true
 */
export function takesPartialRequests({ resources }: Pick<Pool, "resources">): boolean {
    return resources.some(resource => isCounted(resource) && isPartial(2, resource.perNode));
}

/**
 * Whether the resource is one that Neuron's device plugin counts; a DRA driver knows what lies together.
 *
 * @example train.pool.resources.some(isCounted); // false: GPUs
 */
export function isCounted({ family, through }: Pick<PoolResource, "family" | "through">): boolean {
    return family === "neuron" && through === "extendedResource";
}

/**
 * What is said to pods that ask for a part of a node without the scheduler for it.
 *
 * @example
 * partialRequest({ path: "devices", resource: "aws.amazon.com/neuron", amount: 4, perNode: 16, scheduler: "default-scheduler" });
 */
export function partialRequest(asked: {
    readonly path: string;
    readonly resource: string;
    readonly amount: number;
    readonly perNode: number;
    /** Who would place the pod. */
    readonly scheduler: string;
}): Problem {
    const { path, resource, amount, perNode, scheduler } = asked;
    return {
        id: "neuron.partial-request",
        path,
        got: `${amount} ${resource} of ${perNode}, placed by ${shown(scheduler)}`,
        allowed: `1 or all ${perNode}, or a pod placed by ${shown(neuronScheduler)}: parts of a node must lie together`,
        fix: `leave DevicePlugins its scheduler (neuron: { scheduler: "auto" }) and set schedulerName to ${shown(neuronScheduler)}`,
    };
}

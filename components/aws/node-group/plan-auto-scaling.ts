import type { CapacityWindow } from "../../fleet/capacity/window";
import type { Instant } from "../../fleet/instant";
import type { NodeRange } from "../../fleet/node-range";
import type { Pool } from "../../fleet/pool";
import type { NodeShare, UpdatePolicy } from "../../fleet/repair";
import { taintText } from "../../fleet/workload";

/** The part of an Auto Scaling group that is known now. */
export interface AutoScalingPlan {
    readonly minSize: number;
    readonly desiredCapacity: number;
    readonly maxSize: number;
    readonly healthCheckType: "EC2";
    /** Whether a Spot machine is replaced when EC2 warns that it may take it back. */
    readonly capacityRebalance: boolean;
    readonly instanceRefresh: {
        readonly strategy: "Rolling";
        readonly preferences: {
            readonly minHealthyPercentage: number;
            readonly maxHealthyPercentage: number;
            readonly skipMatching: true;
        };
    };
    /** When the group goes to 0 by itself, so that pods leave before EC2 stops the machines of a capacity block. */
    readonly drainAt: Instant | undefined;
    /** What the cluster autoscaler must be told of nodes that do not exist yet. */
    readonly autoscalerTags: Readonly<Record<string, string>>;
}

/** An Auto Scaling group that holds this many of a pool's nodes. */
export function planAutoScaling(
    pool: Pool,
    { min, desired, max }: NodeRange,
    { state, drainBy }: CapacityWindow,
): AutoScalingPlan {
    return {
        minSize: min,
        desiredCapacity: desired,
        maxSize: max,
        healthCheckType: "EC2",
        capacityRebalance: pool.capacity.kind === "spot",
        instanceRefresh: { strategy: "Rolling", preferences: refreshPreferences(pool.update, max) },
        drainAt: state === "open" || state === "notOpen" ? drainBy : undefined,
        autoscalerTags: autoscalerTags(pool),
    };
}

/**
 * Instance refresh replaces all machines when the template changes. Percentages are of the desired size; up to twice as many
 * machines may exist on the way, and "to launch before terminating" means a maximum above 100. Source: EC2 Auto Scaling user
 * guide, "Understand the default values for an instance refresh" (read 2026-11-24).
 */
function refreshPreferences(
    { maxUnavailable, strategy }: UpdatePolicy,
    nodes: number,
): AutoScalingPlan["instanceRefresh"]["preferences"] {
    const away = Math.min(100, Math.max(1, percentOf(maxUnavailable, nodes)));
    return strategy === "surge"
        ? { minHealthyPercentage: 100, maxHealthyPercentage: 100 + away, skipMatching: true }
        : { minHealthyPercentage: 100 - away, maxHealthyPercentage: 100, skipMatching: true };
}

function percentOf(share: NodeShare, nodes: number): number {
    return "percent" in share ? share.percent : Math.ceil((100 * share.nodes) / nodes);
}

/**
 * Tags from which the cluster autoscaler knows labels, taints and devices of a group that has no node.
 * Source: kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws/README.md, "Auto-Discovery Setup" and "Scaling a node
 * group to 0" (read 2026-11-24).
 */
function autoscalerTags({ labels, taints, resources }: Pool): Record<string, string> {
    const template = "k8s.io/cluster-autoscaler/node-template";
    const extended = resources.filter(({ through }) => through === "extendedResource");
    return {
        "k8s.io/cluster-autoscaler/enabled": "true",
        ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${template}/label/${key}`, value])),
        ...Object.fromEntries(
            taints.map(taint => [`${template}/taint/${taint.key}`, taintText(taint).slice(taint.key.length + 1)]),
        ),
        ...Object.fromEntries(extended.map(({ name, perNode }) => [`${template}/resources/${name}`, String(perNode)])),
    };
}

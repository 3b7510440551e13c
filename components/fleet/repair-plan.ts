import { nodeRepair } from "../catalog/aws/node-monitoring";
import type { Intent } from "./intent";
import { intentDefaults } from "./intent-defaults";
import type { NodeRange } from "./node-range";
import type { PoolAccelerator } from "./pool";
import type { NodeShare, Repair, RepairOverride } from "./repair";

/** A number of nodes, or a share of them such as `"20%"`: never both. */
export type ShareInput = number | `${number}%`;

/**
 * How unhealthy nodes are replaced, as a user writes it.
 *
 * @example
 * const repair: RepairInput = { stopsAbove: "50%", parallel: 1 };
 */
export interface RepairInput {
    /** Unhealthy nodes above which repair stops. Default: a share of the group by its intent, two nodes at least. */
    readonly stopsAbove?: ShareInput;
    /** Nodes repaired at once; a share is one of the unhealthy nodes. Default: by intent, one node at least. */
    readonly parallel?: ShareInput;
    /** What is done about single reasons, besides the defaults of the intent; for the same reason, this wins. */
    readonly overrides?: readonly RepairOverride[];
}

/** A group, as far as its repair depends on it. */
export interface RepairedGroup {
    readonly intent: Intent;
    /** As asked for, whatever there is at the moment. */
    readonly nodes: NodeRange;
    readonly accelerators: readonly PoolAccelerator[];
}

/** Up to here EKS leaves a group without a brake, and a share of it is less than two nodes. */
const smallGroup = nodeRepair.stops.aboveNodes;

/**
 * How unhealthy nodes of a group are replaced. EKS left to itself stops above 20 % in groups of more than five nodes: in a
 * group of eight, that is at the second unhealthy node.
 *
 * @example
 * const repair = planRepair(true, { intent: "inference", nodes: nodeRange(8), accelerators: train.pool.accelerators });
 * if (repair.enabled) console.log(repair.stopsAbove); // { nodes: 2 }
 */
export function planRepair(asked: boolean | RepairInput, group: RepairedGroup): Repair {
    if (asked === false) return { enabled: false };
    const { stopsAbove, parallel, overrides = [] } = asked === true ? {} : asked;
    const defaults = intentDefaults[group.intent].repair;
    const own = [...new Set(group.accelerators.map(({ family }) => family))].flatMap(
        family => defaults.overrides[family],
    );
    return {
        enabled: true,
        stopsAbove: stopsAbove === undefined ? brake(group.nodes, defaults.stopsAboveShare) : shareOf(stopsAbove),
        parallel:
            parallel === undefined
                ? { nodes: Math.max(1, Math.ceil(group.nodes.max * defaults.parallelShare)) }
                : shareOf(parallel),
        overrides: [...own.filter(usual => !overrides.some(other => sameReason(usual, other))), ...overrides],
    };
}

/**
 * The share that a user means.
 *
 * @example shareOf("20%"); // { percent: 20 }
 */
export function shareOf(input: ShareInput): NodeShare {
    return typeof input === "number" ? { nodes: input } : { percent: Number.parseInt(input, 10) };
}

/**
 * A number of nodes where the size is known or small; a share where an autoscaler moves it among sizes of which a share makes
 * sense. Never so tight that the first unhealthy node stops repair.
 */
function brake({ min, max }: NodeRange, share: number): NodeShare {
    if (min !== max && min > smallGroup) return { percent: Math.round(share * 100) };
    return { nodes: Math.min(max, Math.max(2, Math.ceil(max * share))) };
}

function sameReason(one: RepairOverride, other: RepairOverride): boolean {
    return one.condition === other.condition && one.reason === other.reason;
}

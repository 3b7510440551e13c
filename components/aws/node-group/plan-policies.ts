import { defaultIntent } from "../../fleet/intent-defaults";
import { nodeCountProblems, nodeRange, type NodeCount, type NodeRange } from "../../fleet/node-range";
import type { PoolAccelerator } from "../../fleet/pool";
import type { Intent } from "../../fleet/intent";
import type { Repair, UpdatePolicy } from "../../fleet/repair";
import { planRepair } from "../../fleet/repair-plan";
import { planUpdate } from "../../fleet/update-policy";
import type { NodeGroupArgs } from "./arguments";
import type { Machine, NodeGroupKind } from "./kind";
import type { PlannedGroup } from "./planned-cluster";

/** What is done with the nodes of a group while they live. */
export interface Policies {
    readonly intent: Intent;
    readonly update: UpdatePolicy;
    readonly repair: Repair;
}

/** What the user says of updates and repair, and for the rest what fits the intent, the machines and how they are bought. */
export function planPolicies(
    {
        intent = defaultIntent,
        update = {},
        manager,
        repair = manager !== "selfManaged",
        nodes,
    }: PlannedGroup<NodeGroupArgs>,
    { capacity, families }: NodeGroupKind,
    { type }: Machine,
): Policies {
    return {
        intent,
        update: planUpdate(update, { intent, capacity, machineType: type.name }),
        repair: planRepair(repair, {
            intent,
            nodes: countedNodes(nodes),
            accelerators: acceleratorsOf(type, families),
        }),
    };
}

/** The accelerators of a node whose families the group runs. */
export function acceleratorsOf(
    { accelerator }: Machine["type"],
    families: NodeGroupKind["families"],
    lnc?: number,
): readonly PoolAccelerator[] {
    const { model, count: perNode, memoryGiB } = accelerator;
    return families.map(family => ({
        family,
        model,
        perNode,
        memoryGiB,
        ...(lnc === undefined ? {} : { lnc }),
    }));
}

/** The nodes that are asked for; none when the count itself is wrong, which is said elsewhere. */
export function countedNodes(count: NodeCount): NodeRange {
    const problems = nodeCountProblems(count, { nodes: Number.MAX_SAFE_INTEGER, where: "any group" });
    return problems.length > 0 ? { min: 0, desired: 0, max: 0 } : nodeRange(count);
}

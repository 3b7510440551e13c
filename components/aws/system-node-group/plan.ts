import { onDemand } from "../../fleet/capacity/capacity";
import type { Instant } from "../../fleet/instant";
import { refuse } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { wholeDevices } from "../../fleet/sharing";
import { planOf } from "../checked";
import { plainBoot } from "../node-group/boot";
import type { NodeGroupKind } from "../node-group/kind";
import { checkMachine, defaultSystemType } from "../node-group/machine-type";
import { checkNodeGroup, type NodeGroupPlan } from "../node-group/plan";
import type { SystemNodeGroupArgs } from "./arguments";
import { systemGroupArguments } from "./schema";
import type { PlannedGroup } from "../node-group/planned-cluster";

// DNS of the cluster runs on these nodes, and is waited for.
const kind: Omit<NodeGroupKind, "now"> = {
    families: [],
    capacity: onDemand(),
    efa: "off",
    placement: "none",
    sharing: wholeDevices,
    defaultRootVolumeGiB: 50,
    leastNodes: 1,
    boot: plainBoot,
    problems: [],
};

/**
 * Decides a system node group.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planSystemNodeGroup(
    name: string,
    args: PlannedGroup<SystemNodeGroupArgs>,
    now: Instant,
): NodeGroupPlan {
    const subject = `SystemNodeGroup "${name}"`;
    refuse(subject, shapeProblems(systemGroupArguments(), args));
    const machine = checkMachine("none", args.instanceType ?? defaultSystemType, args.cluster.version, args.image);
    return planOf(subject, checkNodeGroup(name, args, { ...kind, now }, machine));
}

import { onDemand } from "../../fleet/capacity/capacity";
import type { Instant } from "../../fleet/instant";
import { refuse } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { wholeDevices } from "../../fleet/sharing";
import { planOf } from "../checked";
import type { NodeGroupKind } from "../node-group/kind";
import { checkMachine } from "../node-group/machine-type";
import { checkNodeGroup, type NodeGroupPlan } from "../node-group/plan";
import type { GpuNodeGroupArgs } from "./arguments";
import { gpuBoot } from "./boot";
import { gpuGroupArguments } from "./schema";
import type { PlannedGroup } from "../node-group/planned-cluster";

/** Images for GPUs run to tens of GiB each, and types without local disks keep them on the root volume. */
const defaultRootVolumeGiB = 200;

/**
 * Decides a GPU node group, as it is to be at a moment.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planGpuNodeGroup(name: string, args: PlannedGroup<GpuNodeGroupArgs>, now: Instant): NodeGroupPlan {
    const subject = `GpuNodeGroup "${name}"`;
    refuse(subject, shapeProblems(gpuGroupArguments(), args));
    const capacity = args.capacity ?? onDemand();
    const kind: NodeGroupKind = {
        families: ["nvidia"],
        capacity,
        efa: args.efa ?? "auto",
        placement: args.placement ?? "auto",
        sharing: args.sharing ?? wholeDevices,
        defaultRootVolumeGiB,
        leastNodes: 0,
        boot: gpuBoot,
        problems: [],
        now,
    };
    const machine = checkMachine("nvidia", args.instanceType, args.cluster.version, args.image);
    return planOf(subject, checkNodeGroup(name, args, kind, machine));
}

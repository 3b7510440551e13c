import { onDemand } from "../../fleet/capacity/capacity";
import type { Instant } from "../../fleet/instant";
import { refuse } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { wholeDevices } from "../../fleet/sharing";
import { planOf } from "../checked";
import type { NodeGroupKind } from "../node-group/kind";
import { checkMachine } from "../node-group/machine-type";
import { checkNodeGroup, type NodeGroupPlan } from "../node-group/plan";
import type { PlannedGroup } from "../node-group/planned-cluster";
import type { NeuronNodeGroupArgs } from "./arguments";
import { neuronBoot } from "./boot";
import { lncProblems } from "./lnc-problems";
import { neuronGroupArguments } from "./schema";
import { sdkProblems } from "./sdk-problems";

/** Neuron images for training and serving run to tens of GiB, and types without local disks keep them on the root volume. */
const defaultRootVolumeGiB = 200;

/**
 * Decides a Neuron node group, as it is to be at a moment.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planNeuronNodeGroup(
    name: string,
    args: PlannedGroup<NeuronNodeGroupArgs>,
    now: Instant,
): NodeGroupPlan {
    const subject = `NeuronNodeGroup "${name}"`;
    refuse(subject, shapeProblems(neuronGroupArguments(), args));
    const kind: NodeGroupKind = {
        families: ["neuron"],
        capacity: args.capacity ?? onDemand(),
        efa: args.efa ?? "auto",
        placement: args.placement ?? "auto",
        sharing: wholeDevices,
        ...(args.lnc === undefined ? {} : { lnc: args.lnc }),
        defaultRootVolumeGiB,
        leastNodes: 0,
        boot: neuronBoot,
        problems: [...lncProblems(args), ...sdkProblems(args.instanceType, args.neuronSdk)],
        now,
    };
    const machine = checkMachine("neuron", args.instanceType, args.cluster.version, args.image);
    return planOf(subject, checkNodeGroup(name, args, kind, machine));
}

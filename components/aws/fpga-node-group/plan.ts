import { onDemand } from "../../fleet/capacity/capacity";
import type { Instant } from "../../fleet/instant";
import { refuse, type Problem } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { wholeDevices } from "../../fleet/sharing";
import { planOf, type Checked } from "../checked";
import type { Machine, NodeGroupKind } from "../node-group/kind";
import { checkMachine } from "../node-group/machine-type";
import { checkNodeGroup, type NodeGroupPlan } from "../node-group/plan";
import type { PlannedGroup } from "../node-group/planned-cluster";
import type { FpgaNodeGroupArgs } from "./arguments";
import { fpgaBoot } from "./boot";
import { hugePageProblems } from "./huge-page-problems";
import { loadProblems } from "./load-problems";
import { reachProblems } from "./reach-problems";
import { isRetired, retiredProblems } from "./retired-problems";
import { fpgaGroupArguments } from "./schema";
import { sdkProblems } from "./sdk-problems";

/** Tools and libraries of FPGA designs run to some GiB, and the development kit is unpacked on the root volume. */
const defaultRootVolumeGiB = 100;

/**
 * Decides an FPGA node group, as it is to be at a moment.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planFpgaNodeGroup(name: string, args: PlannedGroup<FpgaNodeGroupArgs>, now: Instant): NodeGroupPlan {
    const subject = `FpgaNodeGroup "${name}"`;
    refuse(subject, shapeProblems(fpgaGroupArguments(), args));
    const { instanceType: machineType, acknowledgeRetired, zones, hugePages } = args;
    const acknowledged = acknowledgeRetired === true;
    const own = [
        ...retiredProblems({ machineType, acknowledged, zones }),
        ...loadProblems(machineType, args.load),
        ...sdkProblems(machineType, args.sdk, args),
        ...reachProblems({ machineType, sdk: args.sdk, image: args.image, reach: args.cluster.network.reach }),
        ...hugePageProblems(machineType, hugePages),
    ];
    const kind: NodeGroupKind = {
        families: ["fpga"],
        capacity: args.capacity ?? onDemand(),
        efa: "off",
        placement: "none",
        sharing: wholeDevices,
        ...(hugePages === undefined ? {} : { hugePages }),
        // Loading an image needs no permission of EC2; making one is for a role of its own.
        nodeActions: ["ec2:DescribeFpgaImages"],
        defaultRootVolumeGiB,
        leastNodes: 0,
        boot: fpgaBoot(args),
        problems: own,
        now,
    };
    const machine = withoutEchoes(checkMachine("fpga", machineType, args.cluster.version, args.image), own);
    return planOf(subject, checkNodeGroup(name, retiredAnywhere(args), kind, machine));
}

/** EC2 offers a retired type nowhere: that it is retired is said by itself, and where it still stands is the user's to know. */
function retiredAnywhere(args: PlannedGroup<FpgaNodeGroupArgs>): PlannedGroup<FpgaNodeGroupArgs> {
    if (!isRetired(args.instanceType)) return args;
    return { ...args, acknowledge: [...(args.acknowledge ?? []), "instance-type.not-offered"] };
}

/** What is refused for what it is need not be refused again for having no image that serves it. */
function withoutEchoes(machine: Checked<Machine>, own: readonly Problem[]): Checked<Machine> {
    const said = own.some(({ id, path }) => id === "fpga.image" || (id === "fpga.retired" && path === "instanceType"));
    if (!said || "plan" in machine) return machine;
    return { problems: machine.problems.filter(({ id }) => id !== "image.not-for-type") };
}

import {
    awsInstanceType,
    awsInstanceTypes,
    type AwsInstanceTypeFacts,
    type AwsSystemInstanceType,
} from "../../catalog/aws/instance-types";
import { onDemand } from "../../fleet/capacity/capacity";
import type { Instant } from "../../fleet/instant";
import { didYouMean, shown, type Problem } from "../../fleet/problem";
import { schemaProblems } from "../../fleet/schema-problems";
import { wholeDevices } from "../../fleet/sharing";
import { planOf, type Checked } from "../checked";
import type { NodeGroupArgs } from "../node-group/arguments";
import type { NodeGroupKind, Machine } from "../node-group/kind";
import { checkMachineImage } from "../node-group/machine";
import { checkNodeGroup, type NodeGroupPlan } from "../node-group/plan";
import type { SystemNodeGroupArgs } from "./arguments";
import { systemGroupArguments } from "./schema";
import type { PlannedGroup } from "../node-group/planned-cluster";

export const defaultSystemType: AwsSystemInstanceType = "m7i.large";

// DNS of the cluster runs on these nodes, and is waited for.
const kind: Omit<NodeGroupKind, "now"> = {
    families: [],
    capacity: onDemand(),
    efa: "off",
    placement: "none",
    sharing: wholeDevices,
    defaultRootVolumeGiB: 50,
    leastNodes: 1,
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
    const parsed = systemGroupArguments().safeParse(args);
    if (!parsed.success) {
        return planOf(subject, { problems: schemaProblems(parsed.error.issues, systemGroupArguments(), args) });
    }
    const machine = checkSystemMachine(args.instanceType ?? defaultSystemType, args.cluster.version, args.image);
    return planOf(subject, checkNodeGroup(name, args, { ...kind, now }, machine));
}

function checkSystemMachine(name: string, kubernetes: string, image: NodeGroupArgs["image"]): Checked<Machine> {
    const type = awsInstanceType(name);
    if (type === undefined) return { problems: [unknown(name)] };
    if (type.accelerator.kind !== "none") return { problems: [accelerated(type)] };
    return checkMachineImage(type, kubernetes, image);
}

function systemTypes(): readonly string[] {
    return awsInstanceTypes()
        .filter(type => type.accelerator.kind === "none")
        .map(type => type.name);
}

function allowed(): string {
    return `an instance type without accelerators of the catalogue (${systemTypes().length})`;
}

function unknown(name: string): Problem {
    return {
        id: "instance-type.unknown",
        path: "instanceType",
        got: shown(name),
        allowed: allowed(),
        fix: didYouMean(name, systemTypes(), `leave it out for ${defaultSystemType}`),
    };
}

function accelerated({ name, accelerator }: AwsInstanceTypeFacts): Problem {
    return {
        id: "instance-type.unsupported",
        path: "instanceType",
        got: `${shown(name)}, with ${accelerator.vendor} ${accelerator.model}`,
        allowed: allowed(),
        fix:
            accelerator.vendor === "NVIDIA"
                ? "use GpuNodeGroup for nodes with NVIDIA GPUs"
                : `leave it out for ${defaultSystemType}`,
    };
}

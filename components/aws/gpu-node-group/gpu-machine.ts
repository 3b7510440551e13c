import {
    acceleratorFamilyOf,
    awsInstanceType,
    awsInstanceTypes,
    isNvidia,
    type AwsInstanceTypeFacts,
} from "../../catalog/aws/instance-types";
import { didYouMean, shown, type Problem } from "../../fleet/problem";
import type { Checked } from "../checked";
import type { NodeGroupArgs } from "../node-group/arguments";
import type { Machine } from "../node-group/kind";
import { checkMachineImage } from "../node-group/machine";

/** A type that can be a GPU node on this Kubernetes version with the image that serves it, or why it cannot. */
export function checkGpuMachine(name: string, kubernetes: string, image: NodeGroupArgs["image"]): Checked<Machine> {
    const type = awsInstanceType(name);
    if (type === undefined) return { problems: [unknown(name)] };
    if (acceleratorFamilyOf(type) !== "nvidia") return { problems: [notGpu(type)] };
    if (!isNvidia(type)) return { problems: [soldNoMore(type)] };
    return checkMachineImage(type, kubernetes, image);
}

function soldNoMore({ name, asOf }: AwsInstanceTypeFacts): Problem {
    return {
        id: "instance-type.unsupported",
        path: "instanceType",
        got: `${shown(name)}: EC2 no longer sells it, as of ${asOf}`,
        allowed: allowed(),
        fix: "use for example g6.xlarge or p5.48xlarge",
    };
}

function gpuTypes(): readonly string[] {
    return awsInstanceTypes()
        .filter(isNvidia)
        .map(type => type.name);
}

function allowed(): string {
    return `an NVIDIA instance type of the catalogue (${gpuTypes().length})`;
}

function unknown(name: string): Problem {
    return {
        id: "instance-type.unknown",
        path: "instanceType",
        got: shown(name),
        allowed: allowed(),
        fix: didYouMean(name, gpuTypes(), "use for example g6.xlarge or p5.48xlarge"),
    };
}

function notGpu({ name, accelerator }: AwsInstanceTypeFacts): Problem {
    const without = accelerator.kind === "none";
    return {
        id: "instance-type.not-gpu",
        path: "instanceType",
        got: without
            ? `${shown(name)}, without accelerators`
            : `${shown(name)}, with ${accelerator.vendor} ${accelerator.model}`,
        allowed: allowed(),
        fix: without
            ? "use SystemNodeGroup for nodes without accelerators"
            : "use for example g6.xlarge or p5.48xlarge",
    };
}

import {
    acceleratorFamilyOf,
    awsInstanceType,
    awsInstanceTypes,
    isNvidiaX86,
    type AwsInstanceTypeFacts,
} from "../../catalog/aws/instance-types";
import { didYouMean, shown, type Problem } from "../../fleet/problem";
import type { Checked } from "../checked";
import { al2023ImageFor } from "../node-group/image";
import type { Machine } from "../node-group/kind";

/** The facts of a type that can be a GPU node on this Kubernetes version, or why it cannot. */
export function checkGpuMachine(name: string, kubernetes: string): Checked<Machine> {
    const type = awsInstanceType(name);
    if (type === undefined) return { problems: [unknown(name)] };
    if (acceleratorFamilyOf(type) !== "nvidia") return { problems: [notGpu(type)] };
    if (type.architecture !== "amd64") {
        return {
            problems: [
                unsupported(
                    type,
                    "its processors are ARM",
                    "use for example g6.xlarge, g6e.xlarge or p6-b200.48xlarge",
                ),
            ],
        };
    }
    if (!isNvidiaX86(type)) {
        return { problems: [unsupported(type, soldNoMore(type), "use for example g6.xlarge or p5.48xlarge")] };
    }
    const choice = al2023ImageFor(name, kubernetes);
    if (choice.image === undefined) {
        return { problems: [unsupported(type, choice.why, "use for example g6.xlarge or p5.48xlarge")] };
    }
    return { plan: { type, image: choice.image, fromRelease: choice.fromRelease } };
}

function soldNoMore({ status, asOf }: AwsInstanceTypeFacts): string {
    return status === "retired"
        ? `EC2 no longer sells it, as of ${asOf}`
        : "EC2 sells it as part of an UltraServer only";
}

function gpuTypes(): readonly string[] {
    return awsInstanceTypes()
        .filter(isNvidiaX86)
        .map(type => type.name);
}

function allowed(): string {
    return `an NVIDIA instance type on x86-64 of the catalogue (${gpuTypes().length})`;
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

function unsupported({ name }: AwsInstanceTypeFacts, why: string, fix: string): Problem {
    return {
        id: "instance-type.unsupported",
        path: "instanceType",
        got: `${shown(name)}: ${why}`,
        allowed: allowed(),
        fix,
    };
}

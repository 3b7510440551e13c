import type { AcceleratorFamily } from "../../catalog/accelerators";
import {
    acceleratorFamilyOf,
    awsInstanceType,
    awsInstanceTypes,
    type AwsInstanceTypeFacts,
    type AwsSystemInstanceType,
} from "../../catalog/aws/instance-types";
import { didYouMean, shown, type Problem } from "../../fleet/problem";
import type { ProblemId } from "../../fleet/problem-ids";
import { problemsOf, type Checked } from "../checked";
import type { NodeGroupArgs } from "./arguments";
import type { Machine } from "./kind";
import { checkMachineImage } from "./machine";

/** The accelerators by which kinds of node group differ. */
export type MachineKind = AcceleratorFamily | "none";

export const defaultSystemType: AwsSystemInstanceType = "m7i.large";

interface MachineKindFacts {
    readonly component: string;
    /** What its nodes are, as they are told to who should have used it. */
    readonly nodes: string;
    /** What its instance types are. */
    readonly types: string;
    readonly suggestion: string;
    /** Id of the problem that a type is of another kind. */
    readonly otherKind: ProblemId;
    /** Whether a type that EC2 no longer sells is taken here, for a rule that says more of it. */
    readonly takesRetired: boolean;
}

const kinds: Readonly<Record<MachineKind, MachineKindFacts>> = {
    none: {
        component: "SystemNodeGroup",
        nodes: "nodes without accelerators",
        types: "an instance type without accelerators",
        suggestion: `leave it out for ${defaultSystemType}`,
        otherKind: "instance-type.unsupported",
        takesRetired: false,
    },
    nvidia: {
        component: "GpuNodeGroup",
        nodes: "nodes with NVIDIA GPUs",
        types: "an NVIDIA instance type",
        suggestion: "use for example g6.xlarge or p5.48xlarge",
        otherKind: "instance-type.not-gpu",
        takesRetired: false,
    },
    neuron: {
        component: "NeuronNodeGroup",
        nodes: "nodes with Inferentia or Trainium",
        types: "an instance type with Inferentia or Trainium",
        suggestion: "use for example inf2.xlarge or trn2.48xlarge",
        otherKind: "instance-type.not-neuron",
        takesRetired: false,
    },
    fpga: {
        component: "FpgaNodeGroup",
        nodes: "nodes with FPGAs",
        types: "an instance type with FPGAs",
        suggestion: "use for example f2.6xlarge or f2.48xlarge",
        otherKind: "instance-type.not-fpga",
        takesRetired: true,
    },
};

/** A type of this kind with the image that serves it on this Kubernetes version, or why it cannot be a node of such a group. */
export function checkMachine(
    kind: MachineKind,
    name: string,
    kubernetes: string,
    image: NodeGroupArgs["image"],
): Checked<Machine> {
    const type = checkMachineType(kind, name);
    return "plan" in type ? checkMachineImage(type.plan, kubernetes, image) : { problems: problemsOf(type) };
}

/** A type that can be a node of a group of this kind, or why it cannot. */
export function checkMachineType(kind: MachineKind, name: string): Checked<AwsInstanceTypeFacts> {
    const type = awsInstanceType(name);
    if (type === undefined) return { problems: [unknown(kind, name)] };
    if (kindOf(type) !== kind) return { problems: [ofOtherKind(kind, type)] };
    return taken(kind, type) ? { plan: type } : { problems: [soldNoMore(kind, type)] };
}

/** Undefined for accelerators that the library does not run. */
function kindOf(type: AwsInstanceTypeFacts): MachineKind | undefined {
    return type.accelerator.kind === "none" ? "none" : acceleratorFamilyOf(type);
}

function taken(kind: MachineKind, type: AwsInstanceTypeFacts): boolean {
    return kindOf(type) === kind && (kinds[kind].takesRetired || type.status !== "retired");
}

function namesOf(kind: MachineKind): readonly string[] {
    return awsInstanceTypes()
        .filter(type => taken(kind, type))
        .map(type => type.name);
}

function allowed(kind: MachineKind): string {
    return `${kinds[kind].types} of the catalogue (${namesOf(kind).length})`;
}

function unknown(kind: MachineKind, name: string): Problem {
    return {
        id: "instance-type.unknown",
        path: "instanceType",
        got: shown(name),
        allowed: allowed(kind),
        fix: didYouMean(name, namesOf(kind), kinds[kind].suggestion),
    };
}

function ofOtherKind(kind: MachineKind, type: AwsInstanceTypeFacts): Problem {
    const { vendor, model } = type.accelerator;
    const its = kindOf(type);
    return {
        id: kinds[kind].otherKind,
        path: "instanceType",
        got: `${shown(type.name)}, ${its === "none" ? "without accelerators" : `with ${vendor} ${model}`}`,
        allowed: allowed(kind),
        fix: its === undefined ? kinds[kind].suggestion : `use ${kinds[its].component} for ${kinds[its].nodes}`,
    };
}

function soldNoMore(kind: MachineKind, { name, asOf }: AwsInstanceTypeFacts): Problem {
    return {
        id: "instance-type.unsupported",
        path: "instanceType",
        got: `${shown(name)}: EC2 no longer sells it, as of ${asOf}`,
        allowed: allowed(kind),
        fix: kinds[kind].suggestion,
    };
}

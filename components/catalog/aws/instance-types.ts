import { acceleratorFamilies, accelerators, type AcceleratorFamily } from "../accelerators";
import type {
    AwsAcceleratedInstanceType,
    AwsFpgaInstanceType,
    AwsGpuInstanceType,
    AwsInstanceType,
    AwsNeuronInstanceType,
    AwsNvidiaInstanceType,
    AwsNvidiaX86InstanceType,
    AwsSystemInstanceType,
} from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";

export type {
    AwsAcceleratedInstanceType,
    AwsFpgaInstanceType,
    AwsGpuInstanceType,
    AwsInstanceType,
    AwsNeuronInstanceType,
    AwsNvidiaInstanceType,
    AwsNvidiaX86InstanceType,
    AwsSystemInstanceType,
};

/**
 * `current`: EC2 sells it. `legacy`: still in the API, gone from the guide. `retired`: dropped from the API.
 * `special`: never in the API listing, sold only as part of an UltraServer.
 */
export type AwsInstanceTypeStatus = "current" | "legacy" | "retired" | "special";

/** What an accelerator is for; `none` for a type without any. */
export type AwsAcceleratorKind = "none" | "gpu" | "ai-accelerator" | "inference" | "neuron" | "fpga" | "media";

/** The accelerators of one instance; `kind: "none"` and `count: 0` for a type without any. */
export interface AwsAccelerator {
    readonly kind: AwsAcceleratorKind;
    /** `NVIDIA`, `AMD`, `AWS`, `Xilinx`, `Habana`, `Qualcomm`; `none` without accelerators. */
    readonly vendor: string;
    /** `H100`, `L4`, `Trainium2`, …; `none` without accelerators. */
    readonly model: string;
    /** Devices that the operating system, and so Kubernetes, sees. A fractional GPU (g6f, gr6f) is one device. */
    readonly count: number;
    /** How much of a physical device one of them is: 1, or 0.125 for an eighth of a GPU. */
    readonly share: number;
    /** Memory of one such device, GiB. */
    readonly memoryGiB: number;
}

/** A way in which EC2 sells a type. */
export type AwsUsageClass = "on-demand" | "spot" | "capacity-block";
/** A strategy of a placement group. */
export type AwsPlacementStrategy = "cluster" | "partition" | "spread";

/** Hardware of one EC2 instance type. Source: EC2 DescribeInstanceTypes dumps, per row in `source` (data/aws-*.csv). */
export interface AwsInstanceTypeFacts {
    readonly name: AwsInstanceType;
    /** What stands before the dot: `p5`, `g6e`, `p6-b200`. */
    readonly family: string;
    readonly status: AwsInstanceTypeStatus;
    readonly vcpus: number;
    readonly memoryGiB: number;
    /** In Kubernetes' words (label `kubernetes.io/arch`). */
    readonly architecture: "amd64" | "arm64";
    readonly bareMetal: boolean;
    readonly accelerator: AwsAccelerator;
    /** EFA interfaces that may be attached: `interfaces: 0` for a type without EFA. */
    readonly efa: Known<{ interfaces: number }>;
    readonly network: {
        readonly cards: number;
        /** Advertised bandwidth; "up to" when `burst`. */
        readonly gbps: number;
        readonly burst: boolean;
        /** What one network layout of VPC addresses is computed from. */
        readonly addresses: Known<{ maxEnis: number; ipv4PerEni: number }>;
    };
    /** Instance store: `count: 0` for a type without. `sizeGB` is one disk. */
    readonly localDisks: Known<{ count: number; sizeGB: number; nvme: boolean }>;
    readonly usageClasses: Known<{ list: readonly AwsUsageClass[] }>;
    readonly placementStrategies: Known<{ list: readonly AwsPlacementStrategy[] }>;
    /** Day of the newest API dump that holds the type; empty for `special` types, which no dump holds. */
    readonly asOf: string;
    readonly source: string;
    /** What a reader should know beside the numbers; empty when there is nothing. */
    readonly note: string;
}

const table = once(() => {
    const rows = require("../generated/aws-instance-types.json") as readonly AwsInstanceTypeFacts[];
    return new Map<string, AwsInstanceTypeFacts>(rows.map(row => [row.name, row]));
});

/**
 * Facts of an EC2 instance type of the catalogue: every accelerated type, and the general-purpose types for system nodes.
 *
 * @example awsInstanceType("p5.48xlarge").accelerator.count; // 8
 * @returns undefined for a name that the catalogue does not know.
 */
export function awsInstanceType(name: AwsInstanceType): AwsInstanceTypeFacts;
export function awsInstanceType(name: string): AwsInstanceTypeFacts | undefined;
export function awsInstanceType(name: string): AwsInstanceTypeFacts | undefined {
    return table().get(name);
}

/**
 * Every instance type of the catalogue, accelerated types first, in the order of the tables.
 *
 * @example
 * const withH200 = awsInstanceTypes().filter(type => type.accelerator.model === "H200");
 * withH200.map(type => type.name); // ["p5e.48xlarge", "p5en.48xlarge"]
 */
export function awsInstanceTypes(): readonly AwsInstanceTypeFacts[] {
    return [...table().values()];
}

/**
 * The family of the accelerators of a type; undefined without accelerators, or with a kind the library does not run.
 *
 * @example
 * acceleratorFamilyOf(awsInstanceType("p5.48xlarge")); // "nvidia"
 * acceleratorFamilyOf(awsInstanceType("m7i.large")); // undefined
 */
export function acceleratorFamilyOf(type: Pick<AwsInstanceTypeFacts, "accelerator">): AcceleratorFamily | undefined {
    const { vendor, kind } = type.accelerator;
    return acceleratorFamilies().find(
        family => accelerators[family].vendor === vendor && accelerators[family].kind === kind,
    );
}

/**
 * An NVIDIA GPU type that can still be bought, on x86 or ARM, UltraServers included.
 *
 * @example
 * isNvidia(awsInstanceType("g5g.xlarge")); // true
 * isNvidia(awsInstanceType("p3.2xlarge")); // false: retired
 */
export function isNvidia(type: Pick<AwsInstanceTypeFacts, "accelerator" | "status">): boolean {
    return type.status !== "retired" && acceleratorFamilyOf(type) === "nvidia";
}

/**
 * Whether a name is one of `AwsNvidiaInstanceType`: for names that come from configuration.
 *
 * @example isAwsNvidiaInstanceType("p6e-gb200.36xlarge"); // true
 */
export function isAwsNvidiaInstanceType(name: string): name is AwsNvidiaInstanceType {
    const type = awsInstanceType(name);
    return type !== undefined && isNvidia(type);
}

/**
 * An NVIDIA GPU type that EC2 still sells, on its own and on x86: what `aws.GpuNodeGroup` takes.
 *
 * @example isNvidiaX86(awsInstanceType("g5g.xlarge")); // false
 */
export function isNvidiaX86(type: Pick<AwsInstanceTypeFacts, "accelerator" | "architecture" | "status">): boolean {
    const sold = type.status === "current" || type.status === "legacy";
    return sold && type.architecture === "amd64" && acceleratorFamilyOf(type) === "nvidia";
}

/**
 * Whether a name is one of `AwsNvidiaX86InstanceType`: for names that come from configuration.
 *
 * @example
 * const wanted: string = "p5.48xlarge";
 * if (isAwsNvidiaX86InstanceType(wanted)) new aws.GpuNodeGroup("train", { cluster, instanceType: wanted, nodes: 2 });
 */
export function isAwsNvidiaX86InstanceType(name: string): name is AwsNvidiaX86InstanceType {
    const type = awsInstanceType(name);
    return type !== undefined && isNvidiaX86(type);
}

/**
 * A type with Inferentia or Trainium chips that can still be bought, UltraServers included.
 *
 * @example
 * isNeuron(awsInstanceType("inf2.xlarge")); // true
 * isNeuron(awsInstanceType("p5.48xlarge")); // false
 */
export function isNeuron(type: Pick<AwsInstanceTypeFacts, "accelerator" | "status">): boolean {
    return type.status !== "retired" && acceleratorFamilyOf(type) === "neuron";
}

/**
 * Whether a name is one of `AwsNeuronInstanceType`: for names that come from configuration.
 *
 * @example isAwsNeuronInstanceType("trn2.48xlarge"); // true
 */
export function isAwsNeuronInstanceType(name: string): name is AwsNeuronInstanceType {
    const type = awsInstanceType(name);
    return type !== undefined && isNeuron(type);
}

/**
 * A type with FPGAs, retired ones included: what F1 was must be said to whoever asks for it.
 *
 * @example
 * isFpga(awsInstanceType("f2.6xlarge")); // true
 * isFpga(awsInstanceType("f1.2xlarge")); // true, with status "retired"
 */
export function isFpga(type: Pick<AwsInstanceTypeFacts, "accelerator">): boolean {
    return acceleratorFamilyOf(type) === "fpga";
}

/**
 * Whether a name is one of `AwsFpgaInstanceType`: for names that come from configuration.
 *
 * @example isAwsFpgaInstanceType("f2.48xlarge"); // true
 */
export function isAwsFpgaInstanceType(name: string): name is AwsFpgaInstanceType {
    const type = awsInstanceType(name);
    return type !== undefined && isFpga(type);
}

/**
 * Whether a name is one of `AwsSystemInstanceType`: a general-purpose type, without accelerators.
 *
 * @example isAwsSystemInstanceType("m7i.large"); // true
 */
export function isAwsSystemInstanceType(name: string): name is AwsSystemInstanceType {
    return awsInstanceType(name)?.accelerator.kind === "none";
}

import type { AwsNeuronInstanceType, LncOfTypes } from "../generated/types.generated";
import { once } from "../once";

export type { LncOfTypes };

/** How many physical cores count as one, by the field's name the logical NeuronCore configuration (LNC). */
export interface LncFacts {
    /** What may be chosen; empty for chips whose cores stay what they are. */
    readonly settings: readonly number[];
    /** Without a choice. 1 for chips without one. */
    readonly default: number;
}

/** What AWS's software still supports; each empty while the newest does. */
export interface NeuronSoftware {
    /** Last release of the SDK (`2.26.1`) whose own driver knows the chips. */
    readonly lastSdk: string;
    /** Last line of drivers (`2.24`) that knows them. */
    readonly lastDriver: string;
    /** Newest patch of that line that a source names. */
    readonly driverPatch: string;
}

/** The chips of one instance, and what runs on them. */
export interface NeuronTypeFacts {
    readonly type: AwsNeuronInstanceType;
    /** Chips: what `aws.amazon.com/neuron` counts. */
    readonly devices: number;
    /** Physical cores of one chip. What `aws.amazon.com/neuroncore` counts follows from them and LNC: `neuronCores`. */
    readonly coresPerDevice: number;
    /** Generation of the cores: 1 in Inferentia, 3 in Trainium2. */
    readonly coreVersion: number;
    readonly lnc: LncFacts;
    readonly software: NeuronSoftware;
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const types = once(() => {
    const rows = require("../generated/aws-neuron-types.json") as readonly NeuronTypeFacts[];
    return new Map<string, NeuronTypeFacts>(rows.map(row => [row.type, row]));
});

/**
 * The chips of a type; undefined for a type without Inferentia or Trainium.
 *
 * @example
 * neuronType("trn2.48xlarge").lnc; // { settings: [1, 2], default: 2 }
 * neuronType("inf1.xlarge").software.lastSdk; // "2.26.1"
 */
export function neuronType(type: AwsNeuronInstanceType): NeuronTypeFacts;
export function neuronType(type: string): NeuronTypeFacts | undefined;
export function neuronType(type: string): NeuronTypeFacts | undefined {
    return types().get(type);
}

/**
 * How many cores a node advertises as `aws.amazon.com/neuroncore`: logical ones.
 *
 * @example
 * neuronCores(neuronType("trn2.48xlarge")); // 64
 * neuronCores(neuronType("trn2.48xlarge"), 1); // 128
 * neuronCores(neuronType("inf2.xlarge")); // 2
 */
export function neuronCores(facts: NeuronTypeFacts, lnc: number = facts.lnc.default): number {
    return (facts.devices * facts.coresPerDevice) / lnc;
}

/**
 * Where a node is told how many physical cores count as one. The device plugin reads it from the node, so it must be there
 * before the plugin starts. Bottlerocket has no setting for it that a source names. With the DRA driver nothing is written to
 * nodes: each ResourceClaim says it, as a parameter (`NeuronConfig`).
 *
 * @example lncFile.content(1); // "NEURON_LOGICAL_NC_CONFIG=1\n"
 */
export const lncFile = {
    path: "/opt/aws/neuron/logical_nc_config",
    content: (lnc: number): string => `NEURON_LOGICAL_NC_CONFIG=${lnc}\n`,
    os: ["AL2023"],
    notFor: ["draDriver"],
    asOf: "2026-11-24",
    source: "Neuron documentation deploy/eks/prerequisites (Trn2 LNC configuration); EKS user guide device-management-neuron (LNC: of each workload with the DRA driver, in the launch template with the plugin)",
} as const;

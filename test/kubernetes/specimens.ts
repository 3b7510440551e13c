/**
 * Plugins as they are planned for a pool, the node they are for, and what becomes of each when a part of its objects is gone:
 * data for the tests on simulated nodes and for those on the local cloud.
 */
import assert from "node:assert/strict";
import type { Pool } from "../../components/fleet/pool";
import type { PluginManifest } from "../../components/kubernetes/manifest";
import type { NodeSpec } from "../../sim/cloud/contract";
import type { FpgaArgs } from "../../components/kubernetes/fpga/fpga-args";
import { aDeclaredPool, images, sharings } from "../fleet/advertisers/fleets";
import { aNeuronPool, anFpgaPool, chips, efaOf } from "../fleet/builders";
import { anFpgaNode, trn2 } from "../sim/cluster/accelerator-builders";
import { aNode, someGpus } from "../sim/cluster/builders";

const h100s = { model: "H100", memoryGiB: 80, count: 8 };
const divided = (instances: readonly string[]) =>
    aNode({ devices: [someGpus({ ...h100s, mig: Array.from({ length: 8 }, (_, gpu) => ({ gpu, instances })) })] });
const whole = aNode({ devices: [someGpus(h100s)] });

export const podSpec = "spec.template.spec";
const container = `${podSpec}.containers.0`;

/** What a plugin does: the reason for which it fails, or what its node then says. */
export type Outcome = string | Readonly<Record<string, number | string>>;

/** A pool with the plugin it gets, what it registers, and what happens without each part of its objects. */
export interface Specimen {
    readonly pool: Pool;
    /** How the component is told to advertise FPGAs. */
    readonly fpga?: FpgaArgs;
    readonly node: NodeSpec;
    readonly suffix: string;
    /** Resources by their counts; for what speaks of nodes alone, conditions by their status. */
    readonly registers: Readonly<Record<string, number | string>>;
    /** Object and path, and what the plugin does then. */
    readonly parts: readonly (readonly [suffix: string, path: string, then: Outcome])[];
    /** Objects without which the plugin fails. */
    readonly needs: readonly (readonly [suffix: string, then: string])[];
}

const socketParts = (suffix: string): Specimen["parts"] => [
    [suffix, `${container}.volumeMounts.0`, "PluginDirectoryMissing"],
    [suffix, `${podSpec}.volumes.0`, "PluginDirectoryMissing"],
];

const f1Fpgas = {
    name: "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981",
    through: "extendedResource",
    perNode: 2,
    family: "fpga",
} as const;

const sliced = "nvidia-time-slicing-4-renamed-one-each";
export const specimens: Readonly<Record<string, Specimen>> = {
    "whole GPUs": {
        pool: aDeclaredPool({}),
        node: whole,
        suffix: "nvidia",
        registers: { "nvidia.com/gpu": 8 },
        parts: socketParts("nvidia"),
        needs: [],
    },
    "MIG instances of one name": {
        pool: aDeclaredPool({ sharing: sharings.migSingle }),
        node: divided(Array.from({ length: 7 }, () => "1g.10gb")),
        suffix: "nvidia-mig-single",
        registers: { "nvidia.com/gpu": 56 },
        parts: [
            ...socketParts("nvidia-mig-single"),
            ["nvidia-mig-single", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
        ],
        needs: [],
    },
    "MIG instances by their profiles": {
        pool: aDeclaredPool({ sharing: sharings.migMixed }),
        node: divided(["3g.40gb", "1g.10gb", "1g.10gb", "1g.10gb", "1g.10gb"]),
        suffix: "nvidia-mig-mixed",
        registers: { "nvidia.com/mig-1g.10gb": 32, "nvidia.com/mig-3g.40gb": 8 },
        parts: [
            ...socketParts("nvidia-mig-mixed"),
            ["nvidia-mig-mixed", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
        ],
        needs: [],
    },
    "time slicing": {
        pool: aDeclaredPool({ sharing: sharings.timeSlicing }),
        node: whole,
        suffix: sliced,
        registers: { "nvidia.com/gpu.shared": 32 },
        parts: [
            ...socketParts(sliced),
            [sliced, `${container}.env.4`, { "nvidia.com/gpu": 8 }],
            [sliced, `${container}.volumeMounts.1`, "PluginFailed"],
            [sliced, `${podSpec}.volumes.1`, "PluginFailed"],
        ],
        needs: [[`${sliced}-config`, "FailedMount"]],
    },
    MPS: {
        pool: aDeclaredPool({ sharing: sharings.mps }),
        node: whole,
        suffix: "nvidia-mps-4",
        registers: { "nvidia.com/gpu": 32 },
        parts: [
            ...socketParts("nvidia-mps-4"),
            ["nvidia-mps-4", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
            ["nvidia-mps-4", `${container}.env.5`, "PluginFailed"],
            ["nvidia-mps-4", `${container}.volumeMounts.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4", `${podSpec}.volumes.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.initContainers.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.initContainers.0.securityContext`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.securityContext`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.env.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.command`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.2`, "MpsDaemonMissing"],
        ],
        needs: [
            ["nvidia-mps-4-config", "FailedMount"],
            ["nvidia-mps-4-control-daemon", "MpsDaemonMissing"],
        ],
    },
    "GPUs that are claimed": {
        pool: aDeclaredPool({ advertiser: "draDriver" }),
        node: whole,
        suffix: "nvidia-dra",
        registers: { "gpu.nvidia.com": 8 },
        parts: [
            ["nvidia-dra", `${container}.command`, "not run"],
            ["nvidia-dra", `${container}.securityContext`, "NotPrivileged"],
            ["nvidia-dra", `${container}.env.6`, "PluginFailed"],
            ["nvidia-dra", `${container}.volumeMounts.0`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.1`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.2`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.3`, "DriverMissing"],
            ["nvidia-dra", `${podSpec}.volumes.0`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.1`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.2`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.4`, "DriverMissing"],
        ],
        needs: [],
    },
    "EFA interfaces": {
        pool: aDeclaredPool({ image: images.driver }, 32),
        node: aNode({ devices: [someGpus(h100s), { kind: "efa", count: 32, driver: true }] }),
        suffix: "efa",
        registers: { "vpc.amazonaws.com/efa": 32 },
        parts: [
            ...socketParts("efa"),
            ["efa", `${podSpec}.hostNetwork`, "HostNetworkMissing"],
            ["efa", `${container}.volumeMounts.1`, "DevicesHidden"],
            ["efa", `${podSpec}.volumes.1`, "DevicesHidden"],
        ],
        needs: [],
    },
    "Neuron chips and cores": {
        pool: aNeuronPool({ machineType: "trn2.48xlarge", resources: chips(16, 8) }),
        node: trn2({ logicalCores: 1 }),
        suffix: "neuron",
        registers: { "aws.amazon.com/neuron": 16, "aws.amazon.com/neuroncore": 128 },
        parts: [
            ...socketParts("neuron"),
            ["neuron", `${container}.volumeMounts.1`, "DevicesHidden"],
            ["neuron", `${podSpec}.volumes.1`, "DevicesHidden"],
            // Without /opt/aws the plugin counts cores as the type has them by default.
            ["neuron", `${container}.volumeMounts.2`, { "aws.amazon.com/neuron": 16, "aws.amazon.com/neuroncore": 64 }],
            ["neuron", `${podSpec}.volumes.2`, { "aws.amazon.com/neuron": 16, "aws.amazon.com/neuroncore": 64 }],
            ["neuron", `${container}.env.1`, "PluginFailed"],
        ],
        needs: [],
    },
    "EFA interfaces beside Neuron chips": {
        pool: aNeuronPool({ machineType: "trn2.48xlarge", resources: [...chips(16, 4), efaOf(16)] }),
        node: trn2({}, { devices: [...trn2().devices, { kind: "efa", count: 16, driver: true }] }),
        suffix: "efa-beside-neuron",
        registers: { "vpc.amazonaws.com/efa": 16 },
        parts: [
            ...socketParts("efa-beside-neuron"),
            ["efa-beside-neuron", `${podSpec}.hostNetwork`, "HostNetworkMissing"],
            ["efa-beside-neuron", `${container}.volumeMounts.1`, "DevicesHidden"],
            ["efa-beside-neuron", `${podSpec}.volumes.1`, "DevicesHidden"],
        ],
        needs: [],
    },
    "Neuron chips that are claimed": {
        pool: aNeuronPool({
            advertiser: "draDriver",
            resources: [{ name: "neuron.aws.com", through: "deviceClass", perNode: 16, family: "neuron" }],
        }),
        node: trn2(),
        suffix: "neuron-dra",
        registers: { "neuron.aws.com": 16 },
        parts: [
            ["neuron-dra", `${container}.securityContext`, "NotPrivileged"],
            ["neuron-dra", `${container}.env.0`, "PluginFailed"],
            ...[0, 1, 2].flatMap(index => [
                ["neuron-dra", `${container}.volumeMounts.${index}`, "PluginDirectoryMissing"] as const,
                ["neuron-dra", `${podSpec}.volumes.${index}`, "PluginDirectoryMissing"] as const,
            ]),
        ],
        needs: [],
    },
    "FPGAs of F2": {
        pool: anFpgaPool(),
        node: anFpgaNode({}, ["/run/fpga/slot-0", "/run/fpga/slot-1"]),
        suffix: "fpga",
        registers: { "pulumi-accelerators/fpga": 2 },
        parts: [
            ...socketParts("fpga"),
            ["fpga", `${container}.volumeMounts.1`, { "pulumi-accelerators/fpga": 0 }],
            ["fpga", `${podSpec}.volumes.1`, { "pulumi-accelerators/fpga": 0 }],
            ["fpga", `${container}.args`, "PluginFailed"],
        ],
        needs: [],
    },
    "FPGAs that are counted": {
        pool: anFpgaPool(),
        fpga: { slots: "counted" },
        node: anFpgaNode(),
        suffix: "fpga-f2-48xlarge",
        registers: { "pulumi-accelerators/fpga": 8 },
        parts: [...socketParts("fpga-f2-48xlarge"), ["fpga-f2-48xlarge", `${container}.args`, "PluginFailed"]],
        needs: [],
    },
    "FPGAs whose image did not load": {
        pool: anFpgaPool(),
        node: {
            ...anFpgaNode({}, ["/run/fpga/slot-0"]),
            hostLinks: ["/run/fpga/slot-0"],
            hostFiles: { "/run/fpga/failed-1": "invalid-afi-id\n" },
        },
        suffix: "fpga-problem-detector",
        registers: { FpgaNotLoaded: "True" },
        parts: [
            ["fpga-problem-detector", `${container}.volumeMounts.0`, { FpgaNotLoaded: "Unknown" }],
            ["fpga-problem-detector", `${podSpec}.volumes.0`, { FpgaNotLoaded: "Unknown" }],
            ["fpga-problem-detector", `${container}.volumeMounts.1`, "PluginFailed"],
            ["fpga-problem-detector", `${podSpec}.volumes.1`, "PluginFailed"],
            ["fpga-problem-detector", `${container}.command`, "PluginFailed"],
            ["fpga-problem-detector", `${container}.env`, "NodeUnknown"],
        ],
        needs: [["fpga-problem-detector-config", "FailedMount"]],
    },
    "FPGAs of F1": {
        pool: anFpgaPool({ machineType: "f1.4xlarge", resources: [f1Fpgas] }),
        node: anFpgaNode({ family: "f1", xrt: true }),
        suffix: "fpga-xrt",
        registers: { [f1Fpgas.name]: 2 },
        parts: socketParts("fpga-xrt"),
        needs: [],
    },
};

/** Rights that only a control plane can ask after: a path into an object, or the whole of it, and what the plugin does then. */
export const rights: Readonly<Record<string, readonly (readonly [suffix: string, path: string, then: string])[]>> = {
    "Neuron chips and cores": [
        ["neuron-role", "rules.0", "PluginForbidden"],
        ["neuron-role", "rules.1", "PluginForbidden"],
        ["neuron-role", "rules.2", "PluginForbidden"],
        ["neuron-role", "rules.3", "PluginForbidden"],
        ["neuron-role-binding", "", "PluginForbidden"],
    ],
    "Neuron chips that are claimed": [
        ["neuron-dra-role", "rules.0", "ResourceSlicesForbidden"],
        ["neuron-dra-role-binding", "", "ResourceSlicesForbidden"],
    ],
    "FPGAs whose image did not load": [
        ["fpga-problem-detector-as-node-problem-detector", "", "NodeConditionsForbidden"],
    ],
};

/** Nodes that lack something, and what the plugin does there. */
export const nodeMutations: readonly {
    readonly of: string;
    readonly what: string;
    readonly node: (node: NodeSpec) => NodeSpec;
    readonly then: Outcome;
}[] = [
    ...["Neuron chips and cores", "Neuron chips that are claimed", "FPGAs of F2", "FPGAs of F1"].map(of => ({
        of,
        what: "the label that says who advertises",
        node: (node: NodeSpec) => ({ ...node, labels: withoutOwnLabels(node.labels) }),
        then: "lands nowhere",
    })),
    {
        of: "Neuron chips and cores",
        what: "the file that says how cores are counted",
        node: node => ({ ...node, devices: trn2().devices }),
        then: { "aws.amazon.com/neuron": 16, "aws.amazon.com/neuroncore": 64 },
    },
    {
        of: "Neuron chips and cores",
        what: "the driver",
        node: node => ({ ...node, devices: trn2({ driver: false }).devices }),
        then: "DriverMissing",
    },
    {
        of: "FPGAs of F2",
        what: "the link to a slot",
        node: node => ({ ...node, hostPaths: anFpgaNode({}, ["/run/fpga/slot-1"]).hostPaths ?? [] }),
        then: { "pulumi-accelerators/fpga": 1 },
    },
    {
        of: "FPGAs of F1",
        what: "XRT",
        node: node => ({ ...node, devices: anFpgaNode({ family: "f1", xrt: false }).devices }),
        then: "DriverMissing",
    },
];

function withoutOwnLabels(labels: NodeSpec["labels"]): NodeSpec["labels"] {
    const others = Object.entries(labels).filter(([key]) => !key.startsWith("pulumi-accelerators/"));
    return Object.fromEntries(others);
}

/** A part that can be taken from what runs for a pool, and what is then different. */
export interface Mutation {
    /** Which of `specimens`. */
    readonly of: string;
    /** Object of the component, by the suffix of its name. */
    readonly object: string;
    readonly path: string;
    /** What the plugin does without it; `lands nowhere` and `lands elsewhere` are for the scheduler to say. */
    readonly then: Outcome;
}

/** Every part that a proof must miss when it is gone. */
export const mutations: readonly Mutation[] = Object.entries(specimens).flatMap(([of, { suffix, parts }]) => [
    ...parts.map(([object, path, then]) => ({ of, object, path, then })),
    { of, object: suffix, path: `${podSpec}.tolerations.0`, then: "lands nowhere" },
    { of, object: suffix, path: `${podSpec}.nodeSelector`, then: "lands elsewhere" },
]);

type Editable = Record<string, unknown>;
/** Takes a part out of a manifest: `spec.template.spec.containers.0.volumeMounts.0`. */
export function without(manifest: PluginManifest, path: string): PluginManifest {
    const copy = structuredClone(manifest) as unknown as Editable;
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const holder = steps.reduce<Editable>((value, step) => value[step] as Editable, copy);
    assert.ok(last in holder, path);
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else Reflect.deleteProperty(holder, last);
    return copy as unknown as PluginManifest;
}

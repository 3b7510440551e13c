import { advertiserLabels, type Advertiser } from "../../components/fleet/advertisers";
import { onDemand } from "../../components/fleet/capacity/capacity";
import { plainFabric } from "../../components/fleet/fabric";
import { ownLabels, ownTaints } from "../../components/fleet/node-marks";
import type { NodeImage, Pool, PoolResource } from "../../components/fleet/pool";
import { wholeDevices } from "../../components/fleet/sharing";
import type { Workload } from "../../components/fleet/workload";

/** An image that holds the NVIDIA driver and leaves advertising to a plugin. */
export const driverImage: NodeImage = { name: "AL2023_x86_64_NVIDIA", drivers: ["nvidia", "efa"], advertises: [] };

/** An image that advertises by itself. */
export const advertisingImage: NodeImage = {
    name: "BOTTLEROCKET_x86_64_NVIDIA",
    drivers: ["nvidia", "efa"],
    advertises: ["nvidia"],
};

/** An image without any driver. */
export const plainImage: NodeImage = { name: "AL2023_x86_64_STANDARD", drivers: [], advertises: [] };

/** A pool of one p5.48xlarge as `GpuNodeGroup` declares it. Its labels name it, whatever its name. */
export function aPool(changes: Partial<Pool> = {}): Pool {
    const name = changes.name ?? "train";
    const pool: Pool = {
        name,
        cloud: "aws",
        cluster: "shared",
        kubernetes: "1.35",
        groupKind: "managed",
        groupPerZone: false,
        intent: "training",
        region: "us-east-1",
        machineType: "p5.48xlarge",
        architecture: "amd64",
        vcpus: 192,
        memoryGiB: 2048,
        zones: ["use1-az1"],
        nodes: { min: 1, desired: 1, max: 1 },
        capacity: onDemand(),
        image: driverImage,
        accelerators: [{ family: "nvidia", model: "H100", perNode: 8, memoryGiB: 80 }],
        resources: [{ name: "nvidia.com/gpu", through: "extendedResource", perNode: 8, family: "nvidia" }],
        labels: {},
        taints: ownTaints(["nvidia"]),
        advertiser: "default",
        fabric: plainFabric,
        sharing: wholeDevices,
        addresses: { known: true, atStart: 50, atMost: 50, unit: "addresses" },
        update: { maxUnavailable: { nodes: 1 }, strategy: "surge" },
        repair: { enabled: true, stopsAbove: { percent: 20 }, parallel: { nodes: 1 }, overrides: [] },
        ...changes,
    };
    return { ...pool, labels: changes.labels ?? groupLabels(pool) };
}

/** The labels that a group gives to the nodes of such a pool. */
export function groupLabels(pool: Pool): Record<string, string> {
    const families = pool.accelerators.map(({ family }) => family);
    return { ...ownLabels(pool.name, families), ...advertiserLabels(pool) };
}

/** EFA interfaces as a pool offers them. */
export function efaOf(perNode: number): PoolResource {
    return { name: "vpc.amazonaws.com/efa", through: "extendedResource", perNode, family: "efa" };
}

/** An image that holds the Neuron driver. */
export const neuronImage: NodeImage = { name: "AL2023_x86_64_NEURON", drivers: ["neuron", "efa"], advertises: [] };

/** Chips and their cores as a pool offers them where Neuron's device plugin advertises. */
export function chips(perNode: number, coresPerChip: number): PoolResource[] {
    const counted = { through: "extendedResource", family: "neuron" } as const;
    return [
        { name: "aws.amazon.com/neuron", perNode, ...counted },
        { name: "aws.amazon.com/neuroncore", perNode: perNode * coresPerChip, ...counted },
    ];
}

/** A pool of one trn1.32xlarge. */
export function aNeuronPool(changes: Partial<Pool> = {}): Pool {
    return aPool({
        name: "chips",
        machineType: "trn1.32xlarge",
        vcpus: 128,
        memoryGiB: 512,
        image: neuronImage,
        accelerators: [{ family: "neuron", model: "Trainium", perNode: 16, memoryGiB: 32 }],
        resources: chips(16, 2),
        taints: ownTaints(["neuron"]),
        ...changes,
    });
}

/** A pool of one f2.48xlarge. */
export function anFpgaPool(changes: Partial<Pool> = {}): Pool {
    return aPool({
        name: "fpgas",
        machineType: "f2.48xlarge",
        vcpus: 192,
        memoryGiB: 2048,
        image: plainImage,
        accelerators: [{ family: "fpga", model: "VU47P", perNode: 8, memoryGiB: 16 }],
        resources: [{ name: "pulumi-accelerators/fpga", through: "extendedResource", perNode: 8, family: "fpga" }],
        taints: ownTaints(["fpga"]),
        ...changes,
    });
}

/** A pool without accelerators, as a system group would declare it. */
export function aSystemPool(changes: Partial<Pool> = {}): Pool {
    const name = changes.name ?? "system";
    return aPool({
        name,
        machineType: "m7i.large",
        vcpus: 2,
        memoryGiB: 8,
        image: plainImage,
        accelerators: [],
        resources: [],
        taints: [],
        ...changes,
    });
}

/** A workload that asks for nothing and tolerates nothing. */
export function aWorkload(changes: Partial<Workload> = {}): Workload {
    return { tolerations: [], nodeSelector: {}, nodeAffinity: "any", requests: {}, ...changes };
}

/** A device plugin on the pool's cluster that tolerates the NVIDIA taint and lands on every node. */
export function anAdvertiser(changes: Partial<Advertiser> = {}): Advertiser {
    return {
        name: "other-plugin",
        cluster: "shared",
        resources: ["nvidia.com/gpu"],
        ...aWorkload({ tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] }),
        ...changes,
    };
}

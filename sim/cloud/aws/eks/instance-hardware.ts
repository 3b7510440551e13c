import { instanceType, zonesOffering } from "../ec2/instance-types";
import { tableRows } from "../ec2/table";
import type { Hardware } from "./node";

export interface InstanceHardware extends Hardware {
    readonly architecture: "amd64" | "arm64";
}

/** What a node of the type has; undefined for a type that the region does not offer by then. */
export function instanceHardware(name: string, region: string, now: Date): InstanceHardware | undefined {
    return zonesOffering(name, region, now).length === 0 ? undefined : hardwareOf(name);
}

/** The same of an instance that runs already, wherever its type may still be launched. */
export function hardwareOf(name: string): InstanceHardware | undefined {
    const type = instanceType(name);
    if (!type) return undefined;
    const neuron = type.accelerators.find(each => each.kind === "neuron");
    const gpu = type.accelerators.find(each => each.kind === "gpu" && each.manufacturer === "NVIDIA");
    return {
        instanceType: type.name,
        architecture: type.architecture === "arm64" ? "arm64" : "amd64",
        vcpus: type.vcpus,
        memoryGiB: type.memoryGiB,
        maxInterfaces: type.maxInterfaces,
        networkCards: type.networkCards,
        ipv4PerInterface: type.ipv4PerInterface,
        localDisks: type.localDisks,
        localDiskGB: type.localDiskGB,
        gpu: gpu && {
            model: gpu.name,
            count: gpu.count > 0 ? gpu.count : fractions(name),
            memoryGiB: gpu.memoryGiB,
        },
        neuron: neuron && { chip: neuron.name, count: neuron.count, cores: neuron.cores, memoryGiB: neuron.memoryGiB },
        fpgas: type.accelerators.find(each => each.kind === "fpga")?.count ?? 0,
    };
}

/** Fractional GPUs: the API counts 0 whole devices, the machine sees each share as one. */
function fractions(name: string): number {
    const rows = tableRows<"instanceType" | "logicalGpuCount">("data/aws-accelerators.csv");
    return Number(rows.find(row => row.instanceType === name)?.logicalGpuCount ?? 0);
}

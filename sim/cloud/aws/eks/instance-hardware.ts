import { instanceType, zonesOffering } from "../ec2/instance-types";
import { tableRows } from "../ec2/table";
import type { Hardware } from "./node";

export interface InstanceHardware extends Hardware {
    readonly architecture: "amd64" | "arm64";
}

/** What a node of the type has; undefined for a type that the region does not offer. */
export function instanceHardware(name: string, region: string): InstanceHardware | undefined {
    const type = instanceType(name);
    if (!type || zonesOffering(name, region).length === 0) return undefined;
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
    };
}

/** Fractional GPUs: the API counts 0 whole devices, the machine sees each share as one. */
function fractions(name: string): number {
    const rows = tableRows<"instanceType" | "logicalGpuCount">("data/aws-accelerators.csv");
    return Number(rows.find(row => row.instanceType === name)?.logicalGpuCount ?? 0);
}

import { z } from "zod";
import type {
    AwsAccelerator,
    AwsInstanceTypeFacts,
    AwsPlacementStrategy,
    AwsUsageClass,
} from "../../components/catalog/aws/instance-types";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const usageClass = z.enum(["on-demand", "spot", "capacity-block"]);
const placementStrategy = z.enum(["cluster", "partition", "spread"]);

const systemRow = z.strictObject({
    instanceType: cell.word,
    family: cell.word,
    status: z.enum(["current", "legacy", "retired", "special"]),
    vcpu: cell.count,
    memoryGiB: cell.amount,
    arch: z.enum(["x86_64", "arm64"]),
    bareMetal: cell.yesNo,
    efaMaxInterfaces: cell.countOrUnknown,
    networkCards: cell.count,
    networkPerformance: cell.text,
    networkGbps: cell.amount,
    networkUpTo: cell.yesNoOrUnknown,
    maxEnis: cell.countOrUnknown,
    ipv4PerEni: cell.countOrUnknown,
    localDisks: cell.countOrUnknown,
    localDiskGB: cell.amountOrUnknown,
    localNvme: z.enum(["required", "unsupported", ""]),
    usageClasses: cell.list(usageClass),
    placementStrategies: cell.list(placementStrategy),
    lastSeen: cell.dayOrEmpty,
    source: cell.text,
    note: cell.anyText,
});

const acceleratedRow = systemRow.extend({
    currentGenerationFlag: cell.yesNoOrUnknown,
    physicalCores: cell.count,
    hypervisor: z.enum(["nitro", "xen", ""]),
    acceleratorKind: z.enum(["gpu", "ai-accelerator", "inference", "neuron", "fpga", "media"]),
    acceleratorManufacturer: cell.word,
    acceleratorName: cell.text,
    acceleratorCount: cell.count,
    acceleratorMemoryGiB: cell.amount,
    acceleratorMemoryTotalGiB: cell.amount,
    apiAcceleratorMemoryGiB: cell.amountOrUnknown,
    gpuPartitionSize: cell.amountOrUnknown,
    logicalGpuCount: cell.countOrUnknown,
    neuronCoresPerDevice: cell.countOrUnknown,
    neuronCoreVersion: cell.countOrUnknown,
    neuronCoresTotal: cell.countOrUnknown,
    fpgaCount: cell.countOrUnknown,
    efaSupported: cell.yesNo,
    networkBaselineGbps: cell.amount,
    localStorageTotalGB: cell.amountOrUnknown,
    localDiskType: z.enum(["ssd", ""]),
    regions: cell.list(cell.word),
    firstSeen: cell.dayOrEmpty,
    inSdkEnum: cell.yesNo,
});

type SystemRow = z.infer<typeof systemRow>;
type AcceleratedRow = z.infer<typeof acceleratedRow>;

export const systemTypeRules: TableRules<SystemRow> = { row: systemRow, key: row => row.instanceType };
export const acceleratedTypeRules: TableRules<AcceleratedRow> = { row: acceleratedRow, key: row => row.instanceType };

/** The name is a plain string here: its union is generated from these very rows. */
export type InstanceTypeEntry = Omit<AwsInstanceTypeFacts, "name"> & { readonly name: string };

/** The cores of one Neuron chip. */
export interface NeuronCoresEntry {
    readonly coresPerDevice: number;
    readonly coreVersion: number;
}

export interface InstanceTypes {
    readonly accelerated: readonly InstanceTypeEntry[];
    readonly system: readonly InstanceTypeEntry[];
    /** By instance type, for types with Neuron chips. */
    readonly neuronCores: ReadonlyMap<string, NeuronCoresEntry>;
}

export function readInstanceTypes(dataDirectory: string): InstanceTypes {
    const accelerated = readTable(tableFile(dataDirectory, "aws-accelerators.csv"), acceleratedTypeRules);
    const system = readTable(tableFile(dataDirectory, "aws-system-types.csv"), systemTypeRules);
    return {
        accelerated: accelerated.map(row => entry(row, acceleratorOf(row))),
        system: system.map(row => entry(row, noAccelerator)),
        neuronCores: new Map(accelerated.flatMap(neuronCoresOf)),
    };
}

function neuronCoresOf(row: AcceleratedRow): [string, NeuronCoresEntry][] {
    const { instanceType, neuronCoresPerDevice: coresPerDevice, neuronCoreVersion: coreVersion } = row;
    return coresPerDevice === null || coreVersion === null ? [] : [[instanceType, { coresPerDevice, coreVersion }]];
}

const noAccelerator: AwsAccelerator = { kind: "none", vendor: "none", model: "none", count: 0, share: 1, memoryGiB: 0 };

/** EC2 counts a fractional GPU as 0 of it; the operating system sees one device with a part of the memory. */
function acceleratorOf(row: AcceleratedRow): AwsAccelerator {
    const fractional = row.acceleratorCount === 0;
    return {
        kind: row.acceleratorKind,
        vendor: row.acceleratorManufacturer,
        model: row.acceleratorName,
        count: fractional ? (row.logicalGpuCount ?? 0) : row.acceleratorCount,
        share: fractional ? (row.gpuPartitionSize ?? 0) : 1,
        memoryGiB: row.acceleratorMemoryGiB,
    };
}

function entry(row: SystemRow, accelerator: AwsAccelerator): InstanceTypeEntry {
    const unlisted = (what: string) =>
        ({ known: false, why: `${what}: not in the EC2 API listing nor in any source read` }) as const;
    const listOf = <T extends AwsUsageClass | AwsPlacementStrategy>(words: readonly T[], what: string) =>
        words.length > 0 ? ({ known: true, list: words } as const) : unlisted(what);
    return {
        name: row.instanceType,
        family: row.family,
        status: row.status,
        vcpus: row.vcpu,
        memoryGiB: row.memoryGiB,
        architecture: row.arch === "x86_64" ? "amd64" : "arm64",
        bareMetal: row.bareMetal,
        accelerator,
        efa:
            row.efaMaxInterfaces === null
                ? unlisted("EFA interfaces")
                : { known: true, interfaces: row.efaMaxInterfaces },
        network: {
            cards: row.networkCards,
            gbps: row.networkGbps,
            burst: row.networkUpTo === true,
            addresses:
                row.maxEnis === null || row.ipv4PerEni === null
                    ? unlisted("network interfaces")
                    : { known: true, maxEnis: row.maxEnis, ipv4PerEni: row.ipv4PerEni },
        },
        localDisks: localDisksOf(row) ?? unlisted("instance store"),
        usageClasses: listOf(row.usageClasses, "ways to buy"),
        placementStrategies: listOf(row.placementStrategies, "placement strategies"),
        asOf: row.lastSeen,
        source: row.source,
        note: row.note,
    };
}

function localDisksOf(row: SystemRow) {
    if (row.localDisks === 0) return { known: true, count: 0, sizeGB: 0, nvme: false } as const;
    if (row.localDisks === null || row.localDiskGB === null) return undefined;
    return { known: true, count: row.localDisks, sizeGB: row.localDiskGB, nvme: row.localNvme === "required" } as const;
}

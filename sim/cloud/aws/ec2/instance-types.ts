import { cellList, tableRows } from "./table";

/** What DescribeInstanceTypes says of a type, as far as this account needs it. */
export interface InstanceType {
    readonly name: string;
    /** `p5`, `g6e`, `m7i` */
    readonly family: string;
    /** No longer in the API: it cannot be launched. */
    readonly retired: boolean;
    readonly vcpus: number;
    readonly memoryGiB: number;
    readonly architecture: "x86_64" | "arm64";
    readonly bareMetal: boolean;
    readonly maxInterfaces: number;
    readonly ipv4PerInterface: number;
    readonly networkCards: number;
    /** EFA and EFA-only interfaces together; undefined where no source says. */
    readonly efaInterfaces: number | undefined;
    readonly networkPerformance: string;
    readonly usageClasses: readonly string[];
    readonly placementStrategies: readonly string[];
    readonly localDisks: number;
    readonly localDiskGB: number;
    readonly accelerators: readonly Accelerator[];
}

export interface Accelerator {
    /** `gpu`, `neuron`, `inference`, `fpga`, `media`, `ai-accelerator` */
    readonly kind: string;
    readonly manufacturer: string;
    readonly name: string;
    readonly count: number;
    /** Of one device, in GiB; 0 when not known. */
    readonly memoryGiB: number;
}

type Column =
    | "instanceType"
    | "family"
    | "status"
    | "vcpu"
    | "memoryGiB"
    | "arch"
    | "bareMetal"
    | "maxEnis"
    | "ipv4PerEni"
    | "networkCards"
    | "efaMaxInterfaces"
    | "networkPerformance"
    | "usageClasses"
    | "placementStrategies"
    | "localDisks"
    | "localDiskGB";
type AcceleratorColumn =
    "acceleratorKind" | "acceleratorManufacturer" | "acceleratorName" | "acceleratorCount" | "acceleratorMemoryGiB";

let types: ReadonlyMap<string, InstanceType> | undefined;
let offerings: ReadonlyMap<string, readonly string[]> | undefined;

/** Source: data/aws-accelerators.csv and data/aws-system-types.csv (dumps of DescribeInstanceTypes). */
export function instanceType(name: string): InstanceType | undefined {
    return allTypes().get(name);
}

/** Ids of the zones of the region in which the type is offered, retired ones nowhere. Source: data/aws-offerings.csv. */
export function zonesOffering(name: string, region: string): readonly string[] {
    offerings ??= new Map(
        tableRows<"instanceType" | "region" | "zoneIds">("data/aws-offerings.csv").map(row => [
            `${row.instanceType} ${row.region}`,
            cellList(row.zoneIds),
        ]),
    );
    const type = instanceType(name);
    return type && !type.retired ? (offerings.get(`${name} ${region}`) ?? []) : [];
}

/** Every type that is offered in the region. */
export function typesOfferedIn(region: string): readonly InstanceType[] {
    return [...allTypes().values()].filter(type => zonesOffering(type.name, region).length > 0);
}

function allTypes(): ReadonlyMap<string, InstanceType> {
    types ??= new Map(
        [
            ...tableRows<Column>("data/aws-system-types.csv").map(row => typeOf(row, [])),
            ...tableRows<Column | AcceleratorColumn>("data/aws-accelerators.csv").map(row =>
                typeOf(row, [acceleratorOf(row)]),
            ),
        ].map(type => [type.name, type]),
    );
    return types;
}

function typeOf(row: Readonly<Record<Column, string>>, accelerators: readonly Accelerator[]): InstanceType {
    return {
        name: row.instanceType,
        family: row.family,
        retired: row.status === "retired",
        vcpus: Number(row.vcpu),
        memoryGiB: Number(row.memoryGiB),
        architecture: row.arch === "arm64" ? "arm64" : "x86_64",
        bareMetal: row.bareMetal === "yes",
        maxInterfaces: Number(row.maxEnis),
        ipv4PerInterface: Number(row.ipv4PerEni),
        networkCards: Number(row.networkCards),
        efaInterfaces: row.efaMaxInterfaces === "" ? undefined : Number(row.efaMaxInterfaces),
        networkPerformance: row.networkPerformance,
        usageClasses: cellList(row.usageClasses),
        placementStrategies: cellList(row.placementStrategies),
        localDisks: Number(row.localDisks),
        localDiskGB: Number(row.localDiskGB),
        accelerators,
    };
}

function acceleratorOf(row: Readonly<Record<AcceleratorColumn, string>>): Accelerator {
    return {
        kind: row.acceleratorKind,
        manufacturer: row.acceleratorManufacturer,
        name: row.acceleratorName,
        count: Number(row.acceleratorCount),
        memoryGiB: Number(row.acceleratorMemoryGiB),
    };
}

import { cellList, tableRows } from "./table";
import { zonesOf } from "./zones";

/** What DescribeInstanceTypes says of a type, as far as this account needs it. */
export interface InstanceType {
    readonly name: string;
    /** `p5`, `g6e`, `m7i` */
    readonly family: string;
    /** The first day (UTC) on which it cannot be launched any more; undefined for a type that still can. */
    readonly retiredOn: string | undefined;
    readonly vcpus: number;
    readonly memoryGiB: number;
    readonly architecture: "x86_64" | "arm64";
    readonly bareMetal: boolean;
    /** Undefined where the API has never said it: `trn2u.48xlarge`. */
    readonly maxInterfaces: number | undefined;
    readonly ipv4PerInterface: number | undefined;
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
    /** Physical NeuronCores of one device; 0 for other kinds. */
    readonly cores: number;
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
    | "acceleratorKind"
    | "acceleratorManufacturer"
    | "acceleratorName"
    | "acceleratorCount"
    | "acceleratorMemoryGiB"
    | "neuronCoresPerDevice";

/**
 * When types that left the API were taken away, by family. F1: "retired on December 20, 2025" (aws/aws-fpga README). Of others
 * no day is known here: they were gone before any day that matters.
 */
const retirements: Readonly<Record<string, string>> = { f1: "2025-12-20" };
const longAgo = "2000-01-01";

let types: ReadonlyMap<string, InstanceType> | undefined;
let offerings: ReadonlyMap<string, readonly string[]> | undefined;
let pastRegions: ReadonlySet<string> | undefined;

/** Source: data/aws-accelerators.csv and data/aws-system-types.csv (dumps of DescribeInstanceTypes). */
export function instanceType(name: string): InstanceType | undefined {
    return allTypes().get(name);
}

/** Whether the type was taken away by then: EC2 does not know it any more. */
export function isRetired(type: InstanceType, now: Date): boolean {
    return type.retiredOn !== undefined && now >= new Date(`${type.retiredOn}T00:00:00Z`);
}

/** Ids of the zones of the region in which the type is offered by then, retired ones nowhere. Source: data/aws-offerings.csv. */
export function zonesOffering(name: string, region: string, now: Date): readonly string[] {
    offerings ??= new Map(
        tableRows<"instanceType" | "region" | "zoneIds">("data/aws-offerings.csv").map(row => [
            `${row.instanceType} ${row.region}`,
            cellList(row.zoneIds),
        ]),
    );
    const type = instanceType(name);
    if (!type || isRetired(type, now)) return [];
    return offerings.get(`${name} ${region}`) ?? (type.retiredOn === undefined ? [] : pastZones(name, region));
}

/** Every type that is offered in the region by then. */
export function typesOfferedIn(region: string, now: Date): readonly InstanceType[] {
    return [...allTypes().values()].filter(type => zonesOffering(type.name, region, now).length > 0);
}

/**
 * Where a type was that no table of offerings has any more: where a price list still has it, in every zone of the region. In
 * which zones it truly was is not verified.
 */
function pastZones(name: string, region: string): readonly string[] {
    pastRegions ??= new Set(
        tableRows<"instanceType" | "region">("data/aws-prices.csv").map(row => `${row.instanceType} ${row.region}`),
    );
    return pastRegions.has(`${name} ${region}`) ? zonesOf(region).map(zone => zone.id) : [];
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
        retiredOn: row.status === "retired" ? (retirements[row.family] ?? longAgo) : undefined,
        vcpus: Number(row.vcpu),
        memoryGiB: Number(row.memoryGiB),
        architecture: row.arch === "arm64" ? "arm64" : "x86_64",
        bareMetal: row.bareMetal === "yes",
        maxInterfaces: known(row.maxEnis),
        ipv4PerInterface: known(row.ipv4PerEni),
        networkCards: Number(row.networkCards),
        efaInterfaces: known(row.efaMaxInterfaces),
        networkPerformance: row.networkPerformance,
        usageClasses: cellList(row.usageClasses),
        placementStrategies: cellList(row.placementStrategies),
        localDisks: Number(row.localDisks),
        localDiskGB: Number(row.localDiskGB),
        accelerators,
    };
}

/** What no table has, nothing is held against. */
function known(cell: string): number | undefined {
    return cell === "" ? undefined : Number(cell);
}

function acceleratorOf(row: Readonly<Record<AcceleratorColumn, string>>): Accelerator {
    return {
        kind: row.acceleratorKind,
        manufacturer: row.acceleratorManufacturer,
        name: row.acceleratorName,
        count: Number(row.acceleratorCount),
        memoryGiB: Number(row.acceleratorMemoryGiB),
        cores: Number(row.neuronCoresPerDevice),
    };
}

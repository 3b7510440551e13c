import { cells } from "../catalog/csv";

/** A pool of a stack's file, and what its one node must offer: both from the tables, read a second time. */
export interface RichestPool {
    readonly instanceType: string;
    readonly settings: Readonly<Record<string, unknown>>;
    /** Extended resources of one node. */
    readonly offers: Readonly<Record<string, number>>;
    /** What must be bought before the stack; undefined for types that are not sold in blocks. */
    readonly block: BoughtBlock | undefined;
}

/** A capacity block as the account is given it. */
export interface BoughtBlock {
    readonly id: string;
    readonly kind: "capacity-block";
    readonly region: string;
    readonly zone: string;
    readonly instanceType: string;
    readonly count: number;
    readonly startsAt: string;
    readonly endsAt: string;
}

type Row = Readonly<Record<string, string>>;

const hour = 3_600_000;
const moment = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");

/**
 * The richest configuration that each NVIDIA type on sale in a region allows: all of its EFA interfaces, divided or shared
 * GPUs, and a capacity block where it is sold in blocks.
 */
export function richestPools(region: string, now: number): readonly RichestPool[] {
    const offerings = new Map(
        cells("aws-offerings.csv")
            .filter(row => row.region === region && row.zoneIds !== "")
            .map(row => [row.instanceType, row]),
    );
    return cells("aws-accelerators.csv")
        .filter(row => row.acceleratorManufacturer === "NVIDIA" && ["current", "legacy"].includes(row.status!))
        .flatMap(row => {
            const offering = offerings.get(row.instanceType);
            return offering === undefined ? [] : [richest(row, offering, now)];
        });
}

function richest(row: Row, offering: Row, now: number): RichestPool {
    const instanceType = row.instanceType!;
    const gpus = Math.max(1, Number(row.acceleratorCount));
    const efa = Number(row.efaMaxInterfaces);
    const sharing = richestSharing(row, gpus);
    const zone = offering.zoneIds!.split("|")[0]!;
    const block = row.usageClasses!.split("|").includes("capacity-block")
        ? boughtBlock(instanceType, offering, now)
        : undefined;
    return {
        instanceType,
        settings: {
            kind: "gpu",
            instanceType,
            nodes: 1,
            intent: "training",
            efa: efa > 0 ? "required" : "off",
            sharing: sharing.settings,
            ...(block === undefined
                ? { zones: [zone] }
                : {
                      capacity: {
                          kind: "capacityBlock",
                          reservationId: block.id,
                          zone,
                          startsAt: block.startsAt,
                          endsAt: block.endsAt,
                          instances: 1,
                      },
                  }),
        },
        offers: { ...sharing.offers, ...(efa > 0 ? { "vpc.amazonaws.com/efa": efa } : {}) },
        block,
    };
}

/** Divided into the smallest instances where the chip can be divided; taken in turns by four pods where it cannot. */
function richestSharing(
    row: Row,
    gpus: number,
): { readonly settings: object; readonly offers: Record<string, number> } {
    const [smallest] = cells("nvidia-mig.csv").filter(
        profile =>
            profile.accelerator === row.acceleratorName &&
            Math.abs(Number(profile.memoryGiB) - Number(row.acceleratorMemoryGiB)) < 1,
    );
    if (smallest !== undefined) {
        return {
            settings: { kind: "mig", profile: smallest.profile },
            offers: { "nvidia.com/gpu": gpus * Number(smallest.mostPerGpu) },
        };
    }
    return {
        settings: { kind: "timeSlicing", replicas: 4 },
        offers: { "nvidia.com/gpu.shared": gpus * 4 },
    };
}

/** A block of one machine, in the first zone that offers the type, from an hour ago for two days. */
export function boughtBlock(instanceType: string, offering: Row, now: number): BoughtBlock {
    const digits = Buffer.from(instanceType).toString("hex").padEnd(17, "0").slice(0, 17);
    return {
        id: `cr-${digits}`,
        kind: "capacity-block",
        region: offering.region!,
        zone: offering.zones!.split("|")[0]!,
        instanceType,
        count: 1,
        startsAt: moment(now - hour),
        endsAt: moment(now + 47 * hour),
    };
}

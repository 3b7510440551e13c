import { awsCapacityRules, isFutureReservable } from "../../catalog/aws/capacity-rules";
import { awsInstanceType, type AwsInstanceTypeFacts } from "../../catalog/aws/instance-types";
import type { Fabric } from "../fabric";
import type { Instant } from "../instant";
import type { NodeRange } from "../node-range";
import type { GroupKind, Pool } from "../pool";
import { shown, type Problem } from "../problem";
import type { UpdatePolicy } from "../repair";
import type { Capacity } from "./capacity";
import { capacityRules, type CapacityKind, type ImageSystem, type PlacementKind } from "./capacity-rules";
import { reservationProblems } from "./reservation-problems";
import { sizeProblems } from "./size-problems";
import { windowProblems } from "./window-problems";

/** A group, as far as the way in which its machines are bought has a say in it. */
export interface CapacityQuestion {
    readonly capacity: Capacity;
    readonly cloud: Pool["cloud"];
    readonly groupKind: GroupKind;
    readonly machineType: string;
    /** Zones that the user named for the group; undefined when they follow from the capacity. */
    readonly zones: readonly string[] | undefined;
    readonly nodes: NodeRange;
    readonly update: UpdatePolicy;
    readonly placement: Fabric["placement"];
    readonly image: ImageSystem;
    readonly repair: boolean;
    readonly now: Instant;
}

/**
 * Everything that is illegal about buying the machines of a group in this way, at this moment.
 *
 * @example
 * const { machineType, nodes, update, groupKind, cloud } = train.pool;
 * const problems = capacityProblems({
 *     capacity: flexStart({ hours: 24 }), // which Google sells
 *     cloud,
 *     groupKind,
 *     machineType,
 *     zones: undefined,
 *     nodes,
 *     update,
 *     placement: "none",
 *     image: "AL2023",
 *     repair: true,
 *     now: "2026-11-24T12:00:00Z",
 * });
 * problems.map(problem => problem.id); // ["capacity.kind"]
 */
export function capacityProblems(asked: CapacityQuestion): Problem[] {
    const { clouds, groupKinds } = capacityRules[asked.capacity.kind];
    if (!clouds.includes(asked.cloud) || !groupKinds.includes(asked.groupKind)) return [notSoldHere(asked)];
    return [
        ...saleProblems(asked),
        ...reservationProblems(asked.capacity, asked.groupKind),
        ...windowProblems(asked.capacity, asked.machineType, asked.now),
        ...zoneProblems(asked),
        ...sizeProblems(asked),
        ...placementProblems(asked),
        ...imageProblems(asked),
        ...repairProblems(asked),
    ];
}

/**
 * The zone in which the machines of a capacity stand; undefined when the group may have any.
 *
 * @example zoneOf(onDemand()); // undefined
 */
export function zoneOf(capacity: Capacity): string | undefined {
    return "zone" in capacity ? capacity.zone : undefined;
}

/** What to use instead on the other cloud. */
const counterparts: Readonly<Record<CapacityKind, string>> = {
    onDemand: "onDemand()",
    spot: "spot()",
    reservation: "reservation()",
    capacityBlock: "calendar(), machines of Google for a stretch of days",
    futureReservation: "calendar(), machines of Google for a stretch of days",
    flexStart: "spot(), or capacityBlock() for machines that are not taken back",
    queued: "capacityBlock(), machines of Amazon for a stretch of days",
    calendar: "capacityBlock(), machines of Amazon for a stretch of days",
};

const cloudNames = { aws: "Amazon", gcp: "Google" } as const;

function notSoldHere({ capacity: { kind }, cloud, groupKind }: CapacityQuestion): Problem {
    const legal = Object.entries(capacityRules)
        .filter(([, rules]) => rules.clouds.includes(cloud) && rules.groupKinds.includes(groupKind))
        .map(([name]) => name);
    return {
        id: "capacity.kind",
        path: "capacity.kind",
        got: shown(kind),
        allowed: `${legal.join(", ")}: what ${cloudNames[cloud]} sells for such a group`,
        fix: `use ${counterparts[kind]}`,
    };
}

/** A type of which nobody says how it is sold is not held back. */
function saleProblems({ capacity, cloud, machineType }: CapacityQuestion): Problem[] {
    const { usageClass } = capacityRules[capacity.kind];
    const type = cloud === "aws" ? awsInstanceType(machineType) : undefined;
    if (type && capacity.kind === "futureReservation" && !isFutureReservable(machineType)) return [notPromised(type)];
    if (usageClass === undefined || !type?.usageClasses.known || type.usageClasses.list.includes(usageClass)) return [];
    const sold = type.usageClasses.list;
    return [
        {
            id: "capacity.not-sold",
            path: "capacity",
            got: `${usageClass} for ${type.name}`,
            allowed: `${sold.join(", ")}: how EC2 sells ${type.name}${type.asOf === "" ? "" : `, as of ${type.asOf}`}`,
            fix: sold.includes("on-demand")
                ? "use onDemand()"
                : sold.includes("capacity-block")
                  ? "use capacityBlock()"
                  : "choose another instance type",
        },
    ];
}

function zoneProblems({ capacity, zones }: CapacityQuestion): Problem[] {
    const zone = zoneOf(capacity);
    if (zone === undefined || zones === undefined || zones.every(named => named === zone)) return [];
    return [
        {
            id: "capacity.other-zone",
            path: "zones",
            got: shown(zones),
            allowed: `${zone}: where the machines of the ${capacity.kind} stand`,
            fix: `leave zones out, or write [${shown(zone)}]`,
        },
    ];
}

function placementProblems({ capacity, placement }: CapacityQuestion): Problem[] {
    const kind: PlacementKind = typeof placement === "string" ? placement : "given";
    const legal = capacityRules[capacity.kind].placements;
    if (legal.includes(kind)) return [];
    return [
        {
            id: "capacity.placement",
            path: "placement",
            got: kind === "given" ? shown(placement) : "a placement group of the group's own",
            allowed: legal.includes("given")
                ? "none, or the placement group in which the machines were reserved"
                : "none: the cloud places these machines itself",
            fix: legal.includes("given") ? "name the reservation's placement group, or none" : "leave it out",
        },
    ];
}

function imageProblems({ capacity, image }: CapacityQuestion): Problem[] {
    const legal = capacityRules[capacity.kind].images;
    if (legal.includes(image)) return [];
    return [
        {
            id: "capacity.image",
            path: "image",
            got: `${image} on ${capacity.kind}`,
            allowed: legal.join(", "),
            fix: `use ${legal[0] ?? "another image"}`,
        },
    ];
}

function repairProblems({ capacity, repair }: CapacityQuestion): Problem[] {
    if (!repair || capacityRules[capacity.kind].repair === "free") return [];
    return [
        {
            id: "capacity.repair",
            path: "repair",
            got: `node repair on ${capacity.kind}`,
            allowed: "no node repair: the cloud refuses it for machines that it takes back by itself",
            fix: "write repair: false",
        },
    ];
}

/** EC2 promises machines of a later day for some series only. */
function notPromised({ name, usageClasses }: AwsInstanceTypeFacts): Problem {
    const series = awsCapacityRules.futureReservation.families.map(letters => letters.toUpperCase()).join(", ");
    const inBlocks = usageClasses.known && usageClasses.list.includes("capacity-block");
    return {
        id: "capacity.not-sold",
        path: "capacity",
        got: `futureReservation for ${name}`,
        allowed: `types of the series ${series}: for no others EC2 takes requests for future-dated reservations`,
        fix: inBlocks ? "use capacityBlock()" : "use reservation() with machines that are reserved now, or onDemand()",
    };
}

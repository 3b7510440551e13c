import { awsCapacityRules } from "../../catalog/aws/capacity-rules";
import type { AwsUsageClass } from "../../catalog/aws/instance-types";
import type { GroupKind, Pool } from "../pool";
import type { Capacity, ReservationChoice } from "./capacity";

/** A kind of capacity: `onDemand`, `capacityBlock` and the like. */
export type CapacityKind = Capacity["kind"];

/** Where the nodes of a group may stand: anywhere, in a placement group of their own, in one that exists already. */
export type PlacementKind = "none" | "cluster" | "given";

/** Operating systems of node images. */
export type ImageSystem = "AL2023" | "Bottlerocket" | "custom" | "COS" | "Ubuntu";

/** How a reservation is named: by its id, by the group it is in, or by its tags. */
export type ReservationSelector = "id" | "resourceGroupArn" | "tags";

/** What is legal with a kind of capacity. */
export interface CapacityRules {
    readonly clouds: readonly Pool["cloud"][];
    /** Kinds of group that can have such machines. */
    readonly groupKinds: readonly GroupKind[];
    /** How EC2 must sell the instance type; undefined where Amazon does not sell the kind. */
    readonly usageClass: AwsUsageClass | undefined;
    /** `startsAndEnds`: there from one moment to another; `starts`: from a moment on. `mayEnd`: there now, perhaps not for ever. */
    readonly window: "none" | "mayEnd" | "starts" | "startsAndEnds";
    /** Longest window in days, and longest life of one machine in hours. */
    readonly longest: { readonly days?: number; readonly hours?: number };
    /** Whether the machines stand in one zone, which the capacity names. */
    readonly oneZone: boolean;
    /** Most machines of one purchase; undefined when only quotas limit them. */
    readonly mostInstances: number | undefined;
    /** Whether there may be more machines than the group has, so that an update can start new nodes before old ones go. */
    readonly spare: boolean;
    readonly placements: readonly PlacementKind[];
    /** `off`: the cloud refuses node repair. */
    readonly repair: "free" | "off";
    readonly images: readonly ImageSystem[];
    readonly asOf: string;
    readonly sources: readonly string[];
}

const everywhere: readonly PlacementKind[] = ["none", "cluster", "given"];
const eksImages: readonly ImageSystem[] = ["AL2023", "Bottlerocket", "custom"];
const gkeImages: readonly ImageSystem[] = ["COS", "Ubuntu"];
const everyGroup: readonly GroupKind[] = ["managed", "selfManaged", "auto"];

/**
 * One row per kind of capacity: groups are refused by it, plans default by it. What quota a kind counts against stands with the
 * quotas: `awsQuotaRules`.
 *
 * @example capacityRules.capacityBlock.placements; // ["none"]
 */
export const capacityRules: Readonly<Record<CapacityKind, CapacityRules>> = {
    onDemand: {
        clouds: ["aws", "gcp"],
        groupKinds: everyGroup,
        usageClass: "on-demand",
        window: "none",
        longest: {},
        oneZone: false,
        mostInstances: undefined,
        spare: true,
        placements: everywhere,
        repair: "free",
        images: [...eksImages, ...gkeImages],
        asOf: "2026-11-24",
        sources: ["EKS user guide managed-node-groups"],
    },
    spot: {
        clouds: ["aws", "gcp"],
        groupKinds: everyGroup,
        usageClass: "spot",
        window: "none",
        longest: {},
        oneZone: false,
        mostInstances: undefined,
        spare: true,
        placements: everywhere,
        repair: "free",
        images: [...eksImages, ...gkeImages],
        asOf: "2026-11-24",
        sources: ["EKS user guide managed-node-groups; EC2 user guide limitations-placement-groups"],
    },
    reservation: {
        clouds: ["aws", "gcp"],
        groupKinds: everyGroup,
        usageClass: "on-demand",
        window: "mayEnd",
        longest: {},
        oneZone: true,
        mostInstances: undefined,
        spare: false,
        // Reserved inside a placement group, its instances must be started there; a group made later holds none of them.
        placements: ["none", "given"],
        repair: "free",
        images: [...eksImages, ...gkeImages],
        asOf: "2026-11-24",
        sources: [
            "EC2 user guide capacity-reservations-create (On-Demand limit), capacity-reservations-launch, limitations-placement-groups",
            "EKS user guide auto-odcr",
        ],
    },
    capacityBlock: {
        clouds: ["aws"],
        groupKinds: everyGroup,
        usageClass: "capacity-block",
        window: "startsAndEnds",
        longest: { days: awsCapacityRules.capacityBlock.longestInDays.byTheWeek },
        oneZone: true,
        mostInstances: awsCapacityRules.capacityBlock.mostInstances,
        spare: false,
        // "there is no need to use a cluster placement group with a Capacity Block"
        placements: ["none"],
        repair: "free",
        images: eksImages,
        asOf: "2026-11-24",
        sources: [
            "EC2 user guide capacity-blocks-purchase (182 days, 64 instances), capacity-blocks-using (placement), capacity-blocks-how",
            "EKS user guide capacity-blocks-mng, capacity-blocks, auto-odcr",
        ],
    },
    futureReservation: {
        clouds: ["aws"],
        groupKinds: everyGroup,
        usageClass: "on-demand",
        window: "starts",
        longest: {},
        oneZone: true,
        mostInstances: undefined,
        spare: false,
        placements: ["none", "given"],
        repair: "free",
        images: eksImages,
        asOf: "2026-11-24",
        sources: ["EC2 user guide capacity-reservations-create; EC2 API reference CreateCapacityReservation"],
    },
    flexStart: {
        clouds: ["gcp"],
        groupKinds: ["managed", "auto"],
        usageClass: undefined,
        window: "none",
        longest: { hours: 168 },
        oneZone: false,
        mostInstances: undefined,
        spare: false,
        placements: ["none"],
        repair: "off",
        images: gkeImages,
        asOf: "2026-11-24",
        sources: ["GoogleCloudPlatform/cluster-toolkit modules/compute/gke-node-pool (flex start)"],
    },
    queued: {
        clouds: ["gcp"],
        groupKinds: ["managed"],
        usageClass: undefined,
        window: "none",
        longest: { hours: 168 },
        oneZone: false,
        mostInstances: undefined,
        spare: false,
        placements: ["none"],
        repair: "off",
        images: gkeImages,
        asOf: "2026-11-24",
        sources: ["GoogleCloudPlatform/cluster-toolkit modules/compute/gke-node-pool (queued provisioning)"],
    },
    calendar: {
        clouds: ["gcp"],
        groupKinds: ["managed"],
        usageClass: undefined,
        window: "startsAndEnds",
        longest: { days: 90 },
        oneZone: true,
        mostInstances: 80,
        spare: false,
        placements: ["none"],
        repair: "free",
        images: gkeImages,
        asOf: "2026-11-24",
        sources: [
            "Compute Engine documentation, future reservations in calendar mode (unverified: days and instances)",
        ],
    },
};

/** Ways in which a group of a kind can name a reservation. Source: EC2 API RequestLaunchTemplateData; EKS user guide auto-odcr. */
export const reservationSelectors: Readonly<Record<GroupKind, readonly ReservationSelector[]>> = {
    managed: ["id", "resourceGroupArn"],
    selfManaged: ["id", "resourceGroupArn"],
    auto: ["id", "tags"],
};

/**
 * Which way of naming a reservation was chosen.
 *
 * @example selectorOf({ tags: { team: "research" } }); // "tags"
 */
export function selectorOf(choice: ReservationChoice): ReservationSelector {
    if (choice.id !== undefined) return "id";
    return choice.resourceGroupArn === undefined ? "tags" : "resourceGroupArn";
}

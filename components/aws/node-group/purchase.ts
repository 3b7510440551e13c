import type { AwsCapacity, Capacity, Reservation } from "../../fleet/capacity/capacity";
import type { GroupKind } from "../../fleet/pool";

/**
 * How machines are bought, as a node group and its launch template must say it together: EKS refuses, or buys something else,
 * when the two disagree. Sources: EKS user guide launch-templates (one instance type, in one place), managed-node-groups
 * (spot: capacityType, never the template) and capacity-blocks-mng; EC2 API reference, RequestLaunchTemplateData.
 */
export interface Purchase {
    readonly capacityType: "ON_DEMAND" | "SPOT" | "CAPACITY_BLOCK";
    /** Of the node group; absent where the template names the type. */
    readonly instanceTypes?: readonly [string];
    readonly template: TemplatePurchase;
}

/** The part that a launch template says. */
export interface TemplatePurchase {
    readonly instanceType?: string;
    readonly instanceMarketOptions?: { readonly marketType: "capacity-block" | "spot" };
    readonly capacityReservationSpecification?: ReservationSpecification;
}

export interface ReservationSpecification {
    /** Without it, EC2 starts machines at the list price where a group of reservations is full. */
    readonly capacityReservationPreference?: "capacity-reservations-only";
    readonly capacityReservationTarget:
        { readonly capacityReservationId: string } | { readonly capacityReservationResourceGroupArn: string };
}

/**
 * The purchase of machines of a type. Call `capacityProblems` first.
 *
 * @throws RangeError for capacity that a launch template cannot ask for.
 */
export function purchaseOf(
    capacity: Capacity,
    machineType: string,
    groupKind: Exclude<GroupKind, "auto"> = "managed",
): Purchase {
    const own = groupKind === "selfManaged"; // nobody else names the type, and nobody else asks for spot
    const type = own ? { instanceType: machineType } : {};
    const types = own ? {} : ({ instanceTypes: [machineType] } as const);
    const asked = awsCapacity(capacity);
    switch (asked.kind) {
        case "onDemand":
            return { capacityType: "ON_DEMAND", ...types, template: type };
        case "spot":
            return {
                capacityType: "SPOT",
                ...types,
                template: { ...type, ...(own ? { instanceMarketOptions: { marketType: "spot" } } : {}) },
            };
        case "reservation":
            return {
                capacityType: "ON_DEMAND",
                ...types,
                template: { ...type, capacityReservationSpecification: specification(asked.from) },
            };
        case "futureReservation":
            return {
                capacityType: "ON_DEMAND",
                ...types,
                template: { ...type, capacityReservationSpecification: target(asked.reservationId) },
            };
        case "capacityBlock":
            return {
                capacityType: "CAPACITY_BLOCK",
                template: {
                    instanceType: machineType,
                    instanceMarketOptions: { marketType: "capacity-block" },
                    capacityReservationSpecification: target(asked.reservationId),
                },
            };
    }
}

function awsCapacity(capacity: Capacity): AwsCapacity {
    switch (capacity.kind) {
        case "flexStart":
        case "queued":
        case "calendar":
            throw new RangeError(`Amazon does not sell ${capacity.kind}`);
        default:
            return capacity;
    }
}

function specification({ id, resourceGroupArn }: Reservation["from"]): ReservationSpecification {
    if (id !== undefined) return target(id);
    if (resourceGroupArn === undefined) throw new RangeError("a launch template cannot choose reservations by tags");
    return {
        capacityReservationPreference: "capacity-reservations-only",
        capacityReservationTarget: { capacityReservationResourceGroupArn: resourceGroupArn },
    };
}

/** A reservation that is full starts nothing: EC2 looks nowhere else. */
function target(capacityReservationId: string): ReservationSpecification {
    return { capacityReservationTarget: { capacityReservationId } };
}

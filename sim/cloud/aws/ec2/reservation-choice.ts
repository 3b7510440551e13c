/** Which reservation a new instance runs in, or why it cannot start. */
import type { ApiError, Call, Props } from "../../contract";
import { optionalText, record } from "../../props";
import { ec2Error } from "./ec2-error";
import { freeSlots, reservationById, reservationsIn, stateOf, type Reservation } from "./reservations";
import { reservationsInGroup } from "./reservation-groups";
import type { Market } from "./vcpu-quotas";

/** What a launch says about reservations. Source: EC2 API, CapacityReservationSpecification. */
export interface ReservationWish {
    readonly preference: "open" | "none" | "capacity-reservations-only" | undefined;
    readonly targetId: string | undefined;
    readonly groupArn: string | undefined;
}

export const anyReservation: ReservationWish = { preference: undefined, targetId: undefined, groupArn: undefined };

export function reservationWish(data: Props): ReservationWish {
    const specification = record(data, "capacityReservationSpecification") ?? {};
    const target = record(specification, "capacityReservationTarget") ?? {};
    const preference = optionalText(specification, "capacityReservationPreference");
    return {
        preference:
            preference === "open" || preference === "none" || preference === "capacity-reservations-only"
                ? preference
                : undefined,
        targetId: optionalText(target, "capacityReservationId"),
        groupArn: optionalText(target, "capacityReservationResourceGroupArn"),
    };
}

/** The attributes that must match: EC2 user guide, capacity-reservations-launch. */
export interface Fit {
    readonly instanceType: string;
    readonly zone: string;
    readonly platform: string;
    readonly tenancy: string;
    readonly placementGroupArn: string | undefined;
}

/**
 * What EC2 refuses of a wish before it looks for capacity, undefined when nothing. "The market type (purchasing) option …" is
 * EC2's own text (terraform-aws-modules/terraform-aws-ec2-instance 404); the others are ours.
 */
export function wishProblem(
    call: Pick<Call, "account" | "region">,
    wish: ReservationWish,
    market: Market,
    operation = "RunInstances",
): ApiError | undefined {
    const combination = (text: string) => ec2Error(operation, "InvalidParameterCombination", text);
    const { targetId, groupArn, preference } = wish;
    const targeted = targetId !== undefined || groupArn !== undefined;
    if (targetId !== undefined && groupArn !== undefined)
        return combination("A Capacity Reservation ID and a resource group ARN cannot both be the target.");
    if (targeted && (preference === "none" || preference === "open"))
        return combination(
            `The Capacity Reservation preference '${preference}' cannot be specified together with a target.`,
        );
    if (market === "spot" && (targeted || preference === "capacity-reservations-only"))
        return combination("Spot Instances cannot run in a Capacity Reservation.");
    if (market === "capacityBlock" && !targeted)
        return combination("The market type capacity-block requires the Capacity Block as its target.");
    if (targetId === undefined) return undefined;
    if (!/^cr-[0-9a-f]{17}$/.test(targetId))
        return ec2Error(
            operation,
            "InvalidCapacityReservationId.Malformed",
            `The ID '${targetId}' for the Capacity Reservation is malformed. Ensure that you specify the Capacity Reservation ID in the form cr-xxxxxxxxxxxxxxxxx.`,
        );
    const target = reservationById(call.account, call.region, targetId);
    if (!target)
        return ec2Error(
            operation,
            "InvalidCapacityReservationId.NotFound",
            `The Capacity Reservation ID '${targetId}' does not exist.`,
        );
    return (target.kind === "capacity-block") === (market === "capacityBlock")
        ? undefined
        : ec2Error(
              operation,
              "InvalidParameterValue",
              "The market type (purchasing) option is not valid. Choose a different market type and try again",
          );
}

/**
 * The reservation that the next instance takes a slot of; undefined when it runs without one.
 *
 * @throws `ReservationCapacityExceeded` with EC2's text, which stands for a reservation that is full, ended or does not fit
 * alike; for a block that has not begun "Your Capacity Block reservation … is not active yet" (EC2 Auto Scaling user guide,
 * ts-as-instancelaunchfailure, whose code is not published).
 */
export function chooseReservation(
    call: Pick<Call, "account" | "region">,
    wish: ReservationWish,
    market: Market,
    fit: Fit,
): Reservation | undefined {
    const problem = wishProblem(call, wish, market);
    if (problem) throw problem;
    if (market === "spot" || wish.preference === "none") return undefined;
    const kind = market === "capacityBlock" ? "capacity-block" : "default";
    const candidates = candidatesOf(call, wish).filter(each => each.kind === kind);
    const chosen = candidates.find(each => fits(each, fit) && freeSlots(call.account, call.region, each) > 0);
    if (chosen) return chosen;
    // "If the group does not have a Capacity Reservation with matching attributes and available capacity, the instances run
    // using On-Demand capacity" (create-cr-group), and so do instances that any open one would have suited.
    const mustReserve =
        wish.targetId !== undefined || wish.preference === "capacity-reservations-only" || market === "capacityBlock";
    if (!mustReserve) return undefined;
    const waiting = candidates.find(each => stateOf(each, call.account.now()) === "scheduled");
    if (market === "capacityBlock" && waiting)
        throw ec2Error(
            "RunInstances",
            "InvalidCapacityReservationState",
            `Your Capacity Block reservation ${waiting.id} is not active yet.`,
        );
    throw ec2Error(
        "RunInstances",
        "ReservationCapacityExceeded",
        "The requested reservation does not have sufficient compatible and available capacity for this request.",
    );
}

/** Oldest first; a targeted reservation only when it is named. */
function candidatesOf({ account, region }: Pick<Call, "account" | "region">, wish: ReservationWish) {
    if (wish.targetId !== undefined) {
        const target = reservationById(account, region, wish.targetId);
        return target ? [target] : [];
    }
    if (wish.groupArn !== undefined) return reservationsInGroup(account, region, wish.groupArn);
    return reservationsIn(account, region).filter(each => each.matching === "open");
}

/** One made in a placement group serves launches into that group only (EC2 user guide, cr-cpg). */
export function fits(reservation: Reservation, fit: Fit): boolean {
    return (
        reservation.instanceType === fit.instanceType &&
        reservation.zone === fit.zone &&
        reservation.platform === fit.platform &&
        reservation.tenancy === fit.tenancy &&
        (reservation.placementGroupArn === undefined || reservation.placementGroupArn === fit.placementGroupArn)
    );
}

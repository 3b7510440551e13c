/** Capacity reservations of every kind as a launch sees them: what they hold, when, and how much of it is taken. */
import type { Account, Call, StoredResource } from "../../contract";
import { number, optionalText, text } from "../../props";
import { arnOf } from "./ec2-error";
import { CAPACITY_BLOCK_RESERVATION, CAPACITY_RESERVATION, INSTANCE } from "./tokens";

export interface Reservation {
    readonly id: string;
    readonly arn: string;
    /** `default` is an on-demand reservation, for now or for a future date. */
    readonly kind: "default" | "capacity-block";
    readonly instanceType: string;
    readonly zone: string;
    readonly platform: string;
    readonly tenancy: string;
    readonly count: number;
    /** `open`: instances that fit run in it by themselves. A capacity block is always `targeted`. */
    readonly matching: "open" | "targeted";
    readonly startsAt: Date | undefined;
    readonly endsAt: Date | undefined;
    /** The cluster placement group that it is made in; undefined for none. */
    readonly placementGroupArn: string | undefined;
}

/** States of EC2 API CapacityReservation that time alone brings about. One that was cancelled has left the store. */
export type ReservationState = "scheduled" | "active" | "expired";

const minute = 60_000;

/**
 * "You can use all the instances you reserved until 30 minutes before the end time of the Capacity Block … instances that are
 * still running at that time will start terminating" (EC2 user guide, ec2-capacity-blocks).
 */
export const blockReclaimMinutes = 30;

export function stateOf(reservation: Reservation, now: Date): ReservationState {
    if (reservation.startsAt !== undefined && now < reservation.startsAt) return "scheduled";
    return reservation.endsAt !== undefined && now >= reservation.endsAt ? "expired" : "active";
}

/** When no instance may start in it any more, and those that run are terminated; undefined when it does not end. */
export function reclaimedAt({ kind, endsAt }: Reservation): Date | undefined {
    if (endsAt === undefined || kind === "default") return endsAt;
    return new Date(endsAt.getTime() - blockReclaimMinutes * minute);
}

export function takesInstances(reservation: Reservation, now: Date): boolean {
    const until = reclaimedAt(reservation);
    return stateOf(reservation, now) === "active" && (until === undefined || now < until);
}

export function reservationsIn(account: Account, region: string): readonly Reservation[] {
    return [CAPACITY_RESERVATION, CAPACITY_BLOCK_RESERVATION].flatMap(type =>
        account.store.list(type, region).map(each => reservationFrom(account, each)),
    );
}

export function reservationById(account: Account, region: string, id: string): Reservation | undefined {
    const stored =
        account.store.get(CAPACITY_RESERVATION, region, id) ??
        account.store.get(CAPACITY_BLOCK_RESERVATION, region, id);
    return stored && reservationFrom(account, stored);
}

/** Ids of the instances that run in a reservation. */
export function instancesInReservation(account: Account, region: string, id: string): readonly string[] {
    return account.store
        .list(INSTANCE, region)
        .filter(each => each.outputs.reservationId === id)
        .map(each => each.id);
}

/** AvailableInstanceCount: none while it is not active. */
export function freeSlots(account: Account, region: string, reservation: Reservation): number {
    if (!takesInstances(reservation, account.now())) return 0;
    return Math.max(0, reservation.count - instancesInReservation(account, region, reservation.id).length);
}

/** Takes instances out of a reservation; they run on: "the instances continue to run" (capacity-reservations-release). */
export function leaveReservation(account: Account, region: string, id: string): void {
    for (const instanceId of instancesInReservation(account, region, id)) {
        const stored = account.store.get(INSTANCE, region, instanceId);
        if (stored) account.store.put({ ...stored, outputs: { ...stored.outputs, reservationId: null } });
    }
}

/** What the resource answers about itself is what it was made with; dates that no input names are kept beside. */
function reservationFrom(account: Account, stored: StoredResource): Reservation {
    const { outputs, hidden, region, id } = stored;
    const block = stored.type === CAPACITY_BLOCK_RESERVATION;
    const call: Pick<Call, "account" | "region"> = { account, region };
    return {
        id,
        arn: optionalText(outputs, "arn") ?? arnOf(call, "capacity-reservation", id),
        kind: block ? "capacity-block" : "default",
        instanceType: text(outputs, "instanceType"),
        zone: text(outputs, "availabilityZone"),
        platform: text(outputs, "instancePlatform"),
        tenancy: optionalText(outputs, "tenancy") ?? "default",
        count: number(outputs, "instanceCount"),
        matching: !block && outputs.instanceMatchCriteria !== "targeted" ? "open" : "targeted",
        startsAt: instant(optionalText(outputs, "startDate") ?? optionalText(hidden, "startDate")),
        endsAt: instant(optionalText(outputs, "endDate")),
        placementGroupArn: optionalText(outputs, "placementGroupArn"),
    };
}

function instant(value: string | undefined): Date | undefined {
    return value === undefined ? undefined : new Date(value);
}

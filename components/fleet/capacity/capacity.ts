import type { Instant } from "../instant";

/**
 * How the machines are bought: a union, so that whoever reads a capacity must say what it does with each kind. What is legal
 * with each kind is data: `capacityRules`.
 *
 * @example
 * const capacity: Capacity = spot();
 */
export type Capacity =
    OnDemand | Spot | Reservation | CapacityBlock | FutureReservation | FlexStart | Queued | Calendar;

/** The kinds of capacity that Amazon sells. */
export type AwsCapacity = OnDemand | Spot | Reservation | CapacityBlock | FutureReservation;

/** The kinds of capacity that Google sells besides on-demand, spot and reservations. */
export type GoogleCapacity = OnDemand | Spot | Reservation | FlexStart | Queued | Calendar;

/** Machines at the list price, for as long as they run. */
export interface OnDemand {
    readonly kind: "onDemand";
}

/** Spare machines at a moving price, which the cloud may take back. */
export interface Spot {
    readonly kind: "spot";
}

/**
 * Machines of an on-demand capacity reservation: paid for from its start, used or not.
 *
 * @example
 * const capacity: Reservation = reservation({ id: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", instances: 4 });
 */
export interface Reservation extends ReservedMachines {
    readonly kind: "reservation";
    readonly from: ReservationChoice;
}

/** Which reservation is used: one by its id, or any of a group of reservations, or any with these tags. */
export type ReservationChoice =
    | { readonly id: string; readonly resourceGroupArn?: never; readonly tags?: never }
    | { readonly resourceGroupArn: string; readonly id?: never; readonly tags?: never }
    | { readonly tags: Readonly<Record<string, string>>; readonly id?: never; readonly resourceGroupArn?: never };

/** What is known of machines that are set aside. */
export interface ReservedMachines {
    /** Zone id in which they stand. */
    readonly zone: string;
    /** How many there are; without it, as many as the group may have. */
    readonly instances?: number;
    /** When the reservation ends by itself; without it, it lasts until someone cancels it. */
    readonly endsAt?: Instant;
}

/**
 * Machines bought for a stretch of time, paid in advance.
 *
 * @example
 * const capacity: CapacityBlock = capacityBlock({
 *     reservationId: "cr-0a1b2c3d4e5f60718",
 *     zone: "use2-az2",
 *     startsAt: "2026-12-13T11:30:00Z",
 *     endsAt: "2026-12-20T11:30:00Z",
 * });
 */
export interface CapacityBlock {
    readonly kind: "capacityBlock";
    /** `cr-…`, known when the block is bought. */
    readonly reservationId: string;
    /** Zone id in which the block is. */
    readonly zone: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    /** Instances of the block; without it, as many as the group may have. */
    readonly instances?: number;
}

/**
 * A reservation that Amazon has promised for a day to come, at the list price from then on.
 *
 * @example
 * const capacity: FutureReservation = futureReservation({
 *     reservationId: "cr-0a1b2c3d4e5f60718",
 *     zone: "use2-az1",
 *     startsAt: "2027-01-10T00:00:00Z",
 * });
 */
export interface FutureReservation {
    readonly kind: "futureReservation";
    /** `cr-…`, known from the request on. */
    readonly reservationId: string;
    /** Zone id in which it will be. */
    readonly zone: string;
    readonly startsAt: Instant;
    /** When it ends by itself; without it, it lasts until someone cancels it. */
    readonly endsAt?: Instant;
    /** Instances of the reservation; without it, as many as the group may have. */
    readonly instances?: number;
}

/**
 * Google's Dynamic Workload Scheduler: machines that start when there are some, for a bounded time.
 *
 * @example
 * const capacity: FlexStart = flexStart({ hours: 24 });
 */
export interface FlexStart {
    readonly kind: "flexStart";
    /** Longest time a machine runs, in hours; at most seven days. */
    readonly hours: number;
}

/**
 * Google's queued provisioning: all machines of a request at once, when there are that many.
 *
 * @example
 * const capacity: Queued = queued({ hours: 24 });
 */
export interface Queued {
    readonly kind: "queued";
    /** Longest time a machine runs, in hours; at most seven days. */
    readonly hours: number;
}

/**
 * Google's calendar mode: a reservation for a stretch of days to come.
 *
 * @example
 * const capacity: Calendar = calendar({
 *     reservation: "train-january",
 *     zone: "us-east5-a",
 *     startsAt: "2027-01-10T00:00:00Z",
 *     endsAt: "2027-02-10T00:00:00Z",
 * });
 */
export interface Calendar {
    readonly kind: "calendar";
    /** Name of the reservation. */
    readonly reservation: string;
    readonly zone: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    /** Machines of the reservation; without it, as many as the group may have. */
    readonly instances?: number;
}

/**
 * Machines at the list price, for as long as they run. What a group gets when it says nothing.
 *
 * @example onDemand(); // { kind: "onDemand" }
 */
export function onDemand(): OnDemand {
    return { kind: "onDemand" };
}

/**
 * Spare machines at a moving price, taken back with two minutes' notice.
 *
 * @example
 * new aws.GpuNodeGroup("serve", { cluster, instanceType: "g6.xlarge", nodes: { min: 0, max: 6 }, capacity: spot() });
 */
export function spot(): Spot {
    return { kind: "spot" };
}

/**
 * Machines of an on-demand capacity reservation.
 *
 * @example
 * reservation({ id: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", instances: 4 });
 * reservation({ tags: { team: "research" }, zone: "use2-az1" });
 */
export function reservation({ zone, instances, endsAt, ...from }: ReservationChoice & ReservedMachines): Reservation {
    return {
        kind: "reservation",
        from,
        zone,
        ...(instances === undefined ? {} : { instances }),
        ...(endsAt === undefined ? {} : { endsAt }),
    };
}

/**
 * Machines of a capacity block: bought beforehand, there from `startsAt` to shortly before `endsAt`.
 *
 * @example
 * const december = capacityBlock({
 *     reservationId: "cr-0a1b2c3d4e5f60718",
 *     zone: "use2-az2",
 *     startsAt: "2026-12-13T11:30:00Z",
 *     endsAt: "2026-12-20T11:30:00Z",
 * });
 */
export function capacityBlock(block: Omit<CapacityBlock, "kind">): CapacityBlock {
    return { kind: "capacityBlock", ...block };
}

/**
 * Machines of a future-dated reservation.
 *
 * @example
 * futureReservation({ reservationId: "cr-0a1b2c3d4e5f60718", zone: "use2-az1", startsAt: "2027-01-10T00:00:00Z" });
 */
export function futureReservation(promised: Omit<FutureReservation, "kind">): FutureReservation {
    return { kind: "futureReservation", ...promised };
}

/**
 * Google's flex-start.
 *
 * @example flexStart({ hours: 24 }); // { kind: "flexStart", hours: 24 }
 */
export function flexStart(limits: Omit<FlexStart, "kind">): FlexStart {
    return { kind: "flexStart", ...limits };
}

/**
 * Google's queued provisioning.
 *
 * @example queued({ hours: 24 }); // { kind: "queued", hours: 24 }
 */
export function queued(limits: Omit<Queued, "kind">): Queued {
    return { kind: "queued", ...limits };
}

/**
 * Google's calendar mode.
 *
 * @example
 * calendar({
 *     reservation: "train-january",
 *     zone: "us-east5-a",
 *     startsAt: "2027-01-10T00:00:00Z",
 *     endsAt: "2027-02-10T00:00:00Z",
 * });
 */
export function calendar(scheduled: Omit<Calendar, "kind">): Calendar {
    return { kind: "calendar", ...scheduled };
}

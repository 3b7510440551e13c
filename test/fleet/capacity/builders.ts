import fc from "fast-check";
import {
    calendar,
    capacityBlock,
    flexStart,
    futureReservation,
    onDemand,
    queued,
    reservation,
    spot,
    type Capacity,
    type CapacityBlock,
    type Reservation,
} from "../../../components/fleet/capacity/capacity";
import type { CapacityQuestion } from "../../../components/fleet/capacity/capacity-problems";
import type { CapacityKind } from "../../../components/fleet/capacity/capacity-rules";
import { asInstant } from "../../../components/fleet/instant";

export const reservationId = "cr-0a1b2c3d4e5f60718";

/** Open for a week in December. */
export function aBlock(changes: Partial<CapacityBlock> = {}): CapacityBlock {
    return capacityBlock({
        reservationId,
        zone: "use2-az2",
        startsAt: "2026-12-13T11:30:00Z",
        endsAt: "2026-12-20T11:30:00Z",
        instances: 4,
        ...changes,
    });
}

export function aReservation(changes: Partial<Reservation> = {}): Reservation {
    return { ...reservation({ id: reservationId, zone: "use2-az2", instances: 4 }), ...changes };
}

/** One good capacity of every kind; the compiler asks for another line here when there is another kind. */
export const oneOfEach: { readonly [Kind in CapacityKind]: Extract<Capacity, { kind: Kind }> } = {
    onDemand: onDemand(),
    spot: spot(),
    reservation: aReservation(),
    capacityBlock: aBlock(),
    futureReservation: futureReservation({ reservationId, zone: "use2-az2", startsAt: "2026-12-13T00:00:00Z" }),
    flexStart: flexStart({ hours: 24 }),
    queued: queued({ hours: 24 }),
    calendar: calendar({
        reservation: "train-january",
        zone: "us-east5-a",
        startsAt: "2027-01-10T00:00:00Z",
        endsAt: "2027-02-10T00:00:00Z",
    }),
};

export const kinds = Object.keys(oneOfEach) as readonly CapacityKind[];

/** A group of two machines with which nothing is wrong, whatever the kind of capacity that Amazon sells. */
export function aQuestion(changes: Partial<CapacityQuestion> = {}): CapacityQuestion {
    return {
        capacity: aBlock(),
        cloud: "aws",
        groupKind: "managed",
        // Machines of P are promised for no later day: they come in blocks.
        machineType: changes.capacity?.kind === "futureReservation" ? "g6e.48xlarge" : "p5.48xlarge",
        zones: undefined,
        nodes: { min: 2, desired: 2, max: 2 },
        update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
        placement: "none",
        image: "AL2023",
        repair: true,
        now: "2026-11-24T12:00:00Z",
        ...changes,
    };
}

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

/** Any moment of two years. */
export const moment = fc.integer({ min: 0, max: 730 * 24 * 60 }).map(minutes => asInstant(start + minutes * 60_000));

/** A block of up to 182 days with a moment to look at it from, before, within or after. */
export const blockAndMoment = fc
    .tuple(fc.integer({ min: 0, max: 365 * 24 * 60 }), fc.integer({ min: 1, max: 182 }), moment)
    .map(([minutes, days, now]) => {
        const startsAt = start + minutes * 60_000;
        return { block: aBlock({ startsAt: asInstant(startsAt), endsAt: asInstant(startsAt + days * day) }), now };
    });

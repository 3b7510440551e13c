import type { ReservationChoice } from "../capacity/capacity";
import type { MachineReservation } from "../facets/machine-reservation";
import type { SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, type SeenByName } from "../seen";

/** A reservation, as far as it is known. */
export type SeenReservation = SeenByName<MachineReservation>;

/** That a pool uses a reservation: for certain, or as far as anybody knows. */
export interface Use {
    readonly pool: SeenPool;
    readonly reservation: string;
    readonly certain: boolean;
}

/** What a pool says of the machines that it uses. */
export type Choice =
    | { readonly is: "none" }
    | { readonly is: "unknown"; readonly why: string }
    | { readonly is: "reservation"; readonly from: ReservationChoice };

/** Which reservation the pool asks for. */
export function choiceOf({ capacity }: SeenPool): Choice {
    if (isUnknown(capacity)) return { is: "unknown", why: `the capacity is not known: ${capacity.why}` };
    switch (capacity.kind) {
        case "reservation":
            return { is: "reservation", from: capacity.from };
        case "capacityBlock":
        case "futureReservation":
            return { is: "reservation", from: { id: capacity.reservationId } };
        case "calendar":
            return { is: "reservation", from: { id: capacity.reservation } };
        case "onDemand":
        case "spot":
        case "flexStart":
        case "queued":
            return { is: "none" };
    }
}

/** Prepares reservations once; then gives those that a pool's choice means, or may mean. */
export function reservationUses(reservations: readonly SeenReservation[]): (pool: SeenPool) => Use[] {
    const byTag = grouped(
        reservations.flatMap(reservation => tagsOf(reservation).map(tag => ({ tag, reservation }))),
        ({ tag }) => tag,
    );
    const byGroup = grouped(
        reservations.flatMap(reservation => groupsOf(reservation).map(group => ({ group, reservation }))),
        ({ group }) => group,
    );
    const untagged = reservations.filter(({ tags }) => isUnknown(tags));
    const ungrouped = reservations.filter(({ resourceGroups }) => isUnknown(resourceGroups));
    return pool => {
        const choice = choiceOf(pool);
        if (choice.is !== "reservation") return [];
        const { from } = choice;
        const use = (certain: boolean) => (reservation: SeenReservation) => ({
            pool,
            reservation: reservation.name,
            certain: certain && !isUnknown(pool.region) && !isUnknown(reservation.region),
        });
        if (from.id !== undefined) return [{ pool, reservation: from.id, certain: true }];
        if (from.resourceGroupArn !== undefined) {
            const members = (byGroup.get(from.resourceGroupArn) ?? []).map(({ reservation }) => reservation);
            return [
                ...members.filter(inRegionOf(pool)).map(use(true)),
                ...ungrouped.filter(inRegionOf(pool)).map(use(false)),
            ];
        }
        const wanted = Object.entries(from.tags).map(tagText);
        const [first] = wanted;
        const candidates =
            first === undefined ? reservations : (byTag.get(first) ?? []).map(({ reservation }) => reservation);
        const matching = candidates.filter(reservation => hasTags(reservation, wanted)).filter(inRegionOf(pool));
        return [...matching.map(use(true)), ...untagged.filter(inRegionOf(pool)).map(use(false))];
    };
}

function tagsOf({ tags }: SeenReservation): string[] {
    return isUnknown(tags) ? [] : Object.entries(tags).map(tagText);
}

function tagText([key, value]: readonly [string, string]): string {
    return JSON.stringify([key, value]);
}

function groupsOf({ resourceGroups }: SeenReservation): readonly string[] {
    return isUnknown(resourceGroups) ? [] : resourceGroups;
}

function hasTags(reservation: SeenReservation, wanted: readonly string[]): boolean {
    const tags = new Set(tagsOf(reservation));
    return !isUnknown(reservation.tags) && wanted.every(tag => tags.has(tag));
}

/** Only an id reaches into another region, and then it is found out by the zone. */
function inRegionOf({ region }: SeenPool): (reservation: SeenReservation) => boolean {
    return reservation => isUnknown(region) || isUnknown(reservation.region) || reservation.region === region;
}

import type { Finding, Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { shown } from "../problem";
import { isUnknown } from "../seen";
import { facetItems, type FacetItems } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { choiceOf, reservationUses, type SeenReservation, type Use } from "./reservation-uses";

/**
 * X9: machines that are set aside cost the same whether or not they are used. Trap: a reservation of another type or in
 * another zone matches nothing and is paid for; two pools fight for one; a pool grows beyond it and finds no machine.
 */
export const capacityCloses: Invariant = {
    id: "X9",
    title: "every reservation is used by exactly one pool, of its type, in its zone and no larger than it",
    problems: [
        "reservation.shared",
        "reservation.unused",
        "reservation.machine-type",
        "reservation.zone",
        "reservation.too-small",
    ],
    verdicts: {
        holds: "One pool uses the reservation, of its type, in its zone and no larger than it.",
        undecided: "The fleet says nothing of the reservation, or who uses it is not known.",
        notApplicable: "The pool uses no reservation, or another pool uses it (which is judged there).",
    },
    check: (fleet: Fleet) => {
        const given = facetItems(fleet.reservations, "reservations");
        const reservations = given.is === "given" ? given.items : [];
        const usesOf = reservationUses(reservations);
        const uses = fleet.pools.flatMap(usesOf);
        const unsure = fleet.pools.filter(pool => choiceOf(pool).is === "unknown");
        const byReservation = grouped(uses, ({ reservation }) => reservation);
        const known = new Map(reservations.map(reservation => [reservation.name, reservation]));
        const names = new Set([...known.keys(), ...byReservation.keys()]);
        return [
            ...[...names].flatMap(name =>
                judgeReservation(name, known.get(name), byReservation.get(name) ?? [], unsure),
            ),
            ...fleet.pools.map(pool => judgeSize(pool, usesOf(pool), known, byReservation, given)),
        ];
    },
};

function judgeReservation(
    name: string,
    reservation: SeenReservation | undefined,
    uses: readonly Use[],
    unsure: readonly SeenPool[],
): Finding[] {
    const subject = `reservation ${name}`;
    const used = finding("X9", subject, usedOnce(name, reservation, uses, unsure));
    // The first of several users is the one that may keep it: it alone is held against the reservation.
    const user = uses.find(({ certain }) => certain);
    if (reservation === undefined || user === undefined) return [used];
    const matches = [
        finding("X9", `${subject}, machine type`, sameType(reservation, user.pool)),
        finding("X9", `${subject}, zone`, sameZone(reservation, user.pool)),
    ];
    // A pool that may use it too may be its first user.
    if (unsure.length === 0 && uses.every(({ certain }) => certain)) return [used, ...matches];
    return [used, ...matches.map(({ subject: part }) => finding("X9", part, undecided("its user is not known")))];
}

function usedOnce(
    name: string,
    reservation: SeenReservation | undefined,
    uses: readonly Use[],
    unsure: readonly SeenPool[],
): Judgement {
    const certain = uses.filter(use => use.certain).map(({ pool }) => pool.name);
    if (certain.length > 1) {
        return violated({
            id: "reservation.shared",
            path: certain.map(pool => `pools.${pool}.capacity`).join(", "),
            got: `reservation ${name} for ${certain.join(" and ")}`,
            allowed: "a reservation for one pool",
            fix: `keep it for ${certain[0] ?? "one of them"} and give the others capacity of their own`,
        });
    }
    const possible = [
        ...uses.filter(use => !use.certain).map(({ pool }) => pool.name),
        ...unsure.map(pool => pool.name),
    ];
    if (possible.length > 0) return undecided(`not known whether it is for ${possible.join(", ")}`);
    if (certain.length === 1) return holds;
    return violated({
        id: "reservation.unused",
        path: `reservations.${name}`,
        got: `${shownInstances(reservation)} that no pool uses`,
        allowed: "a pool that uses it: reserved machines are paid for in any case",
        fix: "give a pool this reservation as its capacity, or cancel it",
    });
}

function shownInstances(reservation: SeenReservation | undefined): string {
    if (reservation === undefined || isUnknown(reservation.instances) || isUnknown(reservation.machineType))
        return "machines";
    return `${reservation.instances} × ${reservation.machineType}`;
}

function sameType({ name, machineType }: SeenReservation, pool: SeenPool): Judgement {
    if (isUnknown(machineType)) return undecided(`the type of the reservation is not known: ${machineType.why}`);
    if (isUnknown(pool.machineType)) return undecided(`the type of ${pool.name} is not known: ${pool.machineType.why}`);
    if (machineType === pool.machineType) return holds;
    return violated({
        id: "reservation.machine-type",
        path: `pools.${pool.name}.machineType`,
        got: `${pool.machineType}, reserved is ${machineType}`,
        allowed: `${machineType}, the type of reservation ${name}`,
        fix: `use ${machineType}, or another reservation`,
    });
}

function sameZone({ name, zone }: SeenReservation, pool: SeenPool): Judgement {
    if (isUnknown(zone)) return undecided(`the zone of the reservation is not known: ${zone.why}`);
    if (isUnknown(pool.zones)) return undecided(`the zones of ${pool.name} are not known: ${pool.zones.why}`);
    if (pool.zones.length === 1 && pool.zones[0] === zone) return holds;
    return violated({
        id: "reservation.zone",
        path: `pools.${pool.name}.zones`,
        got: `${shown(pool.zones)}, the reservation is in ${zone}`,
        allowed: `${zone}, the zone of reservation ${name}`,
        fix: `place the pool in ${zone} alone, or use another reservation`,
    });
}

/** A pool that chooses by tags or by a group may have several reservations: their machines together must do. */
function judgeSize(
    pool: SeenPool,
    uses: readonly Use[],
    known: ReadonlyMap<string, SeenReservation>,
    byReservation: ReadonlyMap<string, readonly Use[]>,
    given: FacetItems<SeenReservation>,
): Finding {
    const subject = `pool ${pool.name}`;
    const choice = choiceOf(pool);
    if (choice.is === "unknown") return finding("X9", subject, undecided(choice.why));
    if (choice.is === "none") return finding("X9", subject, notApplicable("it uses no reservation"));
    if (given.is !== "given") return finding("X9", subject, undecided(given.why));
    if (isUnknown(pool.nodes)) return finding("X9", subject, undecided(`its size is not known: ${pool.nodes.why}`));
    const isFirst = ({ reservation }: Use) =>
        byReservation.get(reservation)?.find(({ certain }) => certain)?.pool === pool;
    const own = uses.filter(use => use.certain && isFirst(use));
    if (own.length < uses.filter(use => use.certain).length) {
        return finding("X9", subject, notApplicable("another pool uses its reservation"));
    }
    const counts = uses.map(use => ({ certain: use.certain, instances: known.get(use.reservation)?.instances }));
    const total = counts.reduce((sum, { certain, instances }) => {
        return certain && typeof instances === "number" ? sum + instances : sum;
    }, 0);
    const { max } = pool.nodes;
    if (max <= total) return finding("X9", subject, holds);
    if (uses.length === 0 || counts.some(({ certain, instances }) => !certain || typeof instances !== "number")) {
        const why = "how many machines its reservations have is not known";
        return finding("X9", subject, undecided(why));
    }
    return finding("X9", subject, violated(tooLarge(pool.name, max, total, uses)));
}

function tooLarge(pool: string, max: number, total: number, uses: readonly Use[]) {
    const names = uses.map(({ reservation }) => reservation).join(" and ");
    return {
        id: "reservation.too-small",
        path: `pools.${pool}.nodes.max`,
        got: `up to ${max} nodes, ${names} ${uses.length === 1 ? "has" : "have"} ${total}`,
        allowed: `at most ${total}, the instances of ${names}`,
        fix: `lower nodes.max to ${total}, or reserve ${max - total} more`,
    } as const;
}

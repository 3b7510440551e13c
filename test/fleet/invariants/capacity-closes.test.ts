// Proves which pool uses which reservation, and what each is held against. Does not prove that EC2 matches them so: the
// simulated account does.
import assert from "node:assert/strict";
import {
    calendar,
    capacityBlock,
    flexStart,
    futureReservation,
    queued,
    reservation,
    spot,
    type Capacity,
} from "../../../components/fleet/capacity/capacity";
import type { Fleet, SeenPool } from "../../../components/fleet/finding";
import type { Pool } from "../../../components/fleet/pool";
import { aPool } from "../builders";
import { aReservation } from "../facet-builders";
import { judged, later } from "./judged";

const window = { zone: "use1-az1", startsAt: "2026-11-20T11:30:00Z", endsAt: "2026-12-20T11:30:00Z" } as const;
const byId = reservation({ id: "cr-1", zone: "use1-az1" });

function user(capacity: Capacity, changes: Partial<Pool> = {}): Pool {
    return aPool({ capacity, nodes: { min: 0, desired: 0, max: 4 }, ...changes });
}

function closes(pools: readonly SeenPool[], reservations?: Fleet["reservations"]): Record<string, string> {
    return judged("X9", { pools, ...(reservations === undefined ? {} : { reservations }) });
}

describe("a reservation (X9)", () => {
    const right = {
        "reservation cr-1": "holds",
        "reservation cr-1, machine type": "holds",
        "reservation cr-1, zone": "holds",
        "pool train": "holds",
    };

    const choices: readonly (readonly [string, Capacity])[] = [
        ["its id", byId],
        ["its tags", reservation({ tags: { team: "a" }, zone: "use1-az1" })],
        ["its group", reservation({ resourceGroupArn: "arn:group", zone: "use1-az1" })],
        ["a block", capacityBlock({ reservationId: "cr-1", ...window })],
        ["a promise", futureReservation({ reservationId: "cr-1", ...window })],
        ["a calendar", calendar({ reservation: "cr-1", ...window })],
        ["no tags at all", reservation({ tags: {}, zone: "use1-az1" })],
    ];
    for (const [title, capacity] of choices) {
        it(`is found by ${title}`, () => {
            const given = aReservation({ tags: { team: "a", cost: "7" }, resourceGroups: ["arn:group"] });
            assert.deepEqual(closes([user(capacity)], [given]), right);
        });
    }

    const strangers: readonly (readonly [string, Capacity])[] = [
        ["another id", reservation({ id: "cr-2", zone: "use1-az1" })],
        ["another value of a tag", reservation({ tags: { team: "b" }, zone: "use1-az1" })],
        ["one tag too many", reservation({ tags: { team: "a", more: "x" }, zone: "use1-az1" })],
        ["another group", reservation({ resourceGroupArn: "arn:other", zone: "use1-az1" })],
        ["spot", spot()],
        ["flex-start", flexStart({ hours: 1 })],
        ["queued capacity", queued({ hours: 1 })],
    ];
    for (const [title, capacity] of strangers) {
        it(`is not found by ${title}, and is unused`, () => {
            const given = aReservation({ tags: { team: "a" }, resourceGroups: ["arn:group"] });
            assert.equal(
                closes([user(capacity)], [given])["reservation cr-1"],
                "reservation.unused: 4 × p5.48xlarge that no pool uses",
            );
        });
    }

    it("is found by tags and group in the region of the pool only", () => {
        const given = aReservation({ region: "us-east-2", tags: { team: "a" }, resourceGroups: ["arn:group"] });
        for (const [, capacity] of choices.slice(1, 3)) {
            assert.match(closes([user(capacity)], [given])["reservation cr-1"] ?? "", /^reservation\.unused/);
        }
    });

    it("is for one pool, with or without a word of it; the first pool is held against it", () => {
        const pools = [user(byId), user(byId, { name: "serve", machineType: "g6.xlarge" })];
        assert.deepEqual(closes(pools, [aReservation()]), {
            "reservation cr-1": "reservation.shared: reservation cr-1 for train and serve",
            "reservation cr-1, machine type": "holds",
            "reservation cr-1, zone": "holds",
            "pool train": "holds",
            "pool serve": "notApplicable: another pool uses its reservation",
        });
        assert.equal(closes(pools)["reservation cr-1"], "reservation.shared: reservation cr-1 for train and serve");
    });

    it("is of the type and in the zone of its pool", () => {
        const other = closes([user(byId)], [aReservation({ machineType: "p5e.48xlarge", zone: "use1-az2" })]);
        assert.equal(
            other["reservation cr-1, machine type"],
            "reservation.machine-type: p5.48xlarge, reserved is p5e.48xlarge",
        );
        assert.equal(other["reservation cr-1, zone"], 'reservation.zone: ["use1-az1"], the reservation is in use1-az2');
        const wide = closes([user(byId, { zones: ["use1-az1", "use1-az2"] })], [aReservation()]);
        assert.match(wide["reservation cr-1, zone"] ?? "", /^reservation\.zone/);
    });

    it("is as large as its pool may become", () => {
        const size = (max: number) =>
            closes([user(byId, { nodes: { min: 0, desired: 0, max } })], [aReservation()])["pool train"];
        assert.equal(size(4), "holds");
        assert.equal(size(5), "reservation.too-small: up to 5 nodes, cr-1 has 4");
    });

    it("adds up with others that the pool's tags find", () => {
        const capacity = reservation({ tags: { team: "a" }, zone: "use1-az1" });
        const given = ["cr-1", "cr-2"].map(name => aReservation({ name, tags: { team: "a" } }));
        const size = (max: number) =>
            closes([user(capacity, { nodes: { min: 0, desired: 0, max } })], given)["pool train"];
        assert.equal(size(8), "holds");
        assert.equal(size(9), "reservation.too-small: up to 9 nodes, cr-1 and cr-2 have 8");
    });

    it("is not judged while the fleet says nothing of it", () => {
        assert.deepEqual(closes([user(byId)]), {
            "reservation cr-1": "holds",
            "pool train": "undecided: the fleet says nothing of its reservations",
        });
        assert.deepEqual(closes([user(byId)], []), {
            "reservation cr-1": "holds",
            "pool train": "undecided: how many machines its reservations have is not known",
        });
        assert.deepEqual(closes([aPool()]), { "pool train": "notApplicable: it uses no reservation" });
    });

    it("is undecided while its user, or what it is, is not known", () => {
        const vague = { ...user(byId), capacity: later };
        const unknownUser = closes([vague], [aReservation()]);
        assert.equal(unknownUser["reservation cr-1"], "undecided: not known whether it is for train");
        assert.equal(unknownUser["pool train"], "undecided: the capacity is not known: created later");
        const second = closes([vague, user(byId, { name: "serve" })], [aReservation()]);
        assert.equal(second["reservation cr-1, machine type"], "undecided: its user is not known");
        const blurred = closes(
            [user(byId)],
            [
                {
                    name: "cr-1",
                    kind: later,
                    machineType: later,
                    region: later,
                    zone: later,
                    instances: later,
                    tags: later,
                    resourceGroups: later,
                },
            ],
        );
        assert.deepEqual(blurred, {
            "reservation cr-1": "holds",
            "reservation cr-1, machine type": "undecided: the type of the reservation is not known: created later",
            "reservation cr-1, zone": "undecided: the zone of the reservation is not known: created later",
            "pool train": "undecided: how many machines its reservations have is not known",
        });
        const pool = { ...user(byId), machineType: later, zones: later, nodes: later };
        assert.deepEqual(closes([pool], [aReservation()]), {
            "reservation cr-1": "holds",
            "reservation cr-1, machine type": "undecided: the type of train is not known: created later",
            "reservation cr-1, zone": "undecided: the zones of train are not known: created later",
            "pool train": "undecided: its size is not known: created later",
        });
    });

    it("counts as a pool's own only when it is certain that the pool means it", () => {
        const capacity = reservation({ tags: { team: "a" }, zone: "use1-az1" });
        const sure = aReservation({ name: "cr-1", tags: { team: "a" } });
        const perhaps = { ...aReservation({ name: "cr-2" }), tags: later };
        const size = (max: number) =>
            closes([user(capacity, { nodes: { min: 0, desired: 0, max } })], [sure, perhaps])["pool train"];
        assert.equal(size(4), "holds");
        assert.equal(size(5), "undecided: how many machines its reservations have is not known");
        const unsized = { ...aReservation({ name: "cr-2", tags: { team: "a" } }), instances: later };
        const both = (max: number) =>
            closes([user(capacity, { nodes: { min: 0, desired: 0, max } })], [sure, unsized])["pool train"];
        assert.equal(both(4), "holds");
        assert.equal(both(5), "undecided: how many machines its reservations have is not known");
    });

    it("is not shared with a pool that may mean another", () => {
        const byTag = user(reservation({ tags: { team: "a" }, zone: "use1-az1" }), { name: "serve" });
        const found = closes([user(byId), byTag], [{ ...aReservation(), tags: later }]);
        assert.equal(found["reservation cr-1"], "undecided: not known whether it is for serve");
    });

    it("of another region is not meant, whatever its tags or groups are", () => {
        const far = { ...aReservation({ region: "us-east-2" }), tags: later, resourceGroups: later };
        for (const [, capacity] of choices.slice(1, 3)) {
            assert.match(closes([user(capacity)], [far])["reservation cr-1"] ?? "", /^reservation\.unused/);
        }
    });

    it("may be meant by tags, a group or a region that are not known", () => {
        const tagged = user(reservation({ tags: { team: "a" }, zone: "use1-az1" }));
        const inGroup = user(reservation({ resourceGroupArn: "arn:group", zone: "use1-az1" }));
        const perhaps = "undecided: not known whether it is for train";
        assert.equal(closes([tagged], [{ ...aReservation(), tags: later }])["reservation cr-1"], perhaps);
        assert.equal(closes([inGroup], [{ ...aReservation(), resourceGroups: later }])["reservation cr-1"], perhaps);
        const right = aReservation({ tags: { team: "a" } });
        assert.equal(closes([tagged], [{ ...right, region: later }])["reservation cr-1"], perhaps);
        assert.equal(closes([{ ...tagged, region: later }], [right])["reservation cr-1"], perhaps);
        assert.match(
            closes([tagged], [{ ...right, instances: later, tags: {} }])["reservation cr-1"] ?? "",
            /^reservation\.unused: machines/,
        );
    });
});

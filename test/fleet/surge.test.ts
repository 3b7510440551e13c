// Proves the arithmetic of nodes beside the pool's own: updates and reservations. Does not prove that EKS starts as many as it says.
import assert from "node:assert/strict";
import fc from "fast-check";
import { capacityBlock, onDemand, reservation, spot } from "../../components/fleet/capacity/capacity";
import { nodeRange } from "../../components/fleet/node-range";
import type { Pool } from "../../components/fleet/pool";
import { paidNodes, reservedInstances } from "../../components/fleet/reserved";
import { surgeNodes } from "../../components/fleet/surge";
import { anyCapacity } from "./arbitraries";
import { aPool } from "./builders";

const zones = (count: number) => Array.from({ length: count }, (_, index) => `use1-az${index + 1}`);

describe("nodes that start for an update", () => {
    const cases: readonly (readonly [string, Partial<Pool>, nodes: number])[] = [
        ["two in every zone", { zones: zones(5), nodes: nodeRange(50) }, 10],
        [
            "as many as may be away, where that is more",
            { zones: zones(5), nodes: nodeRange(50), update: { maxUnavailable: { nodes: 20 }, strategy: "surge" } },
            20,
        ],
        [
            "a share of the largest size",
            {
                zones: zones(1),
                nodes: nodeRange({ min: 0, max: 50 }),
                update: { maxUnavailable: { percent: 11 }, strategy: "surge" },
            },
            6,
        ],
        [
            "never more than EKS replaces at once",
            { zones: zones(1), nodes: nodeRange(450), update: { maxUnavailable: { percent: 100 }, strategy: "surge" } },
            100,
        ],
        [
            "none, where old ones go first",
            { zones: zones(3), update: { maxUnavailable: { nodes: 3 }, strategy: "minimal" } },
            0,
        ],
        ["one at a time, where EKS does not manage them", { zones: zones(3), groupKind: "selfManaged" }, 1],
    ];
    for (const [what, changes, nodes] of cases) {
        it(`are ${what}`, () => assert.equal(surgeNodes(aPool(changes)), nodes));
    }
});

describe("machines that are set aside", () => {
    const window = { startsAt: "2026-12-13T11:30:00Z", endsAt: "2026-12-20T11:30:00Z" } as const;
    const block = capacityBlock({ reservationId: "cr-1", zone: "use1-az1", ...window });
    const cases: readonly (readonly [string, Partial<Pool>, number])[] = [
        ["none on demand", { capacity: onDemand() }, 0],
        ["none on spot", { capacity: spot() }, 0],
        ["those of the reservation", { capacity: reservation({ id: "cr-1", zone: "use1-az1", instances: 7 }) }, 7],
        [
            "as many as the group may have, where nobody says",
            { capacity: block, nodes: nodeRange({ min: 0, max: 3 }) },
            3,
        ],
    ];
    for (const [what, changes, count] of cases) {
        it(`are ${what}`, () => assert.equal(reservedInstances(aPool(changes)), count));
    }

    it("are paid for at every size; nodes beyond them too", () => {
        const capacity = reservation({ id: "cr-1", zone: "use1-az1", instances: 4 });
        const paid = paidNodes(aPool({ capacity, nodes: nodeRange({ min: 0, desired: 1, max: 6 }) }));
        assert.deepEqual(paid, { min: 4, desired: 4, max: 6 });
    });

    it("never make a pool cheaper, and keep its sizes in order", () =>
        fc.assert(
            fc.property(
                anyCapacity,
                fc.nat({ max: 9 }),
                fc.nat({ max: 9 }),
                fc.nat({ max: 9 }),
                (capacity, a, b, c) => {
                    const [min = 0, desired = 0, max = 0] = [a, b, c].sort((x, y) => x - y);
                    const nodes = { min, desired, max };
                    const paid = paidNodes(aPool({ capacity, nodes }));
                    assert.ok(paid.min >= min && paid.desired >= desired && paid.max >= max);
                    assert.ok(paid.min <= paid.desired && paid.desired <= paid.max);
                },
            ),
        ));
});

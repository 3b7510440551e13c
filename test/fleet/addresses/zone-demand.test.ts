// Sums of addresses by zone. Does not prove how a cloud spreads nodes: it is taken to be even.
import assert from "node:assert/strict";
import fc from "fast-check";
import { zoneDemand } from "../../../components/fleet/addresses";
import type { Pool } from "../../../components/fleet/pool";
import { aPool } from "../builders";

const pool = (changes: Partial<Pool> = {}) =>
    aPool({
        zones: ["use2-az1", "use2-az2"],
        nodes: { min: 0, desired: 0, max: 5 },
        addresses: { known: true, unit: "prefixes", atStart: 17, atMost: 129 },
        update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
        ...changes,
    });

describe("the addresses that pools need in a zone", () => {
    it("are those of an even share of their nodes, rounded up", () =>
        assert.deepEqual(zoneDemand([pool()]), [
            { zone: "use2-az1", nodes: 3, atStart: 51, atMost: 387, inBlocks: true, uncounted: [] },
            { zone: "use2-az2", nodes: 3, atStart: 51, atMost: 387, inBlocks: true, uncounted: [] },
        ]));

    it("include the nodes that an update starts before old ones go", () => {
        const surging = pool({ update: { maxUnavailable: { nodes: 1 }, strategy: "surge" } });
        assert.equal(zoneDemand([surging])[0]?.nodes, 5); // (5 + 2 in each of 2 zones) / 2, rounded up
    });

    it("are none for a pool that has no nodes yet", () =>
        assert.equal(zoneDemand([pool({ nodes: { min: 0, desired: 0, max: 0 } })])[0]?.atMost, 0));

    it("name the pools of which nobody knows", () => {
        const unknown = pool({ name: "other", addresses: { known: false, why: "not in the table" } });
        const [first] = zoneDemand([pool(), unknown]);
        assert.deepEqual([first?.atStart, first?.uncounted], [51, ["other"]]);
    });

    it("are sums: those of all pools are those of each, added", () =>
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 }), sizes => {
                const pools = sizes.map((max, i) => pool({ name: `p${i}`, nodes: { min: 0, desired: 0, max } }));
                const total = zoneDemand(pools)[0]?.atMost ?? 0;
                assert.equal(
                    total,
                    pools.reduce((sum, each) => sum + (zoneDemand([each])[0]?.atMost ?? 0), 0),
                );
            }),
        ));
});

// Proves what invariants look at when nobody says more.
import assert from "node:assert/strict";
import { fleetContext } from "../../components/fleet/context";
import { catalogueMarket } from "../../components/fleet/market";

describe("the context of a fleet", () => {
    it("is the catalogue, no budget, no known limit, and this moment", () => {
        const before = Date.now();
        const { market, config, now } = fleetContext();
        assert.equal(market, catalogueMarket);
        assert.deepEqual(config, { quotaLimits: [], spotNodesAtOnce: 1 });
        assert.match(now, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        assert.ok(Math.abs(Date.parse(now) - before) < 60_000);
    });

    it("is what is given beside that", () => {
        const { config, now } = fleetContext({ spotNodesAtOnce: 3 }, "2026-11-24T12:00:00Z");
        assert.deepEqual(config, { quotaLimits: [], spotNodesAtOnce: 3 });
        assert.equal(now, "2026-11-24T12:00:00Z");
    });
});

// Proves sums over given prices and quotas. Does not prove that list prices are still what a bill says: they are dated, and the date
// is part of the value.
import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeRange } from "../../components/fleet/node-range";
import { futureReservation, reservation } from "../../components/fleet/capacity/capacity";
import type { Market, NodePrice, VcpuQuota } from "../../components/fleet/market";
import { RefusedError } from "../../components/fleet/problem";
import { summary } from "../../components/fleet/summary";
import { declaredPools } from "./arbitraries";
import { aPool, aSystemPool } from "./builders";

const dollar: NodePrice = {
    known: true,
    usdPerHour: 1,
    lowestUsdPerHour: 1,
    basis: "onDemand",
    region: "us-east-1",
    zones: [],
    asOf: "2026-01-01",
    source: "test",
};
const quotaP: { readonly known: true } & VcpuQuota = {
    known: true,
    service: "ec2",
    code: "L-P",
    name: "P",
    unit: "vCPU",
    defaultValue: { known: true, vcpus: 0 },
    otherCodes: [],
    unusedCounts: false,
    asOf: "2026-01-01",
    source: "test",
};
const nothingKnown = { known: false, why: "no source" } as const;

/** A market with one price and one quota for everything, but for what the test changes. */
function aMarket(changes: Partial<Market> = {}): Market {
    return { price: () => dollar, quota: () => quotaP, ...changes };
}

const train = aPool({ name: "train", nodes: nodeRange(2) });
const serve = aPool({
    name: "serve",
    machineType: "g6.xlarge",
    vcpus: 4,
    nodes: nodeRange({ min: 0, desired: 1, max: 6 }),
    accelerators: [{ family: "nvidia", model: "L4", perNode: 1, memoryGiB: 24 }],
});

describe("a summary", () => {
    it("counts nodes and accelerators at the smallest, wanted and largest size", () => {
        const { nodes, accelerators } = summary([train, serve, aSystemPool({ nodes: nodeRange(2) })], aMarket());
        assert.deepEqual(nodes, { min: 4, desired: 5, max: 10 });
        assert.deepEqual(accelerators, [
            { family: "nvidia", model: "H100", count: { min: 16, desired: 16, max: 16 } },
            { family: "nvidia", model: "L4", count: { min: 0, desired: 1, max: 6 } },
        ]);
    });

    it("adds the same model of several pools", () => {
        const { accelerators } = summary([train, { ...train, name: "more" }], aMarket());
        assert.deepEqual(
            accelerators.map(({ count }) => count.max),
            [32],
        );
    });

    it("takes what owns a pool as well as the pool", () => {
        assert.deepEqual(summary([{ pool: train }, serve], aMarket()), summary([train, serve], aMarket()));
    });

    it("refuses two pools of one name", () => {
        assert.throws(() => summary([train, { pool: train }], aMarket()), RefusedError);
    });

    it("of nothing is nothing, at a complete price", () => {
        const { pools, nodes, price, quotas } = summary([], aMarket());
        assert.deepEqual({ pools, quotas }, { pools: [], quotas: [] });
        assert.deepEqual(nodes, { min: 0, desired: 0, max: 0 });
        assert.deepEqual(price, { complete: true, usdPerHour: { min: 0, desired: 0, max: 0 }, asOf: [] });
    });
});

describe("the price of a fleet", () => {
    it("adds node hours, with the days of its prices", () => {
        const market = aMarket({
            price: ({ name }) =>
                name === "train"
                    ? { ...dollar, usdPerHour: 55.04, asOf: "2026-07-20" }
                    : { ...dollar, usdPerHour: 0.8048 },
        });
        assert.deepEqual(summary([train, serve], market).price, {
            complete: true,
            usdPerHour: { min: 110.08, desired: 110.8848, max: 114.9088 },
            asOf: ["2026-01-01", "2026-07-20"],
        });
    });

    it("is a lower bound that names what is missing when a price is not known", () => {
        const market = aMarket({ price: ({ name }) => (name === "train" ? nothingKnown : dollar) });
        const { price, pools } = summary([train, serve], market);
        assert.deepEqual(price, {
            complete: false,
            atLeastUsdPerHour: { min: 0, desired: 1, max: 6 },
            missing: [{ pool: "train", machineType: "p5.48xlarge", region: "us-east-1", why: "no source" }],
            asOf: ["2026-01-01"],
        });
        assert.deepEqual(pools[0]?.usdPerHour, nothingKnown);
    });

    it("does not show how computers add", () => {
        const tenth = aMarket({ price: () => ({ ...dollar, usdPerHour: 0.1 }) });
        const three = ["a", "b", "c"].map(name => aPool({ name }));
        const { price } = summary(three, tenth);
        assert.ok(price.complete);
        assert.equal(price.usdPerHour.max, 0.3);
    });

    it("counts reserved machines in full, also while the pool has no nodes, and before they are there", () => {
        const nodes = nodeRange({ min: 0, max: 4 });
        const reserved = { zone: "use1-az1", instances: 3 };
        for (const capacity of [
            reservation({ id: "cr-1", ...reserved }),
            futureReservation({ reservationId: "cr-1", startsAt: "2027-01-10T00:00:00Z", ...reserved }),
        ]) {
            const { price } = summary([aPool({ capacity, nodes })], aMarket());
            assert.ok(price.complete);
            assert.deepEqual(price.usdPerHour, { min: 3, desired: 3, max: 4 });
        }
    });
});

describe("the quota needs of a fleet", () => {
    it("are vCPUs at the largest size, by region and code", () => {
        const market = aMarket({
            quota: ({ machineType }) => ({ ...quotaP, code: machineType.startsWith("p5") ? "L-P" : "L-G" }),
        });
        const west = aPool({ name: "west", region: "us-west-2", nodes: nodeRange(1) });
        const { quotas } = summary([train, serve, west, { ...train, name: "more" }], market);
        assert.deepEqual(
            quotas.map(({ region, quota, vcpus, pools }) => [region, quota.code, vcpus, pools]),
            [
                ["us-east-1", "L-P", 768, ["train", "more"]],
                ["us-east-1", "L-G", 24, ["serve"]],
                ["us-west-2", "L-P", 192, ["west"]],
            ],
        );
    });

    it("are more while nodes are replaced by new ones that start first, and not where old ones go first", () => {
        const minimal = { maxUnavailable: { nodes: 1 }, strategy: "minimal" } as const;
        const pools = [train, { ...train, name: "scarce", update: minimal }];
        const [need] = summary(pools, aMarket()).quotas;
        assert.deepEqual([need?.vcpus, need?.vcpusWhileUpdating], [768, 768 + 2 * 192]);
    });

    it("count reserved machines from the request on, and no update finds more of them than there are", () => {
        const capacity = reservation({ id: "cr-1", zone: "use1-az1", instances: 3 });
        const market = aMarket({ quota: () => ({ ...quotaP, unusedCounts: true }) });
        const [need] = summary([{ ...train, capacity }], market).quotas;
        assert.deepEqual([need?.vcpus, need?.vcpusWhileUpdating], [576, 576]);
    });

    it("leave out pools that count against none, and name them", () => {
        const none = { unit: "none", why: "prepaid", verified: false, asOf: "2026-01-01", source: "test" } as const;
        const { quotas, withoutQuota } = summary([train], aMarket({ quota: () => ({ known: true, ...none }) }));
        assert.deepEqual({ quotas, withoutQuota }, { quotas: [], withoutQuota: [{ pool: "train", quota: none }] });
    });

    it("that no source names are listed", () => {
        const { quotas, unknownQuotas } = summary([train], aMarket({ quota: () => nothingKnown }));
        assert.deepEqual(quotas, []);
        assert.deepEqual(unknownQuotas, [{ pool: "train", vcpus: 384, vcpusWhileUpdating: 768, why: "no source" }]);
    });
});

describe("a summary, of any pools,", () => {
    it("is the sum of the summaries of its parts, and its sizes are ordered", () =>
        fc.assert(
            fc.property(declaredPools, fc.nat({ max: 6 }), (pools, at) => {
                const whole = summary(pools, aMarket());
                const parts = [summary(pools.slice(0, at), aMarket()), summary(pools.slice(at), aMarket())];
                const added = (count: (part: typeof whole) => number) => parts.reduce((n, part) => n + count(part), 0);
                assert.equal(
                    whole.nodes.max,
                    added(part => part.nodes.max),
                );
                assert.equal(
                    whole.quotas.reduce((n, need) => n + need.vcpus, 0),
                    added(part => part.quotas.reduce((n, need) => n + need.vcpus, 0)),
                );
                assert.ok(whole.nodes.min <= whole.nodes.desired && whole.nodes.desired <= whole.nodes.max);
            }),
        ));
});

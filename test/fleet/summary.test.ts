// Proves sums over given prices and quotas. Does not prove that list prices are still what a bill says: they are dated, and the date
// is part of the value.
import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeRange } from "../../components/fleet/node-range";
import { capacityBlock, futureReservation, reservation } from "../../components/fleet/capacity/capacity";
import type { Market, NodePrice, VcpuQuota } from "../../components/fleet/market";
import { RefusedError } from "../../components/fleet/problem";
import { summary, type FleetSummary } from "../../components/fleet/summary";
import { boughtPools } from "./arbitraries";
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

    it("count nodes that replace unhealthy ones besides, and none where nobody repairs", () => {
        const repair = { enabled: true, stopsAbove: { percent: 20 }, parallel: { nodes: 2 }, overrides: [] } as const;
        const pools = [
            { ...train, repair },
            { ...train, name: "kept", repair: { enabled: false } as const },
        ];
        assert.equal(summary(pools, aMarket()).quotas[0]?.vcpusForRepairs, 2 * 192);
    });

    it("count reserved machines from the request on, and no update finds more of them than there are", () => {
        const capacity = reservation({ id: "cr-1", zone: "use1-az1", instances: 3 });
        const market = aMarket({ quota: () => ({ ...quotaP, unusedCounts: true }) });
        const [need] = summary([{ ...train, capacity }], market).quotas;
        assert.deepEqual([need?.vcpus, need?.vcpusWhileUpdating, need?.vcpusForRepairs], [576, 576, 0]);
    });

    it("leave out pools that count against none, and name them", () => {
        const none = { unit: "none", why: "prepaid", verified: false, asOf: "2026-01-01", source: "test" } as const;
        const { quotas, withoutQuota } = summary([train], aMarket({ quota: () => ({ known: true, ...none }) }));
        assert.deepEqual({ quotas, withoutQuota }, { quotas: [], withoutQuota: [{ pool: "train", quota: none }] });
    });

    it("that no source names are listed", () => {
        const { quotas, unknownQuotas } = summary([train], aMarket({ quota: () => nothingKnown }));
        assert.deepEqual(quotas, []);
        assert.deepEqual(unknownQuotas, [
            { pool: "train", vcpus: 384, vcpusWhileUpdating: 768, vcpusForRepairs: 192, why: "no source" },
        ]);
    });
});

describe("what a summary says of devices", () => {
    it("is what pods can ask for, by name, at each size", () => {
        const share = {
            name: "nvidia.com/gpu.shared",
            through: "extendedResource",
            perNode: 4,
            family: "nvidia",
        } as const;
        const { resources } = summary([train, serve, { ...serve, name: "shared", resources: [share] }], aMarket());
        assert.deepEqual(resources, [
            { name: "nvidia.com/gpu", through: "extendedResource", count: { min: 16, desired: 24, max: 64 } },
            { name: "nvidia.com/gpu.shared", through: "extendedResource", count: { min: 0, desired: 4, max: 24 } },
        ]);
    });

    it("counts the EFA interfaces of all nodes", () => {
        const wired = { ...train, fabric: { ...train.fabric, efaInterfaces: 32 } };
        assert.deepEqual(summary([wired, serve], aMarket()).efaInterfaces, { min: 64, desired: 64, max: 64 });
    });
});

describe("what a summary says of capacity", () => {
    const block = capacityBlock({
        reservationId: "cr-1",
        zone: "use1-az1",
        startsAt: "2026-12-13T11:30:00Z",
        endsAt: "2026-12-20T11:30:00Z",
        instances: 3,
    });

    it("adds nodes and prices by kind", () => {
        const pools = [train, aPool({ name: "block", capacity: block, nodes: nodeRange({ min: 0, max: 3 }) }), serve];
        assert.deepEqual(
            summary(pools, aMarket()).capacities.map(({ capacity, pools: of, nodes, price }) => [
                capacity,
                of,
                nodes.max,
                price.complete && price.usdPerHour.desired,
            ]),
            [
                ["onDemand", ["train", "serve"], 8, 3],
                ["capacityBlock", ["block"], 3, 3],
            ],
        );
    });

    it("names machines that are paid for without being a node, at each size", () => {
        const pool = aPool({ name: "block", capacity: block, nodes: nodeRange({ min: 0, desired: 1, max: 3 }) });
        assert.deepEqual(summary([train, pool], aMarket()).idleReservations, [
            {
                pool: "block",
                capacity: "capacityBlock",
                instances: 3,
                idle: { min: 3, desired: 2, max: 0 },
                usdPerHour: { known: true, min: 3, desired: 2, max: 0 },
            },
        ]);
        assert.deepEqual(
            summary([pool], aMarket({ price: () => nothingKnown })).idleReservations.map(each => each.usdPerHour),
            [nothingKnown],
        );
    });

    it("names none where every reserved machine is a node", () => {
        const pool = aPool({ capacity: block, nodes: nodeRange(3) });
        assert.deepEqual(summary([pool], aMarket()).idleReservations, []);
    });

    it("says when machines come and go", () => {
        assert.deepEqual(summary([train, aPool({ name: "block", capacity: block })], aMarket()).windows, [
            {
                pool: "block",
                capacity: "capacityBlock",
                opensAt: "2026-12-13T11:30:00Z",
                drainBy: "2026-12-20T10:50:00Z",
                stopsFrom: "2026-12-20T11:00:00Z",
                endsAt: "2026-12-20T11:30:00Z",
            },
        ]);
    });
});

describe("the addresses that a fleet takes", () => {
    const twoZones = ["use1-az1", "use1-az2"];

    it("are those of the largest share in each zone, an update included", () => {
        const addresses = { known: true, atStart: 10, atMost: 50, unit: "addresses" } as const;
        const wide = aPool({ name: "wide", zones: twoZones, nodes: nodeRange(5), addresses });
        const narrow = { ...wide, name: "narrow", zones: ["use1-az2"], nodes: nodeRange(1) };
        assert.deepEqual(
            summary([wide, narrow]).addresses.map(({ zone, nodes, atStart, atMost }) => [zone, nodes, atStart, atMost]),
            [
                ["use1-az1", 5, 50, 250], // 5 of 9: 4 more start for an update
                ["use1-az2", 8, 80, 400], // and 3 more: 1 and 2 for an update
            ],
        );
    });

    it("say when some come in blocks, and keep clusters apart", () => {
        const prefixes = { known: true, atStart: 32, atMost: 64, unit: "prefixes" } as const;
        const { addresses } = summary([train, aPool({ name: "west", cluster: "west", addresses: prefixes })]);
        assert.deepEqual(
            addresses.map(({ cluster, inBlocks }) => [cluster, inBlocks]),
            [
                ["shared", false],
                ["west", true],
            ],
        );
    });

    it("that nobody knows are listed", () => {
        const { addresses, unknownAddresses } = summary([{ ...train, addresses: nothingKnown }]);
        assert.deepEqual(
            addresses.map(({ uncounted }) => uncounted),
            [["train"]],
        );
        assert.deepEqual(unknownAddresses, [{ pool: "train", zones: ["use1-az1"], why: "no source" }]);
    });
});

describe("a summary, of any pools,", () => {
    const micro = (usd: number) => Math.round(usd * 1e6);
    const lowerBound = ({ price }: FleetSummary) => (price.complete ? price.usdPerHour : price.atLeastUsdPerHour);

    it("is the sum of the summaries of its parts", () =>
        fc.assert(
            fc.property(boughtPools, fc.nat({ max: 6 }), (pools, at) => {
                const whole = summary(pools);
                const parts = [summary(pools.slice(0, at)), summary(pools.slice(at))];
                const counts: readonly ((part: FleetSummary) => number)[] = [
                    ({ nodes }) => nodes.max,
                    ({ nodes }) => nodes.desired,
                    ({ efaInterfaces }) => efaInterfaces.max,
                    part => micro(lowerBound(part).max),
                    part => micro(lowerBound(part).desired),
                    ({ quotas }) => total(quotas, need => need.vcpus),
                    ({ quotas }) => total(quotas, need => need.vcpusWhileUpdating),
                    ({ addresses }) => total(addresses, need => need.atMost),
                    ({ resources }) => total(resources, ({ count }) => count.max),
                    ({ windows }) => windows.length,
                    ({ idleReservations }) => total(idleReservations, ({ idle }) => idle.min),
                    ({ unknownQuotas, withoutQuota }) => unknownQuotas.length + withoutQuota.length,
                    ({ unknownAddresses }) => unknownAddresses.length,
                    ({ price }) => (price.complete ? 0 : price.missing.length),
                ];
                for (const count of counts) assert.equal(count(whole), total(parts, count), String(count));
            }),
        ));

    it("has its sizes in order, and every pool in a quota, without one, or unknown", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const { nodes, price, quotas, withoutQuota, unknownQuotas } = summary(pools);
                const cost = price.complete ? price.usdPerHour : price.atLeastUsdPerHour;
                for (const { min, desired, max } of [nodes, cost]) assert.ok(min <= desired && desired <= max);
                for (const { vcpus, vcpusWhileUpdating } of quotas) assert.ok(vcpus <= vcpusWhileUpdating);
                assert.deepEqual(
                    [
                        ...quotas.flatMap(need => need.pools),
                        ...[...withoutQuota, ...unknownQuotas].map(({ pool }) => pool),
                    ].sort(),
                    pools.map(({ name }) => name).sort(),
                );
            }),
        ));

    it("never counts what is not known as nothing", () =>
        fc.assert(
            fc.property(boughtPools, pools => {
                const found = summary(pools);
                const missing = found.price.complete ? [] : found.price.missing.map(({ pool }) => pool);
                for (const { name, nodePrice, usdPerHour } of found.pools) {
                    assert.equal(nodePrice.known, usdPerHour.known);
                    assert.equal(nodePrice.known, !missing.includes(name));
                    if (usdPerHour.known) assert.ok(usdPerHour.max > 0);
                }
            }),
        ));
});

function total<Item>(items: readonly Item[], count: (item: Item) => number): number {
    return items.reduce((sum, item) => sum + count(item), 0);
}

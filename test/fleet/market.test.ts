// Proves which price and which quota a pool gets, over the catalogue as it is shipped. Does not prove that a bill says the same: list
// prices are dated, and the account decides its limits.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsPrices } from "../../components/catalog/aws/prices";
import { awsQuotas } from "../../components/catalog/aws/quotas";
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
} from "../../components/fleet/capacity/capacity";
import { catalogueMarket, type NodePrice } from "../../components/fleet/market";
import type { Pool } from "../../components/fleet/pool";
import { anyCapacity } from "./arbitraries";
import { aPool, aSystemPool } from "./builders";

const zone = "use1-az1";
const reservationId = "cr-0a1b2c3d4e5f60718";
const window = { startsAt: "2026-12-13T11:30:00Z", endsAt: "2026-12-20T11:30:00Z" } as const;

type KnownPrice = Extract<NodePrice, { known: true }>;

function priceOf(changes: Partial<Pool>): KnownPrice {
    const price = catalogueMarket.price(aPool(changes));
    assert.ok(price.known, price.known ? "" : price.why);
    return price;
}

describe("the price of a node", () => {
    const { onDemand: listed, capacityBlock: block } = awsPrices("p5.48xlarge", "us-east-1");
    assert.ok(listed.known && block.known);

    const kinds: readonly (readonly [Capacity, basis: KnownPrice["basis"], usdPerHour: number])[] = [
        [onDemand(), "onDemand", listed.usdPerHour],
        [reservation({ id: reservationId, zone }), "reserved", listed.usdPerHour],
        [futureReservation({ reservationId, zone, startsAt: window.startsAt }), "reserved", listed.usdPerHour],
        [capacityBlock({ reservationId, zone, ...window }), "prepaid", block.usdPerAcceleratorHour * 8],
    ];
    for (const [capacity, basis, usdPerHour] of kinds) {
        it(`of ${capacity.kind} capacity is ${basis}`, () => {
            const price = priceOf({ capacity });
            assert.deepEqual(
                [price.basis, price.usdPerHour, price.lowestUsdPerHour, price.zones],
                [basis, usdPerHour, usdPerHour, []],
            );
        });
    }

    it("has region, date and source, whatever the capacity", () => {
        for (const capacity of [...kinds.map(([kind]) => kind), spot()]) {
            const price = priceOf({ capacity });
            assert.equal(price.region, "us-east-1");
            assert.match(price.asOf, /^20\d\d-\d\d/);
            assert.notEqual(price.source, "");
        }
    });

    describe("on spot", () => {
        // data/aws-spot-by-zone.csv: az1 and az4 are the dearest zones of the region, az6 the cheapest.
        it("is the highest of the zones of the pool", () => {
            const price = priceOf({ capacity: spot(), zones: ["use1-az6", "use1-az3"] });
            assert.deepEqual(
                [price.basis, price.usdPerHour, price.lowestUsdPerHour, price.zones],
                ["highestSpot", 20.5715, 20.0775, ["use1-az6", "use1-az3"]],
            );
        });

        it("is that of the region where the source leaves out one of its zones", () => {
            const price = priceOf({ capacity: spot(), zones: ["use1-az6", "use1-az99"] });
            assert.deepEqual([price.usdPerHour, price.lowestUsdPerHour, price.zones], [21.0363, 20.0775, []]);
        });

        it("is not known where nobody lists one", () => {
            const price = catalogueMarket.price(aSystemPool({ capacity: spot() }));
            assert.deepEqual(price, { known: false, why: "no source lists a spot price" });
        });
    });

    it("of an instance that is sold in UltraServers only is that of its accelerators there", () => {
        const machineType = "p6e-gb200.36xlarge";
        const ofBlock = priceOf({ machineType, capacity: capacityBlock({ reservationId, zone, ...window }) });
        assert.equal(ofBlock.usdPerHour, 42.32); // 4 × 10.58
        assert.deepEqual(catalogueMarket.price(aPool({ machineType })), {
            known: false,
            why: "sold by capacity block only",
        });
    });

    const google: readonly Capacity[] = [
        flexStart({ hours: 24 }),
        queued({ hours: 24 }),
        calendar({ reservation: "train", zone: "us-east5-a", ...window }),
    ];
    for (const capacity of google) {
        it(`of Google's ${capacity.kind} is not known, and says why`, () => {
            for (const cloud of ["aws", "gcp"] as const) {
                for (const answer of [
                    catalogueMarket.price(aPool({ cloud, capacity })),
                    catalogueMarket.quota(aPool({ cloud, capacity })),
                ]) {
                    assert.ok(!answer.known);
                    assert.match(answer.why, cloud === "gcp" ? /Google/ : /Amazon sells no/);
                }
            }
        });
    }

    it("is above nothing or unknown with a reason, for any type, region and capacity", () => {
        const machineType = fc.constantFrom("p5.48xlarge", "g6.xlarge", "p5e.48xlarge", "m7i.large", "x9.nothing");
        const region = fc.constantFrom("us-east-1", "us-east-2", "sa-east-1", "eu-nowhere-1");
        fc.assert(
            fc.property(machineType, region, anyCapacity, (type, where, capacity) => {
                const price = catalogueMarket.price(aPool({ machineType: type, region: where, capacity }));
                if (price.known) assert.ok(0 < price.lowestUsdPerHour && price.lowestUsdPerHour <= price.usdPerHour);
                else assert.notEqual(price.why, "");
            }),
        );
    });
});

describe("the quota of a node", () => {
    const p = "L-417A185B";
    const pSpot = "L-7212CCBC";
    const counted: readonly (readonly [Capacity, code: string, unusedCounts: boolean])[] = [
        [onDemand(), p, false],
        [spot(), pSpot, false],
        [reservation({ id: reservationId, zone }), p, true],
        [futureReservation({ reservationId, zone, startsAt: window.startsAt }), p, true],
    ];
    for (const [capacity, code, unusedCounts] of counted) {
        it(`of ${capacity.kind} capacity is ${code}${unusedCounts ? ", used or not" : ""}`, () => {
            const quota = catalogueMarket.quota(aPool({ capacity }));
            assert.ok(quota.known && quota.unit === "vCPU");
            assert.deepEqual([quota.code, quota.unusedCounts], [code, unusedCounts]);
            assert.ok(awsQuotas().some(row => row.code === code && row.asOf === quota.asOf));
        });
    }

    it("of a capacity block is none, with the page that says so", () => {
        const quota = catalogueMarket.quota(aPool({ capacity: capacityBlock({ reservationId, zone, ...window }) }));
        assert.ok(quota.known && quota.unit === "none");
        assert.equal(quota.verified, true);
        assert.match(quota.source, /EC2 user guide ec2-capacity-blocks/);
    });

    it("names the code that other sources give", () => {
        const quota = catalogueMarket.quota(aPool({ capacity: spot() }));
        assert.ok(quota.known && quota.unit === "vCPU");
        assert.deepEqual(quota.otherCodes, ["L-C4BD4855"]);
    });

    it("is not known for a family that no quota names", () =>
        assert.deepEqual(catalogueMarket.quota(aPool({ machineType: "x9.large" })), {
            known: false,
            why: "no source names the onDemand quota of x9",
        }));
});

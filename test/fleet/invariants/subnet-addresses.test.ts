// Proves the arithmetic of addresses against numbers written out here. Does not prove how many addresses a node takes: the
// tests of fabric and pools do.
import assert from "node:assert/strict";
import type { Subnet } from "../../../components/fleet/facets";
import type { Pool } from "../../../components/fleet/pool";
import { aPool } from "../builders";
import { aSubnet } from "../facet-builders";
import { judged, later, problemOf } from "./judged";

function nodes(count: number, changes: Partial<Pool> = {}): Pool {
    return aPool({
        nodes: { min: count, desired: count, max: count },
        addresses: { known: true, atStart: 1, atMost: 1, unit: "addresses" },
        update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
        ...changes,
    });
}

function subnet(pool: Pool, changes: Partial<Subnet> = {}, more: readonly Subnet[] = []): string | undefined {
    return judged("X7", { pools: [pool], subnets: [aSubnet({ prefixLength: 28, ...changes }), ...more] })["subnet a"];
}

describe("the addresses of a subnet (X7)", () => {
    it("are nobody's concern while the fleet says nothing of subnets", () => {
        assert.deepEqual(judged("X7", { pools: [nodes(1)] }), {
            subnets: "notApplicable: the fleet says nothing of its subnets",
        });
        assert.deepEqual(judged("X7", { pools: [nodes(1)], subnets: later }), {
            subnets: "undecided: the subnets are not known: created later",
        });
    });

    it("are sixteen less five in the smallest subnet", () => {
        assert.equal(subnet(nodes(11)), "holds");
        assert.equal(
            subnet(nodes(12)),
            "subnet.full: 12 addresses for the nodes of its pools, 11 of 16 are left for them",
        );
    });

    it("are five fewer where a control plane is, and fewer by what others take", () => {
        assert.equal(subnet(nodes(6), { ofControlPlane: true }), "holds");
        assert.match(subnet(nodes(7), { ofControlPlane: true }) ?? "", /, 6 of 16 are left/);
        assert.equal(subnet(nodes(9), { taken: 2 }), "holds");
        assert.match(subnet(nodes(10), { taken: 2 }) ?? "", /, 9 of 16 are left/);
        assert.match(subnet(nodes(1), { taken: 12 }) ?? "", /, 0 of 16 are left/);
    });

    it("are taken by the nodes of an update too", () => {
        const update = { maxUnavailable: { nodes: 1 }, strategy: "surge" } as const;
        assert.equal(subnet(nodes(9, { update })), "holds");
        assert.match(subnet(nodes(10, { update })) ?? "", /^subnet\.full: 12 addresses/);
        assert.equal(subnet(nodes(0, { update }), { taken: 11 }), "holds");
    });

    it("are taken by a share of the pool in each zone, and of that in each subnet of the zone", () => {
        const b = aSubnet({ name: "b", zone: "use1-az2" });
        assert.equal(subnet(nodes(22), {}, [b]), "holds");
        assert.match(subnet(nodes(23), {}, [b]) ?? "", /^subnet\.full: 12 /);
        const c = aSubnet({ name: "c" });
        assert.equal(subnet(nodes(44), {}, [b, c]), "holds");
        assert.match(subnet(nodes(45), {}, [b, c]) ?? "", /^subnet\.full: 12 /);
    });

    it("are shared by the pools of the subnet, and are no concern of others", () => {
        const pools = [nodes(6), nodes(6, { name: "serve" }), nodes(99, { name: "far" })];
        const found = judged("X7", { pools, subnets: [aSubnet({ prefixLength: 28, pools: ["train", "serve"] })] });
        assert.match(found["subnet a"] ?? "", /^subnet\.full: 12 /);
    });

    it("suffice for certain only when nodes full of pods fit as well", () => {
        const addresses = { known: true, atStart: 1, atMost: 12, unit: "addresses" } as const;
        assert.equal(
            subnet(nodes(1, { addresses })),
            "undecided: nodes full of pods take 12 addresses, 11 are free: it depends on the pods",
        );
        assert.equal(subnet(nodes(1, { addresses: { ...addresses, atMost: 11 } })), "holds");
    });

    it("may not lie together where others have taken some", () => {
        const addresses = { known: true, atStart: 16, atMost: 16, unit: "prefixes" } as const;
        const blocks = nodes(1, { addresses });
        assert.equal(subnet(blocks, { prefixLength: 24 }), "holds");
        assert.match(subnet(blocks, { prefixLength: 24, taken: 1 }) ?? "", /^undecided: nodes take blocks of 16/);
        assert.equal(subnet({ ...blocks, nodes: { min: 0, desired: 0, max: 0 } }, { taken: 1 }), "holds");
    });

    it("are undecided while a pool or another subnet is not known", () => {
        const vague = { ...nodes(1), addresses: later };
        assert.equal(subnet(vague), "undecided: train: addresses not known: created later");
        assert.equal(subnet(nodes(1), { pools: ["other"] }), "undecided: the fleet has no pool other");
        const fleet = (count: number) => ({
            pools: [nodes(count)],
            subnets: [aSubnet({ prefixLength: 28 }), { ...aSubnet({ name: "b" }), pools: later }],
        });
        assert.equal(judged("X7", fleet(11))["subnet a"], "holds");
        assert.equal(judged("X7", fleet(12))["subnet a"], "undecided: the pools or the zone of subnet b are not known");
        assert.equal(judged("X7", fleet(1))["subnet b"], "undecided: pools not known: created later");
    });

    it("are too few by what the refusal says, and enough in the range that it names", () => {
        const pool = nodes(12);
        const fleet = (taken: number) => ({
            pools: [pool],
            subnets: [aSubnet({ prefixLength: 28, taken, ofControlPlane: true })],
        });
        const fix = (taken: number) => problemOf("X7", "subnet a", fleet(taken))?.fix ?? "";
        assert.match(fix(10), /^use a range of \/27 or larger/);
        assert.match(fix(11), /^use a range of \/26 or larger/);
        assert.equal(subnet(pool, { prefixLength: 27, taken: 10, ofControlPlane: true }), "holds");
        assert.match(subnet(pool, { prefixLength: 27, taken: 11, ofControlPlane: true }) ?? "", /^subnet\.full/);
    });
});

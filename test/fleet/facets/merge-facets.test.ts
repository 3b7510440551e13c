import assert from "node:assert/strict";
import fc from "fast-check";
import { facetsOf, mergeFacets, placedInSubnets, type Facets } from "../../../components/fleet/facets";
import { aPool, aSystemPool } from "../builders";

const subnet = (name: string, zone: string) => ({
    name,
    zone,
    prefixLength: 24,
    taken: 0,
    ofControlPlane: false,
    pools: [],
});
const unknown = { known: false, why: "made elsewhere" } as const;
const account = (name: string) => ({ name, account: "111122223333" });
const facets: fc.Arbitrary<Facets> = fc.record(
    {
        subnets: fc.oneof(fc.constant(unknown), fc.array(fc.constantFrom("a", "b").map(name => subnet(name, "z")))),
        accounts: fc.oneof(fc.constant(unknown), fc.array(fc.constantFrom("x", "y").map(account))),
    },
    { requiredKeys: [] },
);

describe("facets of several parts", () => {
    it("are everything that any of them says", () => {
        const merged = mergeFacets([{ subnets: [subnet("a", "z")] }, { subnets: [subnet("b", "z")], accounts: [] }]);
        assert.deepEqual(merged, { subnets: [subnet("a", "z"), subnet("b", "z")], accounts: [] });
    });

    it("are not known where one part does not know them, whoever comes first", () => {
        const known: Facets = { subnets: [subnet("a", "z")] };
        assert.deepEqual(mergeFacets([known, { subnets: unknown }]).subnets, unknown);
        assert.deepEqual(mergeFacets([{ subnets: unknown }, known]).subnets, unknown);
    });

    it("say nothing of what no part speaks of, and may be merged in steps", () =>
        fc.assert(
            fc.property(facets, facets, facets, (one, two, three) => {
                const whole = mergeFacets([one, two, three]);
                assert.deepEqual(mergeFacets([mergeFacets([one, two]), three]), whole);
                const named = new Set([one, two, three].flatMap(part => Object.keys(part)));
                assert.deepEqual(new Set(Object.keys(whole)), named);
            }),
        ));

    it("come from those that have some", () => {
        const owner = { facets: { accounts: [] } };
        assert.deepEqual(facetsOf([aPool(), owner]), [{ accounts: [] }]);
    });
});

describe("subnets", () => {
    const pools = [aPool({ name: "train", zones: ["z1"] }), aSystemPool({ name: "system", zones: ["z1", "z2"] })];

    it("are used by the pools that have nodes in their zone", () => {
        const placed = placedInSubnets({ subnets: [subnet("a", "z1"), subnet("b", "z2"), subnet("c", "z3")] }, pools);
        assert.deepEqual(
            (placed.subnets as readonly { readonly pools: readonly string[] }[]).map(each => each.pools),
            [["train", "system"], ["system"], []],
        );
    });

    it("that are not known stay so", () => {
        assert.deepEqual(placedInSubnets({ subnets: unknown }, pools), { subnets: unknown });
    });
});

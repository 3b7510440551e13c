import assert from "node:assert/strict";
import fc from "fast-check";
import { zoneGroupProblems, zoneGroups } from "../../components/aws/node-group/zone-groups";

const zones = ["use2-az1", "use2-az2", "use2-az3"];
const range = fc
    .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
    .map(counts => [...counts].sort((a, b) => a - b))
    .map(([min = 0, desired = 0, max = 0]) => ({ min, desired, max }));
const someZones = fc.uniqueArray(fc.constantFrom(...zones, "use2-az4", "use2-az5"), { minLength: 1 });

describe("the node groups of a pool", () => {
    it("are one over all zones when nothing else is asked for", () => {
        const nodes = { min: 1, desired: 2, max: 7 };
        assert.deepEqual(zoneGroups(nodes, zones, false), [{ suffix: "", zones, nodes }]);
    });

    it("are named by their zones, not by their places in a list", () => {
        const suffixes = zoneGroups({ min: 3, desired: 3, max: 3 }, zones, true).map(({ suffix }) => suffix);
        assert.deepEqual(suffixes, ["-use2-az1", "-use2-az2", "-use2-az3"]);
    });

    it("give the first zones what is left over", () => {
        const groups = zoneGroups({ min: 0, desired: 4, max: 8 }, zones, true);
        assert.deepEqual(
            groups.map(({ nodes }) => [nodes.min, nodes.desired, nodes.max]),
            [
                [0, 2, 3],
                [0, 1, 3],
                [0, 1, 2],
            ],
        );
    });

    it("hold every node of the pool exactly once, in order, with no zone more than one ahead", () =>
        fc.assert(
            fc.property(range, someZones, (nodes, where) => {
                const groups = zoneGroups(nodes, where, true);
                assert.deepEqual(
                    groups.flatMap(group => group.zones),
                    where,
                );
                for (const size of ["min", "desired", "max"] as const) {
                    const shares = groups.map(group => group.nodes[size]);
                    assert.equal(
                        shares.reduce((sum, share) => sum + share, 0),
                        nodes[size],
                    );
                    assert.ok(Math.max(...shares) - Math.min(...shares) <= 1);
                }
                for (const { nodes: share } of groups) {
                    assert.ok(share.min <= share.desired && share.desired <= share.max);
                }
            }),
        ));

    it("are refused exactly when a zone could never have a node", () =>
        fc.assert(
            fc.property(range, someZones, (nodes, where) => {
                const empty = zoneGroups(nodes, where, true).some(group => group.nodes.max === 0);
                assert.equal(zoneGroupProblems(nodes, where, true).length > 0, empty);
                assert.deepEqual(zoneGroupProblems(nodes, where, false), []);
            }),
        ));
});

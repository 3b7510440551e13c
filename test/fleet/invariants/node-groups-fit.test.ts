import assert from "node:assert/strict";
import type { SeenPool } from "../../../components/fleet/finding";
import type { Pool } from "../../../components/fleet/pool";
import { aSystemPool } from "../builders";
import { judged, later } from "./judged";

const pools = (count: number, changes: Partial<Pool> = {}): Pool[] =>
    Array.from({ length: count }, (_, index) => aSystemPool({ name: `system-${index}`, ...changes }));
const verdicts = (of: readonly SeenPool[], config = {}) =>
    Object.values(judged("X6b", { pools: of }, config)).map(text => text.split(":")[0]);

describe("managed node groups of a cluster (X6b)", () => {
    it("are thirty at most", () => {
        assert.deepEqual(verdicts(pools(30)), ["holds"]);
        assert.deepEqual(verdicts(pools(31)), ["quota.node-groups"]);
    });

    it("are as many as EKS was asked to allow", () => {
        assert.deepEqual(verdicts(pools(31), { nodeGroups: { shared: 40 } }), ["holds"]);
    });

    it("are one for each zone of a pool that has them so", () => {
        const zones = ["use1-az1", "use1-az2", "use1-az4"];
        assert.deepEqual(verdicts(pools(11, { zones })), ["holds"]);
        assert.deepEqual(verdicts(pools(11, { zones, groupPerZone: true })), ["quota.node-groups"]);
    });

    it("are counted by cluster", () => {
        assert.deepEqual(verdicts([...pools(20), ...pools(20, { cluster: "west" })]), ["holds", "holds"]);
    });

    it("are none of self-managed pools", () => {
        assert.deepEqual(verdicts(pools(31, { groupKind: "selfManaged" })), ["notApplicable"]);
    });

    it("are undecided while what is not known would decide", () => {
        const unsure: SeenPool = { ...aSystemPool({ name: "unsure" }), cluster: later };
        assert.deepEqual(verdicts([...pools(29), unsure]), ["holds"]);
        assert.deepEqual(verdicts([...pools(30), unsure]), ["undecided"]);
        const [first, ...rest] = pools(31);
        assert.deepEqual(verdicts([{ ...first!, groupKind: later }, ...rest]), ["undecided"]);
    });
});

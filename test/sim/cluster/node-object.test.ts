/** Does not prove what the API server makes of the object; `clusters.test.ts` does. */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { labelChanges, mergedTaints, nodeObject, sameTaints } from "../../../sim/cluster/node-object";
import { aNode } from "./builders";

const taint = fc.record({
    key: fc.constantFrom("nvidia.com/gpu", "a", "b", "node.kubernetes.io/not-ready"),
    value: fc.constantFrom("present", "x"),
    effect: fc.constantFrom("NoSchedule", "NoExecute"),
});
const taints = fc.uniqueArray(taint, { selector: ({ key, effect }) => `${key}:${effect}`, maxLength: 4 });

describe("the Node object of a machine", () => {
    it("registers with everything known and nothing ready", () => {
        const node = nodeObject(aNode());
        assert.equal(node.spec.providerID, aNode().providerId);
        assert.deepEqual(node.status?.capacity, aNode().capacity);
        assert.deepEqual(
            node.status.conditions?.map(({ type, status }) => [type, status]),
            [["Ready", "False"]],
        );
    });

    it("names no device before a plugin does", () => {
        assert.equal(
            Object.keys(nodeObject(aNode()).status?.capacity ?? {}).some(key => key.includes("/")),
            false,
        );
    });

    it("takes away labels that the machine no longer has, and only those", () => {
        const before = aNode({ labels: { kept: "1", gone: "1" } });
        assert.deepEqual(labelChanges(before, aNode({ labels: { kept: "2" } })), { kept: "2", gone: null });
    });

    it("has its own taints and those of others, never twice, and none that it gave up", () => {
        fc.assert(
            fc.property(taints, taints, taints, (others, previous, wanted) => {
                const merged = mergedTaints(others, aNode({ taints: previous }), aNode({ taints: wanted }));
                const keys = merged.map(({ key, effect }) => `${key}:${effect}`);
                assert.equal(new Set(keys).size, keys.length);
                wanted.forEach(each => assert.ok(merged.some(found => sameTaints([found], [each]))));
                const given = [...previous, ...wanted].map(({ key, effect }) => `${key}:${effect}`);
                const foreign = others.filter(({ key, effect }) => !given.includes(`${key}:${effect}`));
                assert.ok(sameTaints(merged, [...wanted, ...foreign]));
            }),
        );
    });
});

// Proves what is known of labels before there are nodes. Does not prove that nodes get them: test/sim and test/stacks do.
import assert from "node:assert/strict";
import { capacityBlock, onDemand, spot, type Capacity } from "../../components/fleet/capacity/capacity";
import { nodeLabel } from "../../components/fleet/node-labels";
import { aPool } from "./builders";

const later = { known: false, why: "created later" } as const;

describe("the label of a node", () => {
    const kinds: readonly (readonly [string, Capacity])[] = [
        ["ON_DEMAND", onDemand()],
        ["SPOT", spot()],
        [
            "CAPACITY_BLOCK",
            capacityBlock({
                reservationId: "cr-1",
                zone: "use1-az1",
                startsAt: "2026-11-20T11:30:00Z",
                endsAt: "2026-12-20T11:30:00Z",
            }),
        ],
    ];
    for (const [value, capacity] of kinds) {
        it(`says how it is bought: ${value}`, () => {
            assert.deepEqual(nodeLabel(aPool({ capacity }), "eks.amazonaws.com/capacityType"), { is: "value", value });
        });
    }

    it("is there, with a value that nobody knows yet, while what it says is not known", () => {
        const there = { is: "present", why: "created later" };
        assert.deepEqual(nodeLabel({ ...aPool(), capacity: later }, "eks.amazonaws.com/capacityType"), there);
        assert.deepEqual(nodeLabel({ ...aPool(), machineType: later }, "node.kubernetes.io/instance-type"), there);
        assert.deepEqual(nodeLabel({ ...aPool(), zones: later }, "topology.k8s.aws/zone-id"), there);
    });

    it("is the zone only of nodes in one zone", () => {
        const zone = (...zones: string[]) => nodeLabel(aPool({ zones }), "topology.k8s.aws/zone-id").is;
        assert.deepEqual([zone("use1-az1"), zone("use1-az1", "use1-az2"), zone()], ["value", "present", "present"]);
    });

    it("may come from others only under the keys that they use", () => {
        const pool = { ...aPool(), moreLabels: { under: ["nvidia.com/", "feature."], why: "perhaps" } };
        assert.deepEqual(nodeLabel(pool, "nvidia.com/gpu.product"), { is: "unknown", why: "perhaps" });
        assert.deepEqual(nodeLabel(pool, "feature.node"), { is: "unknown", why: "perhaps" });
        assert.deepEqual(nodeLabel(pool, "team"), { is: "absent" });
        assert.deepEqual(nodeLabel(pool, "nvidia.com/gpu.present"), { is: "value", value: "true" });
        assert.deepEqual(nodeLabel({ ...pool, moreLabels: { under: [], why: "" } }, "nvidia.com/x"), { is: "absent" });
        assert.deepEqual(nodeLabel({ ...pool, labels: later }, "team"), { is: "unknown", why: "created later" });
    });
});

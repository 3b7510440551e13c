/** The sample pod: that the scheduler's rules let it land on its own pool only. The real scheduler says the same on the local cloud. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { samplePod } from "../../components/kubernetes/sample-pod";
import { admits } from "../../components/fleet/admission";
import type { Workload } from "../../components/fleet/workload";
import { aPool } from "../fleet/builders";

const train = aPool({ name: "train" });

function workloadOf(pod: ReturnType<typeof samplePod>): Workload {
    const limits = pod.spec.containers[0]?.resources?.limits ?? {};
    return {
        tolerations: pod.spec.tolerations,
        nodeSelector: pod.spec.nodeSelector ?? {},
        nodeAffinity: "any",
        requests: Object.fromEntries(Object.entries(limits).map(([name, amount]) => [name, Number(amount)])),
    };
}

describe("a sample pod", () => {
    it("lands on its pool and not on another one that is the same but for its name", () => {
        const pod = workloadOf(samplePod(train));
        assert.equal(admits(pod, train).verdict, "admits");
        assert.equal(admits(pod, aPool({ name: "serve" })).verdict, "refuses");
    });

    it("tolerates whatever the pool is tainted with", () => {
        const taint = fc.record({
            key: fc.constantFrom("team", "example.com/slow", "nvidia.com/gpu"),
            value: fc.constantFrom("", "a", "present"),
            effect: fc.constantFrom("NoSchedule" as const, "NoExecute" as const, "PreferNoSchedule" as const),
        });
        fc.assert(
            fc.property(fc.array(taint, { maxLength: 5 }), taints => {
                const pool = aPool({ name: "train", taints });
                assert.equal(admits(workloadOf(samplePod(pool)), pool).verdict, "admits");
            }),
        );
    });

    it("asks for one device, for as many as it is told, and never for more than a node has", () => {
        const limits = (devices?: number) => samplePod(train, { devices }).spec.containers[0]?.resources?.limits;
        const [{ name, perNode }] = train.resources as [(typeof train.resources)[number]];
        assert.deepEqual(limits(), { [name]: "1" });
        assert.deepEqual(limits(perNode), { [name]: String(perNode) });
        assert.deepEqual(limits(perNode + 1), { [name]: String(perNode) });
    });

    it("asks for nothing on a pool without devices", () => {
        const pod = samplePod(aPool({ name: "system", accelerators: [], resources: [], taints: [] }));
        assert.ok(!("resources" in pod.spec.containers[0]!));
    });

    it("stays until it is deleted, or does what its image does", () => {
        assert.match(samplePod(train).spec.containers[0]!.image, /^registry\.k8s\.io\/pause:3\.10/);
        assert.equal(samplePod(train, { image: "example.com/cuda" }).spec.containers[0]?.image, "example.com/cuda");
    });

    it("is made for a group as for its pool", () => assert.deepEqual(samplePod({ pool: train }), samplePod(train)));
});

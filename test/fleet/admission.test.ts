// Proves `admits` against an independent reading of the scheduler's rules and by tables. That the real scheduler agrees is
// shown on the local cloud (test/stacks), pod by pod.
import assert from "node:assert/strict";
import fc from "fast-check";
import { admits, type Admission } from "../../components/fleet/admission";
import { fabricOf } from "../../components/fleet/fabric";
import { nodeLabel } from "../../components/fleet/node-labels";
import type { Pool } from "../../components/fleet/pool";
import { tolerates, type NodeRequirement, type Toleration, type Workload } from "../../components/fleet/workload";
import { anyAdvertiser, anyPool, blurredAdvertiser, blurredPool, workload } from "./arbitraries";
import { aPool, aSystemPool, aWorkload } from "./builders";
import { aFabricQuestion } from "./fabric/builders";
import { schedules, type ConcreteNode } from "./scheduler";

const tolerant = { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] } as const;

function firstReason(admission: Admission): string {
    return admission.verdict === "refuses" ? (admission.reasons[0]?.text ?? "") : admission.verdict;
}

describe("a workload on a pool", () => {
    it("is refused by the accelerator's taint, and admitted once it tolerates it", () => {
        assert.equal(
            firstReason(admits(aWorkload(), aPool())),
            "taint nvidia.com/gpu=present:NoSchedule is not tolerated",
        );
        assert.deepEqual(admits(aWorkload(tolerant), aPool()), { verdict: "admits" });
    });

    it("is told every clause that fails, the scheduler's first one first", () => {
        const asks = aWorkload({
            nodeSelector: { team: "a" },
            nodeAffinity: [{ matchExpressions: [{ key: "tier", operator: "Exists" }] }],
            requests: { "nvidia.com/gpu": 9 },
        });
        const admission = admits(asks, aPool({ labels: { team: "b" } }));
        assert.ok(admission.verdict === "refuses");
        assert.deepEqual(admission.reasons, [
            { clause: "taint", text: "taint nvidia.com/gpu=present:NoSchedule is not tolerated" },
            { clause: "nodeSelector", text: 'label team is "b", not "a"' },
            {
                clause: "nodeAffinity",
                text: "no term of the node affinity holds: tier Exists (the nodes have no such label)",
            },
            { clause: "request", text: "asks for 9 nvidia.com/gpu, a node offers 8" },
        ]);
    });
});

describe("a toleration", () => {
    const pool = aPool({ taints: [{ key: "team", value: "a", effect: "NoExecute" }] });
    const cases: readonly (readonly [Toleration, boolean])[] = [
        [{ key: "team", operator: "Equal", value: "a", effect: "NoExecute" }, true],
        [{ key: "team", value: "a" }, true],
        [{ key: "team", value: "b" }, false],
        [{ key: "team" }, false],
        [{ key: "team", operator: "Exists" }, true],
        [{ key: "team", operator: "Exists", effect: "NoSchedule" }, false],
        [{ key: "other", operator: "Exists" }, false],
        [{ operator: "Exists" }, true],
        [{ operator: "Exists", effect: "NoExecute" }, true],
        [{ operator: "Exists", effect: "NoSchedule" }, false],
        [{ key: "team", value: "a", tolerationSeconds: 60 }, true],
    ];
    for (const [toleration, tolerated] of cases) {
        it(`${JSON.stringify(toleration)} ${tolerated ? "covers" : "does not cover"} team=a:NoExecute`, () => {
            const { verdict } = admits(aWorkload({ tolerations: [toleration] }), pool);
            assert.equal(verdict, tolerated ? "admits" : "refuses");
            assert.equal(tolerates(toleration, pool.taints[0]!), tolerated);
        });
    }

    it("is not needed for a preference", () => {
        const preferring = aPool({ taints: [{ key: "team", value: "a", effect: "PreferNoSchedule" }] });
        assert.equal(admits(aWorkload(), preferring).verdict, "admits");
    });
});

describe("a node affinity expression", () => {
    const pool = aSystemPool({ labels: { team: "a", size: "10", odd: "x1" } });
    const cases: readonly (readonly [NodeRequirement, boolean])[] = [
        [{ key: "team", operator: "In", values: ["b", "a"] }, true],
        [{ key: "team", operator: "In", values: ["b"] }, false],
        [{ key: "none", operator: "In", values: [""] }, false],
        [{ key: "team", operator: "In", values: [] }, false],
        [{ key: "team", operator: "NotIn", values: ["b"] }, true],
        [{ key: "team", operator: "NotIn", values: ["a"] }, false],
        [{ key: "none", operator: "NotIn", values: ["a"] }, true],
        [{ key: "none", operator: "NotIn", values: [] }, false],
        [{ key: "team", operator: "Exists" }, true],
        [{ key: "none", operator: "Exists" }, false],
        [{ key: "team", operator: "DoesNotExist" }, false],
        [{ key: "none", operator: "DoesNotExist" }, true],
        [{ key: "size", operator: "Gt", values: ["9"] }, true],
        [{ key: "size", operator: "Gt", values: ["10"] }, false],
        [{ key: "size", operator: "Lt", values: ["011"] }, true],
        [{ key: "size", operator: "Lt", values: ["10"] }, false],
        [{ key: "odd", operator: "Lt", values: ["10"] }, false],
        [{ key: "size", operator: "Gt", values: ["x"] }, false],
        [{ key: "size", operator: "Gt", values: ["-1"] }, false],
        [{ key: "size", operator: "Lt", values: ["9223372036854775807"] }, true],
        [{ key: "size", operator: "Lt", values: ["9223372036854775808"] }, false],
        [{ key: "none", operator: "Lt", values: ["10"] }, false],
        [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }, true],
        [{ key: "kubernetes.io/arch", operator: "In", values: ["arm64"] }, false],
        [{ key: "kubernetes.io/hostname", operator: "Exists" }, true],
    ];
    for (const [requirement, holds] of cases) {
        it(`${JSON.stringify(requirement)} ${holds ? "holds" : "fails"}`, () => {
            const { verdict } = admits(aWorkload({ nodeAffinity: [{ matchExpressions: [requirement] }] }), pool);
            assert.equal(verdict, holds ? "admits" : "refuses");
        });
    }

    it("must hold with the others of its term; one term is enough", () => {
        const yes: NodeRequirement = { key: "team", operator: "Exists" };
        const no: NodeRequirement = { key: "team", operator: "DoesNotExist" };
        const verdict = (...terms: NodeRequirement[][]) =>
            admits(aWorkload({ nodeAffinity: terms.map(matchExpressions => ({ matchExpressions })) }), pool).verdict;
        assert.equal(verdict([yes, no]), "refuses");
        assert.equal(verdict([no], [yes]), "admits");
        assert.equal(verdict([]), "refuses");
        assert.equal(verdict([], [yes]), "admits");
        assert.equal(verdict(), "refuses");
    });
});

describe("a request", () => {
    const cases: readonly (readonly [Workload["requests"], Admission["verdict"]])[] = [
        [{ "nvidia.com/gpu": 8 }, "admits"],
        [{ "nvidia.com/gpu": 9 }, "refuses"],
        [{ "aws.amazon.com/neuron": 1 }, "refuses"],
        [{ "aws.amazon.com/neuron": 0 }, "admits"],
        [{ cpu: 191.5, memory: 2047 * 2 ** 30 }, "admits"],
        [{ cpu: 192 }, "refuses"],
        [{ memory: 2048 * 2 ** 30 }, "refuses"],
        [{ "ephemeral-storage": 1 }, "undecided"],
        [{ "hugepages-2Mi": 1 }, "refuses"],
        [{ "hugepages-1Gi": 1 }, "undecided"],
        [{ "hugepages-1Gi": 1, cpu: 192 }, "refuses"],
    ];
    for (const [requests, verdict] of cases) {
        it(`of ${JSON.stringify(requests)} ${verdict} on a p5.48xlarge`, () => {
            assert.equal(admits(aWorkload({ ...tolerant, requests }), aPool()).verdict, verdict);
        });
    }
});

describe("a request for more than one share of a GPU", () => {
    const shared = (atMostPerContainer?: number): Pool =>
        aPool({
            resources: [
                {
                    name: "nvidia.com/gpu.shared",
                    through: "extendedResource",
                    perNode: 32,
                    family: "nvidia",
                    ...(atMostPerContainer === undefined ? {} : { atMostPerContainer }),
                },
            ],
        });
    const asks = (count: number) => aWorkload({ ...tolerant, requests: { "nvidia.com/gpu.shared": count } });

    it("is undecided where a container may have one: the kubelet judges each container", () => {
        assert.equal(admits(asks(1), shared(1)).verdict, "admits");
        assert.equal(admits(asks(2), shared(1)).verdict, "undecided");
        assert.equal(admits(asks(33), shared(1)).verdict, "refuses");
    });

    it("is admitted where nothing limits a container", () =>
        assert.equal(admits(asks(32), shared()).verdict, "admits"));
});

describe("a request for huge pages", () => {
    const fabric = fabricOf(aFabricQuestion());
    const verdict = (mebibytes: number, pool: Pool) =>
        admits(aWorkload({ ...tolerant, requests: { "hugepages-2Mi": mebibytes * 2 ** 20 } }), pool).verdict;

    it("is held against what the image sets aside for EFA", () => {
        assert.equal(verdict(42242, aPool({ fabric })), "admits");
        assert.equal(verdict(42244, aPool({ fabric })), "refuses");
    });

    it("is undecided on an image of one's own", () =>
        assert.equal(verdict(2, aPool({ fabric, image: { ...aPool().image, name: "ami-0a1b" } })), "undecided"));
});

describe("a label of the cloud", () => {
    const cases: readonly (readonly [string, Partial<Pool>, ReturnType<typeof nodeLabel>["is"] | { value: string }])[] =
        [
            ["node.kubernetes.io/instance-type", {}, { value: "p5.48xlarge" }],
            ["topology.kubernetes.io/region", {}, { value: "us-east-1" }],
            ["topology.k8s.aws/zone-id", {}, { value: "use1-az1" }],
            ["topology.k8s.aws/zone-id", { zones: ["use1-az1", "use1-az2"] }, "present"],
            ["topology.kubernetes.io/zone", {}, "present"],
            ["topology.kubernetes.io/zone", { cloud: "gcp", zones: ["us-central1-a"] }, { value: "us-central1-a" }],
            ["eks.amazonaws.com/capacityType", {}, { value: "ON_DEMAND" }],
            ["eks.amazonaws.com/capacityType", { capacity: { kind: "spot" } }, { value: "SPOT" }],
            ["eks.amazonaws.com/nodegroup", {}, "present"],
            ["eks.amazonaws.com/nodegroup", { cloud: "gcp" }, "absent"],
            ["eks.amazonaws.com/compute-type", {}, "absent"],
            ["feature.node.kubernetes.io/pci-10de.present", {}, "absent"],
            ["topology.k8s.aws/network-node-layer-1", {}, "unknown"],
            ["nvidia.com/gpu.present", {}, { value: "true" }],
            ["constructor", {}, "absent"],
        ];
    for (const [key, changes, expected] of cases) {
        it(`${key} of ${JSON.stringify(changes)} is ${JSON.stringify(expected)}`, () => {
            const label = nodeLabel(aPool(changes), key);
            assert.deepEqual(label.is === "value" ? { value: label.value } : label.is, expected);
        });
    }

    it("leaves a selection undecided while its value is not known, and says why", () => {
        const asks = aWorkload({ ...tolerant, nodeSelector: { "topology.kubernetes.io/zone": "us-east-1a" } });
        assert.deepEqual(admits(asks, aPool()), {
            verdict: "undecided",
            unknowns: [
                {
                    clause: "nodeSelector",
                    text: "label topology.kubernetes.io/zone=us-east-1a: zone names differ by account: select by topology.k8s.aws/zone-id",
                },
            ],
        });
    });
});

describe("admits", () => {
    /** The nodes of a pool as they would join: one zone name, any network layer. */
    function nodeOf(pool: Pool, zone: string): ConcreteNode {
        return {
            labels: {
                "kubernetes.io/arch": pool.architecture,
                "node.kubernetes.io/instance-type": pool.machineType,
                "topology.k8s.aws/zone-id": zone,
                "topology.k8s.aws/network-node-layer-1": "nn-1",
                "kubernetes.io/hostname": "ip-10-0-0-1",
                ...pool.labels,
            },
            taints: pool.taints,
            allocatable: {
                cpu: pool.vcpus - 0.1,
                memory: pool.memoryGiB * 2 ** 30 - 1,
                ...Object.fromEntries(pool.resources.map(({ name, perNode }) => [name, perNode])),
            },
        };
    }

    it("never says yes or no where the scheduler, on any node that the pool may have, says otherwise", () =>
        fc.assert(
            fc.property(workload, anyPool, (asked, pool) => {
                const { verdict } = admits(asked, pool);
                for (const zone of pool.zones) {
                    const lands = schedules(asked, nodeOf(pool, zone));
                    if (verdict !== "undecided") assert.equal(verdict === "admits", lands);
                }
            }),
            { numRuns: 3000 },
        ));

    it("decides whenever no label of unknown value is asked for", () =>
        fc.assert(
            fc.property(workload, anyPool, (asked, pool) => {
                const selected = Object.keys(asked.nodeSelector);
                const terms = asked.nodeAffinity === "any" ? [] : asked.nodeAffinity;
                const asksKeys = [...selected, ...terms.flatMap(t => t.matchExpressions.map(e => e.key))];
                fc.pre(asksKeys.every(key => ["value", "absent"].includes(nodeLabel(pool, key).is)));
                assert.notEqual(admits(asked, pool).verdict, "undecided");
            }),
            { numRuns: 1000 },
        ));

    it("only ever becomes undecided when fields are not known", () => {
        const blurredPair = fc
            .tuple(anyAdvertiser, anyPool)
            .chain(([asked, pool]) =>
                fc.tuple(fc.constant({ asked, pool }), blurredAdvertiser(asked), blurredPool(pool)),
            );
        fc.assert(
            fc.property(blurredPair, ([clear, asked, pool]) => {
                const { verdict } = admits(asked, pool);
                if (verdict !== "undecided") assert.equal(verdict, admits(clear.asked, clear.pool).verdict);
            }),
            { numRuns: 3000 },
        );
    });
});

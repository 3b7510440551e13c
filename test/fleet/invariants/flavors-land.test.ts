// Proves which nodes a flavor means and what it is held against. Does not prove that Kueue admits so: no Kueue runs here.
import assert from "node:assert/strict";
import type { ClusterQueue, ResourceFlavor } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import type { Taint } from "../../../components/fleet/pool";
import { aPool } from "../builders";
import { aLabelSupplier } from "../facet-builders";
import { judged, later } from "./judged";

const train = aPool({ nodes: { min: 0, desired: 0, max: 2 } });
const gpuTaint = train.taints[0]!;
const research: Taint = { key: "team", value: "research", effect: "NoSchedule" };

function aFlavor(changes: Partial<ResourceFlavor> = {}): ResourceFlavor {
    return {
        name: "h100",
        cluster: "shared",
        nodeLabels: { "nvidia.com/gpu.present": "true" },
        nodeTaints: [gpuTaint],
        tolerations: [],
        ...changes,
    };
}

function aQueue(gpus: number, changes: Partial<ClusterQueue> = {}): ClusterQueue {
    const nominal = { "nvidia.com/gpu": gpus, cpu: 1e6 };
    return { name: "research", cluster: "shared", quotas: [{ flavor: "h100", nominal }], ...changes };
}

function flavors(fleet: Partial<Fleet>): Record<string, string> {
    return judged("X4", { pools: [train], resourceFlavors: [aFlavor()], ...fleet });
}

describe("a flavor of Kueue (X4)", () => {
    it("says nothing while nobody queues", () => {
        assert.deepEqual(judged("X4", { pools: [train] }), {
            "resource flavors": "notApplicable: the fleet says nothing of its resource flavors",
            "cluster queues": "notApplicable: the fleet says nothing of its cluster queues",
            "local queues": "notApplicable: the fleet says nothing of its local queues",
        });
    });

    it("means the nodes that carry all its labels, on its cluster", () => {
        assert.equal(flavors({})["flavor h100"], "holds");
        const nowhere = (changes: Partial<ResourceFlavor>) =>
            flavors({ resourceFlavors: [aFlavor(changes)] })["flavor h100"];
        const more = { "nvidia.com/gpu.present": "true", team: "a" };
        assert.equal(
            nowhere({ nodeLabels: more }),
            'queue.flavor-lands-nowhere: {"nvidia.com/gpu.present":"true","team":"a"}, which no pool of its cluster has',
        );
        assert.match(nowhere({ nodeLabels: { "nvidia.com/gpu.present": "no" } }) ?? "", /^queue\.flavor-lands-nowhere/);
        assert.match(nowhere({ cluster: "west" }) ?? "", /^queue\.flavor-lands-nowhere/);
        assert.equal(nowhere({ nodeLabels: { "node.kubernetes.io/instance-type": "p5.48xlarge" } }), "holds");
        assert.equal(nowhere({ nodeLabels: {} }), "holds");
    });

    it("may use a label that a supplier brings", () => {
        const nodeLabels = { "feature.node.kubernetes.io/pci-10de.present": "true" };
        const by = { resourceFlavors: [aFlavor({ nodeLabels })], labelSuppliers: [aLabelSupplier()] };
        assert.equal(flavors(by)["flavor h100"], "holds");
    });

    it("means machines of one type", () => {
        const pools = [train, aPool({ name: "b" }), aPool({ name: "c", machineType: "p5e.48xlarge" })];
        assert.equal(
            flavors({ pools })["flavor h100"],
            "queue.flavor-several-kinds: nodes of p5.48xlarge and p5e.48xlarge",
        );
        assert.equal(flavors({ pools: pools.slice(0, 2) })["flavor h100"], "holds");
    });

    it("tells Kueue the taints of its nodes that it does not tolerate itself", () => {
        const taints = (changes: Partial<ResourceFlavor>, pool = train) =>
            flavors({ pools: [pool], resourceFlavors: [aFlavor(changes)] })["flavor h100, taints"];
        assert.equal(taints({}), "holds");
        assert.equal(taints({ nodeTaints: [] }), "queue.flavor-taints: without nvidia.com/gpu=present:NoSchedule");
        const tolerations = [{ key: "nvidia.com/gpu", operator: "Exists" as const }];
        assert.equal(taints({ nodeTaints: [], tolerations }), "holds");
        assert.equal(
            taints({ nodeTaints: [research] }),
            "queue.flavor-taints: without nvidia.com/gpu=present:NoSchedule; with team=research:NoSchedule, which its nodes do not have or it tolerates itself",
        );
        assert.equal(
            taints({ nodeTaints: [gpuTaint, research] }),
            "queue.flavor-taints: with team=research:NoSchedule, which its nodes do not have or it tolerates itself",
        );
        const soft = { ...research, effect: "PreferNoSchedule" as const };
        assert.equal(taints({ nodeTaints: [gpuTaint, soft] }), "holds");
        assert.equal(taints({}, { ...train, taints: [gpuTaint, soft] }), "holds");
    });

    it("is held against the taints of every pool of its type", () => {
        const pools = [
            train,
            aPool({ name: "b", taints: [research] }),
            aPool({ name: "c", machineType: "x", taints: [] }),
        ];
        const found = flavors({ pools, resourceFlavors: [aFlavor({ nodeTaints: [gpuTaint, research] })] });
        assert.equal(found["flavor h100, taints"], "holds");
    });

    it("promises no more devices than its pools have at their largest, all queues together", () => {
        const quota = (...clusterQueues: ClusterQueue[]) => flavors({ clusterQueues })["flavor h100, nvidia.com/gpu"];
        assert.equal(quota(aQueue(16)), "holds");
        assert.equal(quota(aQueue(17)), "queue.quota-beyond-nodes: queues promise 17 nvidia.com/gpu");
        assert.equal(quota(aQueue(8), aQueue(8, { name: "b" })), "holds");
        assert.match(quota(aQueue(8), aQueue(9, { name: "b" })) ?? "", /promise 17/);
        assert.equal(quota(aQueue(16), aQueue(9, { name: "b", cluster: "west" })), "holds");
    });

    it("has machines of the first type only", () => {
        const pools = [train, aPool({ name: "c", machineType: "p5e.48xlarge" })];
        assert.match(
            flavors({ pools, clusterQueues: [aQueue(17)] })["flavor h100, nvidia.com/gpu"] ?? "",
            /^queue\.quota-beyond/,
        );
    });

    it("without a quota of devices has nothing to promise", () => {
        const none = "notApplicable: no queue has a quota of its devices";
        assert.equal(flavors({})["flavor h100, quota"], none);
        const cpu = [{ flavor: "h100", nominal: { cpu: 8 } }];
        assert.equal(flavors({ clusterQueues: [aQueue(1, { quotas: cpu })] })["flavor h100, quota"], none);
        const other = [{ flavor: "h100", nominal: { "example.com/x": 1 } }];
        assert.equal(
            flavors({ clusterQueues: [aQueue(1, { quotas: other })] })["flavor h100, example.com/x"],
            "queue.quota-beyond-nodes: queues promise 1 example.com/x",
        );
    });

    it("is undecided while it, its pools or its queues are not known", () => {
        const flavor = aFlavor();
        const seen = (fleet: Partial<Fleet>, subject = "flavor h100") => flavors(fleet)[subject];
        const whether = "undecided: whether its nodes are those of train is not known";
        assert.equal(seen({ resourceFlavors: [{ ...flavor, nodeLabels: later }] }), whether);
        assert.equal(seen({ resourceFlavors: [{ ...flavor, cluster: later }] }), whether);
        assert.equal(seen({ pools: [{ ...train, labels: later }] }), whether);
        assert.equal(seen({ pools: [{ ...train, cluster: later }] }), whether);
        assert.equal(
            seen({ pools: [{ ...train, machineType: later }] }),
            "undecided: the machine type of train is not known",
        );
        const taints = "flavor h100, taints";
        assert.equal(
            seen({ resourceFlavors: [{ ...flavor, nodeTaints: later }] }, taints),
            "undecided: nodeTaints not known: created later",
        );
        assert.equal(
            seen({ pools: [{ ...train, taints: later }] }, taints),
            "undecided: the taints of its nodes are not known: created later",
        );
        const quota = "flavor h100, nvidia.com/gpu";
        const vague = { ...aQueue(1, { name: "vague" }), quotas: later };
        assert.equal(
            seen({ clusterQueues: [aQueue(16), vague] }, quota),
            "undecided: what cluster queue vague promises is not known",
        );
        assert.match(seen({ clusterQueues: [aQueue(17), vague] }, quota) ?? "", /^queue\.quota-beyond-nodes/);
        assert.equal(
            seen({ clusterQueues: [vague] }, "flavor h100, quota"),
            "undecided: what cluster queue vague promises is not known",
        );
        assert.equal(
            seen({ clusterQueues: later }, "flavor h100, quota"),
            "undecided: the cluster queues are not known: created later",
        );
        assert.equal(
            seen({ clusterQueues: [aQueue(1)], pools: [{ ...train, nodes: later }] }, quota),
            "undecided: nodes not known: created later",
        );
    });
});

describe("queues of Kueue (X4)", () => {
    const local = { name: "research/default", cluster: "shared", clusterQueue: "research" };

    it("have quotas of flavors that exist on their cluster", () => {
        const quota = (fleet: Partial<Fleet>) =>
            flavors({ clusterQueues: [aQueue(1)], ...fleet })["cluster queue research, flavor h100"];
        assert.equal(quota({}), "holds");
        const missing = "queue.no-flavor: a quota of flavor h100, which does not exist";
        assert.equal(quota({ resourceFlavors: [] }), missing);
        assert.equal(quota({ resourceFlavors: [aFlavor({ name: "h200" })] }), missing);
        assert.equal(quota({ resourceFlavors: [aFlavor({ cluster: "west" })] }), missing);
        const perhaps = "undecided: whether h100 is on the same cluster is not known";
        assert.equal(quota({ resourceFlavors: [{ ...aFlavor(), cluster: later }] }), perhaps);
        assert.equal(quota({ clusterQueues: [{ ...aQueue(1), cluster: later }] }), perhaps);
        assert.equal(quota({ resourceFlavors: later }), "undecided: the resource flavors are not known: created later");
        const vague = flavors({ clusterQueues: [{ ...aQueue(1), quotas: later }] });
        assert.equal(vague["cluster queue research"], "undecided: its quotas are not known: created later");
    });

    it("have local queues whose cluster queue exists", () => {
        const door = (fleet: Partial<Fleet>) =>
            flavors({ clusterQueues: [aQueue(1)], localQueues: [local], ...fleet })["local queue research/default"];
        assert.equal(door({}), "holds");
        assert.equal(
            door({ clusterQueues: [] }),
            "queue.no-cluster-queue: cluster queue research, which does not exist",
        );
        assert.match(door({ localQueues: [{ ...local, cluster: "west" }] }) ?? "", /^queue\.no-cluster-queue/);
        assert.equal(
            door({ localQueues: [{ ...local, clusterQueue: later }] }),
            "undecided: its cluster queue is not known: created later",
        );
        assert.match(door({ localQueues: [{ ...local, cluster: later }] }) ?? "", /^undecided/);
    });
});

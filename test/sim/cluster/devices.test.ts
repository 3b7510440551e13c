/**
 * Devices of every kind on one real control plane with its real scheduler. Does not prove that any device works, nor that a
 * plugin of a vendor behaves so in a container: their rules are written from their sources.
 */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../sim/cloud/contract";
import { aDaemonSet, anEfaPluginPod, aNode, aPluginDaemonSet, aWorkPod, someGpus } from "./builders";
import { eventually } from "./eventually";
import { Kubectl, openMachines, sharedCluster, type TestMachines } from "./real-machines";

const podsOf = "/api/v1/namespaces/default/pods";
const daemonSets = "/apis/apps/v1/namespaces/kube-system/daemonsets";

describe("devices of a simulated cluster", function () {
    this.timeout(120_000);

    let opened: TestMachines;
    let kubectl: Kubectl;

    before(async function () {
        this.timeout(1_800_000);
        opened = await openMachines({ gracePeriod: 500 });
        await opened.machines.ensureCluster(sharedCluster);
        kubectl = Kubectl.open(opened.directory);
    });

    after(() => opened.leave());

    async function withNodes(...nodes: readonly NodeSpec[]): Promise<void> {
        await opened.machines.ensureNodes(sharedCluster.key, "group", nodes);
        await eventually(async () =>
            (await Promise.all(nodes.map(({ name }) => kubectl.isSchedulable(name)))).every(Boolean),
        );
    }

    async function removeDaemonSet(name: string): Promise<void> {
        await kubectl.api.delete(`${daemonSets}/${name}`, { propagationPolicy: "Foreground" });
        await eventually(async () => (await kubectl.pods("kube-system", `name=${name}`)).length === 0);
    }

    async function lands(name: string): Promise<void> {
        await eventually(async () => (await kubectl.phase("default", name)) === "Running");
    }

    describe("a node with GPUs and EFA interfaces", () => {
        const node = aNode({
            name: "ip-fabric",
            capacity: { cpu: "192", memory: "2000Gi", pods: "100", "hugepages-2Mi": "42242Mi", "hugepages-1Gi": "0" },
            allocatable: {
                cpu: "191",
                memory: "1900Gi",
                pods: "100",
                "hugepages-2Mi": "42242Mi",
                "hugepages-1Gi": "0",
            },
            devices: [someGpus({ model: "H100", count: 8, memoryGiB: 80 }), { kind: "efa", count: 32, driver: true }],
            bootProblems: ["nvidia-smi: H100 has no profile 1g.5gb"],
        });

        it("says what went wrong when it booted", async () => {
            await withNodes(node);
            await eventually(async () => (await kubectl.reasons("default", "Node", node.name)).includes("BootProblem"));
        });

        it("advertises each kind by the plugin of its vendor, and takes a pod that wants all of it", async () => {
            await kubectl.api.create(daemonSets, aPluginDaemonSet("gpu"));
            await kubectl.api.create(daemonSets, aDaemonSet("efa", anEfaPluginPod()));
            await eventually(async () => (await kubectl.devices(node.name, "vpc.amazonaws.com/efa")) === "32/32");
            await eventually(async () => (await kubectl.gpus(node.name)) === "8/8");
            const all = {
                "nvidia.com/gpu": "8",
                "vpc.amazonaws.com/efa": "32",
                "hugepages-2Mi": "5120Mi",
                memory: "8Gi",
            };
            await kubectl.api.create(podsOf, aWorkPod("all", all));
            await lands("all");
            await kubectl.api.delete(`${podsOf}/all`);
        });

        it("loses only the devices of the plugin that went", async () => {
            await removeDaemonSet("efa");
            await eventually(async () => (await kubectl.devices(node.name, "vpc.amazonaws.com/efa")) === "0/0");
            assert.equal(await kubectl.gpus(node.name), "8/8");
            await removeDaemonSet("gpu");
        });
    });
});

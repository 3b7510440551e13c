/**
 * Devices of every kind on one real control plane with its real scheduler. Does not prove that any device works, nor that a
 * plugin of a vendor behaves so in a container: their rules are written from their sources.
 */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../sim/cloud/contract";
import {
    aDaemonSet,
    anEfaPluginPod,
    anMpsDaemonPod,
    aNode,
    aPluginDaemonSet,
    aPluginPod,
    aWorkPod,
    configured,
    someGpus,
} from "./builders";
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

    describe("GPUs that are shared", () => {
        const shared = "nvidia.com/gpu.shared";
        const node = aNode({
            name: "ip-shared",
            labels: { "kubernetes.io/hostname": "ip-shared", "nvidia.com/mps.capable": "true" },
            devices: [someGpus({ count: 2 })],
        });
        const sharing = (by: string) =>
            `version: v1\nsharing: { ${by}: { renameByDefault: true, failRequestsGreaterThanOne: true, ` +
            "resources: [{ name: nvidia.com/gpu, replicas: 4 }] } }";

        async function withConfig(file: string): Promise<void> {
            const metadata = { name: "plugin-config", namespace: "kube-system" };
            const path = "/api/v1/namespaces/kube-system/configmaps";
            const data = { "config.yaml": file };
            await kubectl.api.delete(`${path}/plugin-config`).catch(() => undefined);
            await kubectl.api.create(path, { apiVersion: "v1", kind: "ConfigMap", metadata, data });
        }

        it("are advertised as their configuration says, as soon as that is there", async () => {
            await withNodes(node);
            await kubectl.api.create(daemonSets, aDaemonSet("plugin", aPluginPod(configured())));
            await eventually(async () => {
                const [pod] = await kubectl.pods("kube-system", "name=plugin");
                return (await kubectl.reasons("kube-system", "Pod", pod?.metadata.name)).includes("FailedMount");
            });
            assert.equal(await kubectl.devices(node.name, shared), "-/-");
            await withConfig(sharing("timeSlicing"));
            await eventually(async () => (await kubectl.devices(node.name, shared)) === "8/8");
            assert.equal(await kubectl.gpus(node.name), "-/-");
        });

        it("refuse a pod that the scheduler lets ask for two, and take one that asks for one", async () => {
            await kubectl.api.create(podsOf, aWorkPod("one", { [shared]: "1" }));
            await lands("one");
            await kubectl.api.create(podsOf, aWorkPod("two", { [shared]: "2" }));
            await eventually(async () => (await kubectl.phase("default", "two")) === "Failed");
            assert.deepEqual(await kubectl.reasons("default", "Pod", "two").then(all => all.slice(-1)), [
                "UnexpectedAdmissionError",
            ]);
            assert.equal(await kubectl.phase("default", "one"), "Running");
            for (const name of ["one", "two"]) await kubectl.api.delete(`${podsOf}/${name}`);
            await removeDaemonSet("plugin");
        });

        it("by MPS are advertised once the control daemon has come to the node, and not before", async () => {
            await withConfig(sharing("mps"));
            await kubectl.api.create(daemonSets, aDaemonSet("plugin", aPluginPod(configured())));
            await eventually(async () => {
                const [pod] = await kubectl.pods("kube-system", "name=plugin");
                return (await kubectl.reasons("kube-system", "Pod", pod?.metadata.name)).includes("MpsDaemonMissing");
            });
            assert.match(await kubectl.devices(node.name, shared), /0$/);
            const nodeSelector = { "nvidia.com/mps.capable": "true" };
            await kubectl.api.create(daemonSets, aDaemonSet("mps", anMpsDaemonPod(), { nodeSelector }));
            await eventually(async () => (await kubectl.devices(node.name, shared)) === "8/8");
            await removeDaemonSet("mps");
            await eventually(async () => (await kubectl.devices(node.name, shared)).endsWith("/0"));
            await removeDaemonSet("plugin");
        });

        it("and divided GPUs are there from the start on Bottlerocket", async () => {
            const pluginConfig = { flags: { migStrategy: "single" } };
            const mig = [0, 1].map(gpu => ({ gpu, instances: ["3g.40gb", "3g.40gb"] }));
            const divided = someGpus({ model: "H100", count: 2, pluginBuiltIn: true, pluginConfig, mig });
            await withNodes(aNode({ name: "ip-rocket", devices: [divided] }));
            await eventually(async () => (await kubectl.gpus("ip-rocket")) === "4/4");
        });
    });
});

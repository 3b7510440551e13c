/**
 * Devices of every kind on one real control plane with its real scheduler. Does not prove that any device works, nor that a
 * plugin of a vendor behaves so in a container: their rules are written from their sources.
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { NodeSpec } from "../../../sim/cloud/contract";
import type { ResourceSlice } from "../../../sim/cluster/device-plugins/resource-slices";
import type { List, Metadata } from "../../../sim/cluster/kubernetes/objects";
import {
    aClaimingPod,
    aDaemonSet,
    aDraDriverPod,
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

    const gracePeriod = 500;
    let opened: TestMachines;
    let kubectl: Kubectl;

    before(async function () {
        this.timeout(1_800_000);
        opened = await openMachines({ gracePeriod });
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
        await eventually(() => kubectl.isGone(`${daemonSets}/${name}`));
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
            await eventually(async () =>
                (await kubectl.reasons("default", "Pod", "two")).includes("UnexpectedAdmissionError"),
            );
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

    describe("GPUs that are claimed", () => {
        const resource = "/apis/resource.k8s.io/v1";
        const rbac = "/apis/rbac.authorization.k8s.io/v1";
        const account = "dra-driver-nvidia-gpu-service-account-kubeletplugin";
        const node = aNode({ name: "ip-dra", devices: [someGpus({ model: "A100", memoryGiB: 80 })] });
        const slicesOf = async (): Promise<readonly ResourceSlice[]> =>
            (await kubectl.api.get<List<ResourceSlice>>(`${resource}/resourceslices`)).items;

        /** What the chart makes beside the pods: the class, and a service account that may write slices. */
        async function withChart(): Promise<void> {
            const apiVersion = "resource.k8s.io/v1";
            const expression = "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'gpu'";
            await kubectl.api.create(`${resource}/deviceclasses`, {
                apiVersion,
                kind: "DeviceClass",
                metadata: { name: "gpu.nvidia.com" },
                spec: { selectors: [{ cel: { expression } }] },
            });
            await kubectl.api.create("/api/v1/namespaces/kube-system/serviceaccounts", {
                metadata: { name: account },
            });
            const devices = { requests: [{ name: "gpu", exactly: { deviceClassName: "gpu.nvidia.com" } }] };
            await kubectl.api.create(`${resource}/namespaces/default/resourceclaimtemplates`, {
                apiVersion,
                kind: "ResourceClaimTemplate",
                metadata: { name: "one-gpu" },
                spec: { spec: { devices } },
            });
        }

        async function allowSlices(): Promise<void> {
            const [name, apiGroup] = ["dra-driver-nvidia-gpu", "rbac.authorization.k8s.io"];
            const verbs = ["get", "list", "watch", "create", "update", "delete"];
            const rules = [{ apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs }];
            await kubectl.api.create(`${rbac}/clusterroles`, { metadata: { name }, rules });
            await kubectl.api.create(`${rbac}/clusterrolebindings`, {
                metadata: { name },
                subjects: [{ kind: "ServiceAccount", name: account, namespace: "kube-system" }],
                roleRef: { kind: "ClusterRole", name, apiGroup },
            });
        }

        it("are not published by a driver that may not write slices", async () => {
            await withNodes(node);
            await withChart();
            await kubectl.api.create(daemonSets, aDaemonSet("dra", aDraDriverPod()));
            await eventually(async () => {
                const [pod] = await kubectl.pods("kube-system", "name=dra");
                return (await kubectl.reasons("kube-system", "Pod", pod?.metadata.name)).includes(
                    "ResourceSlicesForbidden",
                );
            });
            assert.deepEqual(await slicesOf(), []);
            await removeDaemonSet("dra");
        });

        it("are published as devices of the node, with the attributes of the driver", async () => {
            await allowSlices();
            await kubectl.api.create(daemonSets, aDaemonSet("dra", aDraDriverPod()));
            await eventually(async () => (await slicesOf()).length === 1);
            const [slice] = await slicesOf();
            assert.equal(slice?.spec.nodeName, node.name);
            assert.equal(slice.metadata.ownerReferences?.[0]?.kind, "Node");
            const [device] = slice.spec.devices;
            assert.equal(device?.name, "gpu-0");
            assert.deepEqual(device.attributes.productName, { string: "NVIDIA A100-SXM4-80GB" });
            assert.deepEqual(device.capacity?.memory, { value: "80Gi" });
        });

        it("are allocated by the real scheduler, once", async () => {
            await kubectl.api.create(podsOf, aClaimingPod("first", "one-gpu"));
            await lands("first");
            await kubectl.api.create(podsOf, aClaimingPod("second", "one-gpu"));
            await eventually(async () => {
                const { items } = await kubectl.api.get<List<{ metadata: Metadata; message?: string }>>(
                    "/api/v1/namespaces/default/events?fieldSelector=reason=FailedScheduling",
                );
                return items.some(({ message = "" }) => message.includes("cannot allocate all claims"));
            });
            assert.equal(await kubectl.phase("default", "second"), "Pending");
            await kubectl.api.delete(`${podsOf}/first`);
            await lands("second");
        });

        it("are advertised twice beside a device plugin, and the node says so", async () => {
            await kubectl.api.create(daemonSets, aPluginDaemonSet("both"));
            await eventually(async () =>
                (await kubectl.reasons("default", "Node", node.name)).includes("DevicesAdvertisedTwice"),
            );
            await removeDaemonSet("both");
        });

        it("are no devices any more when the driver goes, nor when the machine goes", async () => {
            await kubectl.api.delete(`${podsOf}/second`);
            await removeDaemonSet("dra");
            await eventually(async () => (await slicesOf()).length === 0);
            await kubectl.api.create(daemonSets, aDaemonSet("dra", aDraDriverPod()));
            await eventually(async () => (await slicesOf()).length === 1);
            await withNodes();
            await eventually(async () => (await slicesOf()).length === 0);
        });

        it("stay the same devices over a restart of the local cloud", async () => {
            await withNodes(node);
            await eventually(async () => (await slicesOf()).length === 1);
            const [before] = await slicesOf();
            await opened.machines.stop();
            const restarted = opened.again();
            await restarted.ensureCluster(sharedCluster);
            await restarted.ensureNodes(sharedCluster.key, "group", [node]);
            await sleep(gracePeriod * 3);
            assert.deepEqual(await slicesOf(), [before]);
        });
    });
});

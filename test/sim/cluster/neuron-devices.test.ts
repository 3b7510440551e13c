/**
 * Neuron devices and FPGAs on a real control plane. Does not prove that a device works, nor what AWS's plugin does without the
 * rights that its chart gives it: here it registers nothing.
 */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../sim/cloud/contract";
import type { ResourceSlice } from "../../../sim/cluster/device-plugins/resource-slices";
import type { List } from "../../../sim/cluster/kubernetes/objects";
import { aGenericPluginPod, aNeuronDraPod, aNeuronPluginPod, anFpgaNode, trn2 } from "./accelerator-builders";
import { aDaemonSet } from "./builders";
import { eventually } from "./eventually";
import { Kubectl, openMachines, sharedCluster, type TestMachines } from "./real-machines";

const daemonSets = "/apis/apps/v1/namespaces/kube-system/daemonsets";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const serviceAccounts = "/api/v1/namespaces/kube-system/serviceaccounts";

describe("Neuron devices and FPGAs of a simulated cluster", function () {
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

    async function reasonsOfPods(name: string): Promise<string[]> {
        const [pod] = await kubectl.pods("kube-system", `name=${name}`);
        return kubectl.reasons("kube-system", "Pod", pod?.metadata.name);
    }

    async function allow(serviceAccount: string, rules: readonly object[]): Promise<void> {
        const [name, apiGroup] = [serviceAccount, "rbac.authorization.k8s.io"];
        await kubectl.api.create(`${rbac}/clusterroles`, { metadata: { name }, rules });
        await kubectl.api.create(`${rbac}/clusterrolebindings`, {
            metadata: { name },
            subjects: [{ kind: "ServiceAccount", name, namespace: "kube-system" }],
            roleRef: { kind: "ClusterRole", name, apiGroup },
        });
    }

    /** The rules of the Neuron chart. */
    const rules = [
        { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
        { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["update", "patch", "get", "list", "watch"] },
        { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
    ];

    const node = trn2({ logicalCores: 1 }, { name: "ip-trn2" });

    it("are not advertised by a plugin whose service account may not do what it needs", async () => {
        await withNodes(node);
        await kubectl.api.create(serviceAccounts, { metadata: { name: "neuron-device-plugin" } });
        await kubectl.api.create(daemonSets, aDaemonSet("neuron", aNeuronPluginPod()));
        await eventually(async () => (await reasonsOfPods("neuron")).includes("PluginForbidden"));
        assert.equal(await kubectl.devices(node.name, "aws.amazon.com/neuron"), "-/-");
    });

    it("are, chips and logical cores, as soon as it may", async () => {
        await allow("neuron-device-plugin", rules);
        await eventually(async () => (await kubectl.devices(node.name, "aws.amazon.com/neuron")) === "16/16");
        assert.equal(await kubectl.devices(node.name, "aws.amazon.com/neuroncore"), "128/128");
        assert.equal(await kubectl.devices(node.name, "aws.amazon.com/neurondevice"), "-/-");
    });

    it("are told to be advertised twice beside the DRA driver", async () => {
        await kubectl.api.create(serviceAccounts, { metadata: { name: "neuron-dra-driver-sa" } });
        const verbs = ["get", "list", "watch", "create", "update", "delete"];
        await allow("neuron-dra-driver-sa", [{ apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs }]);
        await kubectl.api.create(daemonSets, aDaemonSet("dra", aNeuronDraPod()));
        await eventually(async () => {
            const { items } = await kubectl.api.get<List<ResourceSlice>>("/apis/resource.k8s.io/v1/resourceslices");
            return items[0]?.spec.devices.length === 16;
        });
        await eventually(async () =>
            (await kubectl.reasons("default", "Node", node.name)).includes("DevicesAdvertisedTwice"),
        );
    });

    it("of F2 are advertised by paths of the host that are there, and taken by a pod", async () => {
        const fpga = anFpgaNode({}, ["/run/fpga/slot-0"]);
        await withNodes(node, fpga);
        const groups = [{ paths: [{ path: "/sys/bus/pci/devices/0000:*", type: "Mount" }] }];
        const args = ["--domain", "fpga.example", "--device", JSON.stringify({ name: "f2", groups })];
        const nodeSelector = { "kubernetes.io/hostname": fpga.name };
        await kubectl.api.create(daemonSets, aDaemonSet("fpga", aGenericPluginPod(args), { nodeSelector }));
        await eventually(async () => (await kubectl.devices(fpga.name, "fpga.example/f2")) === "2/2");
        const limits = { "fpga.example/f2": "1" };
        const containers = [{ name: "work", image: "registry.example/work:1", resources: { limits } }];
        await kubectl.api.create("/api/v1/namespaces/default/pods", {
            metadata: { name: "one" },
            spec: { containers },
        });
        await eventually(async () => (await kubectl.phase("default", "one")) === "Running");
    });
});

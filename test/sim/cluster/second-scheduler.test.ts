/**
 * Neuron chips that are handed out by a second, real kube-scheduler with the simulated extension. Does not prove that AWS's own
 * extension chooses the same chips, nor that its plugin gives a container what the extension chose: neither's code is public.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { NodeSpec } from "../../../sim/cloud/contract";
import type { Pod } from "../../../sim/cluster/kubernetes/objects";
import type { LocalMachines } from "../../../sim/cluster/machines";
import { aNeuronNode, aNeuronPluginPod } from "./accelerator-builders";
import { aDaemonSet, aNode } from "./builders";
import { eventually } from "./eventually";
import { Kubectl, openMachines, sharedCluster, type TestMachines } from "./real-machines";

const system = "/api/v1/namespaces/kube-system";
const podsOf = "/api/v1/namespaces/default/pods";
const rbac = "/apis/rbac.authorization.k8s.io/v1";

const filesOf = (directory: string) => readdirSync(join(directory, "clusters"), { recursive: true }).map(String);

describe("a second scheduler with the Neuron extension", function () {
    this.timeout(120_000);

    let opened: TestMachines;
    let kubectl: Kubectl;
    let machines: LocalMachines;

    const chips = aNeuronNode("inf2.24xlarge", { count: 6 }, { name: "ip-inf2" });
    const plain: NodeSpec = aNode({ name: "ip-system", taints: [], devices: [] });

    before(async function () {
        this.timeout(1_800_000);
        opened = await openMachines({ gracePeriod: 500 });
        machines = opened.machines;
        await machines.ensureCluster(sharedCluster);
        kubectl = Kubectl.open(opened.directory);
        await opened.machines.ensureNodes(sharedCluster.key, "group", [chips, plain]);
        await eventually(async () => (await kubectl.isSchedulable(chips.name)) && kubectl.isSchedulable(plain.name));
        await account("neuron-device-plugin", [
            { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
            { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
            { apiGroups: [""], resources: ["pods"], verbs: ["update", "patch", "get", "list", "watch"] },
            { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
        ]);
        await kubectl.api.create("/apis/apps/v1/namespaces/kube-system/daemonsets", {
            ...aDaemonSet("neuron", aNeuronPluginPod(), { nodeSelector: { "kubernetes.io/hostname": chips.name } }),
        });
        await eventually(async () => (await kubectl.devices(chips.name, "aws.amazon.com/neuron")) === "6/6");
    });

    after(() => opened.leave());

    async function account(name: string, rules: readonly object[], ...roles: readonly string[]): Promise<void> {
        const apiGroup = "rbac.authorization.k8s.io";
        await kubectl.api.create(`${system}/serviceaccounts`, { metadata: { name } });
        await kubectl.api.create(`${rbac}/clusterroles`, { metadata: { name }, rules });
        for (const role of [name, ...roles])
            await kubectl.api.create(`${rbac}/clusterrolebindings`, {
                metadata: { name: `${name}-${role.replace(":", "-")}` },
                subjects: [{ kind: "ServiceAccount", name, namespace: "kube-system" }],
                roleRef: { kind: "ClusterRole", name: role, apiGroup },
            });
    }

    /** A pod of the chart's Deployment. */
    async function systemPod(
        name: string,
        serviceAccountName: string,
        container: object,
        more: object = {},
    ): Promise<void> {
        const spec = { serviceAccountName, containers: [{ name, ...container }], ...more };
        await kubectl.api.create(`${system}/pods`, { metadata: { name, labels: { app: name } }, spec });
    }

    const configuration = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - schedulerName: my-scheduler
extenders:
  - urlPrefix: http://k8s-neuron-scheduler.kube-system.svc.cluster.local:12345
    filterVerb: filter
    bindVerb: bind
    enableHTTPS: false
    nodeCacheCapable: false
    managedResources:
      - name: aws.amazon.com/neuron
        ignoredByScheduler: false
      - name: aws.amazon.com/neuroncore
        ignoredByScheduler: false
    ignorable: false
leaderElection:
  leaderElect: true
  resourceNamespace: kube-system
  resourceName: my-scheduler
`;

    async function ask(name: string, count: number, unit = "neuron"): Promise<void> {
        const limits = { [`aws.amazon.com/${unit}`]: String(count) };
        const spec = {
            schedulerName: "my-scheduler",
            containers: [{ name: "work", image: "registry.example/work:1", resources: { limits } }],
            tolerations: [{ key: "aws.amazon.com/neuron", operator: "Exists" }],
        };
        await kubectl.api.create(podsOf, { metadata: { name }, spec });
    }

    async function chipsOf(name: string): Promise<readonly number[]> {
        await eventually(async () => (await kubectl.phase("default", name)) === "Running");
        const { metadata } = await kubectl.api.get<Pod>(`${podsOf}/${name}`);
        const cores = (metadata.annotations?.NEURON_CORES ?? "").split(",").map(Number);
        return [...new Set(cores.map(core => Math.floor(core / 2)))];
    }

    it("does not run before its configuration is there, and says so", async () => {
        await account(
            "my-scheduler",
            [
                { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
                {
                    apiGroups: ["coordination.k8s.io"],
                    resources: ["leases"],
                    verbs: ["create", "get", "list", "update"],
                },
            ],
            "system:kube-scheduler",
            "system:volume-scheduler",
        );
        const directory = "/etc/kubernetes/my-scheduler";
        await systemPod(
            "my-scheduler",
            "my-scheduler",
            {
                image: "registry.k8s.io/kube-scheduler:v1.35.6",
                command: ["/usr/local/bin/kube-scheduler"],
                args: [`--config=${directory}/my-scheduler-config.yaml`, "--leader-elect=true", "--v=2"],
                volumeMounts: [{ name: "config", mountPath: directory }],
            },
            { volumes: [{ name: "config", configMap: { name: "my-scheduler-config" } }] },
        );
        await eventually(async () =>
            (await kubectl.reasons("kube-system", "Pod", "my-scheduler")).includes("SchedulerFailed"),
        );
        const metadata = { name: "my-scheduler-config" };
        await kubectl.api.create(`${system}/configmaps`, {
            metadata,
            data: { "my-scheduler-config.yaml": configuration },
        });
    });

    it("binds nothing that its extension has to see before that runs", async () => {
        await ask("first", 2);
        await eventually(async () => (await kubectl.reasons("default", "Pod", "first")).includes("FailedScheduling"));
        assert.equal(await kubectl.phase("default", "first"), "Pending");
    });

    it("binds pods with connected chips once it does", async () => {
        await account("k8s-neuron-scheduler", [
            { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
            { apiGroups: [""], resources: ["nodes/status"], verbs: ["get", "patch", "update", "list", "watch"] },
            { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
            { apiGroups: [""], resources: ["pods"], verbs: ["get", "patch", "update", "list", "watch"] },
            { apiGroups: [""], resources: ["bindings", "pods/binding"], verbs: ["create"] },
        ]);
        const env = [{ name: "PORT", value: "12345" }];
        const image = "public.ecr.aws/neuron/neuron-scheduler:2.32.0.0";
        await systemPod(
            "k8s-neuron-scheduler",
            "k8s-neuron-scheduler",
            { image, env },
            { schedulerName: "my-scheduler" },
        );
        const spec = { ports: [{ port: 12345, targetPort: 12345 }], selector: { app: "k8s-neuron-scheduler" } };
        await kubectl.api.create(`${system}/services`, { metadata: { name: "k8s-neuron-scheduler" }, spec });
        assert.deepEqual(await chipsOf("first"), [0, 1]);
        await ask("second", 1);
        assert.deepEqual(await chipsOf("second"), [2]);
        await ask("third", 2);
        assert.deepEqual(await chipsOf("third"), [3, 4]);
        const { metadata } = await kubectl.node(chips.name);
        assert.equal(metadata.annotations?.NEURON_DEV_USAGE_MAP, "true,true,true,true,true,false");
    });

    it("keeps a pod waiting for which enough chips are free, but none connected", async () => {
        await kubectl.api.delete(`${podsOf}/second`, { gracePeriodSeconds: 0 });
        await eventually(() => kubectl.isGone(`${podsOf}/second`));
        await ask("apart", 2);
        await eventually(async () => (await kubectl.reasons("default", "Pod", "apart")).includes("FailedScheduling"));
        const { items } = await kubectl.api.get<{ items: readonly { message?: string }[] }>(
            "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name=apart",
        );
        assert.ok(items.some(({ message = "" }) => message.includes("no 2 connected Neuron devices are free")));
        assert.equal(await kubectl.phase("default", "apart"), "Pending");
        await kubectl.api.delete(`${podsOf}/first`, { gracePeriodSeconds: 0 });
        assert.deepEqual(await chipsOf("apart"), [0, 1]);
    });

    it("leaves pods alone that name no scheduler, and these are told that their chips need not be connected", async () => {
        await kubectl.api.delete(`${podsOf}/apart`, { gracePeriodSeconds: 0 });
        const limits = { "aws.amazon.com/neuron": "2" };
        const containers = [{ name: "work", image: "registry.example/work:1", resources: { limits } }];
        const tolerations = [{ key: "aws.amazon.com/neuron", operator: "Exists" }];
        await kubectl.api.create(podsOf, { metadata: { name: "default" }, spec: { containers, tolerations } });
        await eventually(async () =>
            (await kubectl.reasons("default", "Pod", "default")).includes("NeuronDevicesUnconnected"),
        );
        assert.ok(!(await kubectl.reasons("default", "Pod", "third")).includes("NeuronDevicesUnconnected"));
    });

    it("goes on over a restart of the local cloud, with what is taken", async () => {
        await kubectl.api.delete(`${podsOf}/default`, { gracePeriodSeconds: 0 });
        await opened.machines.stop();
        machines = opened.again();
        await machines.ensureCluster(sharedCluster);
        await machines.ensureNodes(sharedCluster.key, "group", [chips, plain]);
        await ask("later", 3);
        assert.deepEqual(await chipsOf("later"), [0, 1, 2]);
    });

    it("is seen among the processes, and ends with its pod", async () => {
        const names = () => machines.status().clusters.flatMap(({ processes }) => processes.map(({ name }) => name));
        assert.ok(names().includes("kube-scheduler-my-scheduler"));
        await kubectl.api.delete(`${system}/pods/my-scheduler`, { gracePeriodSeconds: 0 });
        await eventually(() => !names().includes("kube-scheduler-my-scheduler"));
        await eventually(() => !filesOf(opened.directory).some(file => file.includes("my-scheduler")));
    });
});

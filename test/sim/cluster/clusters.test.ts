/**
 * One real control plane, real scheduler and controllers. Does not prove that containers work: kwok says of every pod that it
 * runs. Nor that a kubelet of a real node would register with these very labels; that is what `sim/cloud/aws/eks` knows.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import type { ClusterEndpoint, ClusterSpec, NodeSpec } from "../../../sim/cloud/contract";
import type { LocalMachines } from "../../../sim/cluster/machines";
import { programsOf } from "../../../sim/cluster/processes/strays";
import { aGpuPod, aNode, aPluginDaemonSet, someGpus } from "./builders";
import { eventually } from "./eventually";
import { etcdOf, Kubectl, openMachines, sharedCluster, someNodes, type TestMachines } from "./real-machines";

const podsOf = "/api/v1/namespaces/default/pods";
const daemonSets = "/apis/apps/v1/namespaces/kube-system/daemonsets";

describe("a simulated cluster", function () {
    this.timeout(120_000);

    let opened: TestMachines;
    let endpoint: ClusterEndpoint;
    let kubectl: Kubectl;
    const gracePeriod = 500;

    before(async function () {
        this.timeout(1_800_000);
        opened = await openMachines({ gracePeriod });
        endpoint = await opened.machines.ensureCluster(sharedCluster);
        kubectl = Kubectl.open(opened.directory);
    });

    after(() => opened.leave());

    /** Gives the group exactly these nodes and waits until they are ready. */
    async function withNodes(nodes: readonly NodeSpec[]): Promise<void> {
        await opened.machines.ensureNodes(sharedCluster.key, "g6", nodes);
        await eventually(async () =>
            (await Promise.all(nodes.map(({ name }) => kubectl.isSchedulable(name)))).every(Boolean),
        );
    }

    async function removeDaemonSet(name: string): Promise<void> {
        await kubectl.api.delete(`${daemonSets}/${name}`, { propagationPolicy: "Foreground" });
        await eventually(async () => (await kubectl.pods("kube-system", `name=${name}`)).length === 0);
    }

    const node = aNode();

    it("has an API server whose certificate is signed by the authority it gives", async () => {
        const ca = Buffer.from(endpoint.certificateAuthority, "base64").toString();
        const ask = (authority?: string): Promise<number | undefined> =>
            new Promise((resolve, reject) => {
                request(`${endpoint.url}/version`, { ca: authority }, response => {
                    response.resume();
                    resolve(response.statusCode);
                })
                    .on("error", reject)
                    .end();
            });
        assert.equal(await ask(ca), 200);
        await assert.rejects(ask());
    });

    it("turns strangers away", async () => {
        const { hostname, port } = new URL(endpoint.url);
        const ca = Buffer.from(endpoint.certificateAuthority, "base64").toString();
        const status = (headers: Record<string, string>): Promise<number | undefined> =>
            new Promise((resolve, reject) => {
                request({ hostname, port, ca, headers, path: "/api/v1/nodes" }, response => {
                    response.resume();
                    resolve(response.statusCode);
                })
                    .on("error", reject)
                    .end();
            });
        assert.equal(await status({}), 403);
        assert.equal(await status({ Authorization: "Bearer guessed" }), 401);
    });

    it("keeps tokens and keys from other users of the machine", () => {
        const [id = ""] = readdirSync(join(opened.directory, "clusters"));
        const folder = join(opened.directory, "clusters", id);
        assert.equal(statSync(join(opened.directory, "clusters")).mode & 0o077, 0);
        for (const file of readdirSync(folder).filter(name => name !== "certificates")) {
            assert.equal(statSync(join(folder, file)).mode & 0o077, 0, file);
        }
        assert.equal(statSync(join(opened.directory, "etcd")).mode & 0o077, 0);
    });

    it("gives the same answer when it is asked for again, and starts nothing twice", async () => {
        const before = programsOf(opened.directory).length;
        assert.deepEqual(await opened.machines.ensureCluster(sharedCluster), endpoint);
        assert.equal(programsOf(opened.directory).length, before);
    });

    describe("its nodes", () => {
        it("join with what the machine is, and become ready", async () => {
            await withNodes([node]);
            const { metadata, spec, status } = await kubectl.node(node.name);
            assert.deepEqual(metadata.labels, node.labels);
            assert.deepEqual(spec.taints, node.taints);
            assert.equal(spec.providerID, node.providerId);
            assert.deepEqual(status?.capacity, node.capacity);
            assert.deepEqual(status.allocatable, node.allocatable);
            assert.equal(status.nodeInfo?.kubeletVersion, node.nodeInfo.kubeletVersion);
            assert.deepEqual(status.addresses?.[0], { type: "InternalIP", address: node.internalIp });
        });

        it("follow a change of the group's labels and taints, and keep those of others", async () => {
            await withNodes([node]);
            const path = `/api/v1/nodes/${node.name}`;
            const others = { key: "maintenance", value: "", effect: "NoSchedule" };
            await kubectl.api.patch(path, "merge", {
                metadata: { labels: { theirs: "1" } },
                spec: { taints: [...node.taints, others] },
            });
            await withNodes([aNode({ labels: { ...node.labels, team: "a" }, taints: [] })]);
            const changed = await kubectl.node(node.name);
            assert.deepEqual(changed.metadata.labels, { ...node.labels, team: "a", theirs: "1" });
            assert.deepEqual(
                changed.spec.taints?.map(({ key }) => key),
                ["maintenance"],
            );
            await withNodes([node]);
            const back = await kubectl.node(node.name);
            assert.deepEqual(back.metadata.labels, { ...node.labels, theirs: "1" });
            await kubectl.api.patch(path, "merge", { spec: { taints: node.taints } });
        });

        it("take the pods that run on them along when the group shrinks, and leave those of other groups", async () => {
            const [first = node, second = node] = someNodes(2, name => aNode({ name, taints: [] }));
            await opened.machines.ensureNodes(sharedCluster.key, "other", [aNode({ name: "ip-other", taints: [] })]);
            await withNodes([first, second]);
            const pod = (name: string, nodeName: string): object => ({
                metadata: { name },
                spec: { nodeName, containers: [{ name: "work", image: "registry.example/work:1" }] },
            });
            await kubectl.api.create(podsOf, pod("stays", first.name));
            await kubectl.api.create(podsOf, pod("goes", second.name));
            await eventually(async () => (await kubectl.phase("default", "goes")) === "Running");
            await withNodes([first]);
            assert.deepEqual(await kubectl.nodeNames(), [first.name, "ip-other"].sort());
            await assert.rejects(kubectl.phase("default", "goes"), { code: 404 });
            assert.equal(await kubectl.phase("default", "stays"), "Running");
            await opened.machines.ensureNodes(sharedCluster.key, "other", []);
            await withNodes([]);
            assert.deepEqual(await kubectl.nodeNames(), []);
        });

        it("run the pods of a Job to their end", async () => {
            await withNodes([aNode({ taints: [] })]);
            const template = {
                spec: { restartPolicy: "Never", containers: [{ name: "work", image: "registry.example/work:1" }] },
            };
            const job = { metadata: { name: "job" }, spec: { template } };
            await kubectl.api.create("/apis/batch/v1/namespaces/default/jobs", job);
            await eventually(async () => {
                const { status } = await kubectl.api.get<{ status: { succeeded?: number } }>(
                    "/apis/batch/v1/namespaces/default/jobs/job",
                );
                return status.succeeded === 1;
            });
        });
    });

    describe("its GPUs", () => {
        beforeEach(async () => {
            await withNodes([]);
            await withNodes([node]);
        });

        it("cannot be scheduled before a device plugin runs, can while it runs, and not after it went", async () => {
            await kubectl.api.create(podsOf, aGpuPod("early", 1));
            await eventually(async () =>
                (await kubectl.reasons("default", "Pod", "early")).includes("FailedScheduling"),
            );
            assert.equal(await kubectl.gpus(node.name), "-/-");
            assert.equal(await kubectl.phase("default", "early"), "Pending");

            await kubectl.api.create(daemonSets, aPluginDaemonSet("plugin"));
            await eventually(async () => (await kubectl.gpus(node.name)) === "1/1");
            await eventually(async () => (await kubectl.phase("default", "early")) === "Running");
            assert.ok((await kubectl.reasons("default", "Node", node.name)).includes("DevicePluginRegistered"));

            await removeDaemonSet("plugin");
            await eventually(async () => (await kubectl.gpus(node.name)).endsWith("/0"));
            await eventually(async () => (await kubectl.gpus(node.name)) === "0/0");
            assert.equal(await kubectl.phase("default", "early"), "Running");
            await kubectl.api.create(podsOf, aGpuPod("late", 1));
            await eventually(async () =>
                (await kubectl.reasons("default", "Pod", "late")).includes("FailedScheduling"),
            );
            assert.equal(await kubectl.phase("default", "late"), "Pending");
            await kubectl.api.delete(`${podsOf}/late`, { gracePeriodSeconds: 0 });
        });

        it("are not advertised by a plugin that does not tolerate the node's taint: it never gets there", async () => {
            await kubectl.api.create(daemonSets, aPluginDaemonSet("untolerated", { spec: { tolerations: [] } }));
            await eventually(async () => {
                const { status } = await kubectl.api.get<{
                    status: { observedGeneration?: number; desiredNumberScheduled: number };
                }>(`${daemonSets}/untolerated`);
                return status.observedGeneration === 1 && status.desiredNumberScheduled === 0;
            });
            assert.deepEqual(await kubectl.pods("kube-system", "name=untolerated"), []);
            assert.equal(await kubectl.gpus(node.name), "-/-");
            await removeDaemonSet("untolerated");
        });

        const impostors = {
            "without the kubelet's plugin directory": {
                override: { container: { volumeMounts: [] } },
                reason: "PluginDirectoryMissing",
            },
            "with another directory in its place": {
                override: { spec: { volumes: [{ name: "device-plugins", hostPath: { path: "/tmp" } }] } },
                reason: "PluginDirectoryMissing",
            },
            "of a release that does not exist": {
                override: { container: { image: "nvcr.io/nvidia/k8s-device-plugin:v9.9.9" } },
                reason: "ImageUnknown",
            },
        };
        for (const [what, { override, reason }] of Object.entries(impostors)) {
            it(`are not advertised by a plugin ${what}, and an event says why`, async () => {
                await kubectl.api.create(daemonSets, aPluginDaemonSet("impostor", override));
                await eventually(async () => (await kubectl.reasons("kube-system", "Pod")).includes(reason));
                assert.equal(await kubectl.gpus(node.name), "-/-");
                await removeDaemonSet("impostor");
            });
        }

        it("are not advertised by another image that mounts the plugin directory", async () => {
            const image = "registry.example/something:1";
            await kubectl.api.create(daemonSets, aPluginDaemonSet("other-image", { container: { image } }));
            await eventually(async () => {
                const [pod] = await kubectl.pods("kube-system", "name=other-image");
                return pod?.status?.phase === "Running";
            });
            // The plugin that is created after it is seen after it: by then the other one has been judged.
            const other = aNode({ name: "ip-10-0-0-99" });
            await withNodes([node, other]);
            await eventually(async () => (await kubectl.pods("kube-system", "name=other-image")).length === 2);
            await kubectl.api.create(
                daemonSets,
                aPluginDaemonSet("real", {
                    spec: { nodeName: undefined, nodeSelector: { "kubernetes.io/hostname": other.name } },
                }),
            );
            await eventually(async () => (await kubectl.gpus(other.name)) === "1/1");
            assert.equal(await kubectl.gpus(node.name), "-/-");
            await removeDaemonSet("other-image");
            await removeDaemonSet("real");
        });

        it("belong to the last of two plugins, with a warning, and are lost when one of them goes", async () => {
            await kubectl.api.create(daemonSets, aPluginDaemonSet("one"));
            await eventually(async () => (await kubectl.gpus(node.name)) === "1/1");
            await kubectl.api.create(daemonSets, aPluginDaemonSet("two"));
            await eventually(async () =>
                (await kubectl.reasons("default", "Node", node.name)).includes("DevicePluginReplaced"),
            );
            assert.equal(await kubectl.gpus(node.name), "1/1");
            await removeDaemonSet("one");
            await eventually(async () => (await kubectl.gpus(node.name)).endsWith("/0"));
            await removeDaemonSet("two");
        });

        it("are there from the start where the node's image has the plugin built in", async () => {
            const bottlerocket = aNode({
                name: "ip-bottlerocket",
                devices: [someGpus({ count: 4, pluginBuiltIn: true })],
            });
            await withNodes([node, bottlerocket]);
            await eventually(async () => (await kubectl.gpus("ip-bottlerocket")) === "4/4");
            assert.equal(await kubectl.gpus(node.name), "-/-");
        });
    });

    describe("beside another one", () => {
        const other: ClusterSpec = { ...sharedCluster, key: `${sharedCluster.key}-other`, name: "other" };

        it("shares nothing with it, and stays when the other is removed without a trace", async () => {
            await withNodes([node]);
            const { url } = await opened.machines.ensureCluster(other);
            assert.notEqual(url, endpoint.url);
            const [otherId = ""] = readdirSync(join(opened.directory, "clusters")).filter(id => id.startsWith("other"));
            const kubectlOther = Kubectl.open(opened.directory, otherId);
            assert.deepEqual(await kubectlOther.nodeNames(), []);
            kubectlOther.api.close();
            const etcd = etcdOf(opened.directory);
            assert.ok((await etcd.countPrefix(`/clusters/${otherId}/`)) > 0);

            await opened.machines.removeCluster(other.key);
            assert.equal(await etcd.countPrefix(`/clusters/${otherId}/`), 0);
            assert.equal(existsSync(join(opened.directory, "clusters", otherId)), false);
            assert.equal(existsSync(join(opened.directory, "logs", otherId)), false);
            assert.equal(
                programsOf(opened.directory).some(({ commandLine }) => commandLine.includes(otherId)),
                false,
            );
            assert.deepEqual(await kubectl.nodeNames(), [node.name]);
        });
    });

    describe("after a restart of the local cloud", () => {
        let restarted: LocalMachines;

        const forgotten = aNode({ name: "ip-forgotten" });

        before(async () => {
            await withNodes([node]);
            await opened.machines.ensureNodes(sharedCluster.key, "forgotten", [forgotten]);
            await kubectl.api.create(daemonSets, aPluginDaemonSet("kept"));
            await eventually(async () => (await kubectl.gpus(node.name)) === "1/1");
            await opened.machines.stop();
            assert.deepEqual(programsOf(opened.directory), []);
        });

        beforeEach(() => (restarted = opened.again()));

        afterEach(() => restarted.stop());

        it("has its address, its objects and its nodes again, and what plugins advertise", async () => {
            assert.deepEqual(await restarted.ensureCluster(sharedCluster), endpoint);
            await restarted.ensureNodes(sharedCluster.key, "g6", [node]);
            await eventually(async () => await kubectl.isSchedulable(node.name));
            await eventually(async () => (await kubectl.gpus(node.name)) === "1/1");
            await removeDaemonSet("kept");
            await eventually(async () => (await kubectl.gpus(node.name)) === "0/0");
        });

        it("loses the groups that nobody asks for any more, and keeps the others", async () => {
            await restarted.ensureCluster(sharedCluster);
            assert.deepEqual(await kubectl.nodeNames(), [forgotten.name, node.name].sort());
            await restarted.ensureNodes(sharedCluster.key, "g6", [node]);
            await restarted.removeForgotten();
            assert.deepEqual(await kubectl.nodeNames(), [node.name]);
        });

        it("can be stopped while it starts", async () => {
            const starting = assert.rejects(restarted.ensureCluster(sharedCluster), /being stopped/);
            await eventually(() => programsOf(opened.directory).length > 0);
            await restarted.stop();
            await starting;
            assert.deepEqual(programsOf(opened.directory), []);
        });

        it("says which port is taken when another program took its port meanwhile", async () => {
            const port = Number(new URL(endpoint.url).port);
            const squatter = createServer().listen(port, "127.0.0.1");
            const refused = new RegExp(`port ${port} .*taken by another program`);
            await assert.rejects(restarted.ensureCluster(sharedCluster), refused);
            await new Promise(resolve => squatter.close(resolve));
            assert.deepEqual(await restarted.ensureCluster(sharedCluster), endpoint);
        });
    });
});

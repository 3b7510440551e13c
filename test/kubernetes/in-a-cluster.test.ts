/**
 * The planned objects of DevicePlugins in a real control plane, with sample pods: plugins run on simulated nodes, the second
 * scheduler is a real one with the rights that its account is given. It does not prove that AWS's extension chooses chips that
 * lie together (a simulated one does), that a plugin of a vendor starts, nor anything of the engine.
 */
import assert from "node:assert/strict";
import type { Pool } from "../../components/fleet/pool";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import type { PluginManifest } from "../../components/kubernetes/manifest";
import { samplePod, type SamplePodOptions } from "../../components/kubernetes/sample-pod";
import type { NodeSpec } from "../../sim/cloud/contract";
import type { List, Node, Pod } from "../../sim/cluster/kubernetes/objects";
import { aNeuronPool, anFpgaPool, aPool } from "../fleet/builders";
import { anFpgaNode, aNeuronNode } from "../sim/cluster/accelerator-builders";
import { aNode, someGpus } from "../sim/cluster/builders";
import { eventually } from "../sim/cluster/eventually";
import { collections, nodeOf } from "./in-a-cluster";
import { Kubectl, openMachines, sharedCluster, type TestMachines } from "../sim/cluster/real-machines";

const gpus = aPool({ name: "gpus" });
const chips = aNeuronPool();
const [fpga] = anFpgaPool().resources;
const fpgas = anFpgaPool({ resources: fpga ? [{ ...fpga, perNode: 2 }] : [] });
const pools = [gpus, chips, fpgas];

const slots = ["/run/fpga/slot-0", "/run/fpga/slot-1"];
const linked = { ...anFpgaNode({}, slots), hostLinks: slots };

const nodes: readonly NodeSpec[] = [
    nodeOf(gpus, aNode({ devices: [someGpus({ model: "H100", memoryGiB: 80, count: 8 })] })),
    nodeOf(chips, aNeuronNode("trn1.32xlarge", { chip: "Trainium", count: 16, cores: 2 })),
    nodeOf(fpgas, linked),
    aNode({ name: "ip-system", taints: [], devices: [] }),
];

describe("a mixed cluster", function () {
    this.timeout(180_000);

    const cluster = { key: "shared" } as KubernetesCluster;
    const { objects, neuronScheduler } = planDevicePlugins("plugins", { cluster, pools }, () => new Map());
    let opened: TestMachines;
    let kubectl: Kubectl;

    /** The engine gives a name to what has none. */
    const nameOf = (suffix: string, { metadata }: PluginManifest): string =>
        "name" in metadata ? metadata.name : `plugins-${suffix}`;

    async function make(suffix: string): Promise<void> {
        const manifest = objects.find(each => each.suffix === suffix)?.manifest;
        assert.ok(manifest, suffix);
        const metadata = { ...manifest.metadata, name: nameOf(suffix, manifest) };
        await kubectl.api.create(collections[manifest.kind], { ...manifest, metadata });
    }

    async function remove(suffix: string): Promise<void> {
        const manifest = objects.find(each => each.suffix === suffix)?.manifest;
        assert.ok(manifest, suffix);
        await kubectl.api.delete(`${collections[manifest.kind]}/${nameOf(suffix, manifest)}`);
    }

    async function ask(pool: Pool, name: string, options: SamplePodOptions = {}): Promise<void> {
        const pod = samplePod(pool, options);
        await kubectl.api.create("/api/v1/namespaces/default/pods", { ...pod, metadata: { ...pod.metadata, name } });
    }

    async function landed(name: string): Promise<Pod> {
        await eventually(async () => (await kubectl.phase("default", name)) === "Running");
        return kubectl.api.get<Pod>(`/api/v1/namespaces/default/pods/${name}`);
    }

    async function end(...names: readonly string[]): Promise<void> {
        for (const name of names) {
            await kubectl.api.delete(`/api/v1/namespaces/default/pods/${name}`, { gracePeriodSeconds: 0 });
            await eventually(() => kubectl.isGone(`/api/v1/namespaces/default/pods/${name}`));
        }
    }

    /** That nothing happens can only be waited for. */
    const settled = () => new Promise(resolve => setTimeout(resolve, 2_000));

    async function schedulerIsGone(): Promise<void> {
        const names = () => opened.machines.status().clusters.flatMap(each => each.processes.map(({ name }) => name));
        await eventually(() => !names().some(name => name.startsWith("kube-scheduler-plugins-")));
    }

    before(async function () {
        this.timeout(1_800_000);
        opened = await openMachines({ gracePeriod: 500 });
        await opened.machines.ensureCluster(sharedCluster);
        kubectl = Kubectl.open(opened.directory);
        await opened.machines.ensureNodes(sharedCluster.key, "group", nodes);
        for (const { name } of nodes) await eventually(() => kubectl.isSchedulable(name));
        for (const { suffix } of objects) await make(suffix);
    });

    after(() => opened.leave());

    it("advertises exactly what each pool says", async () => {
        for (const { name, resources } of pools) {
            for (const { name: resource, perNode } of resources) {
                const all = `${perNode}/${perNode}`;
                await eventually(async () => (await kubectl.devices(`ip-${name}`, resource)) === all);
            }
        }
    });

    it("lets a sample pod of each kind land on its own kind of node", async () => {
        for (const { name } of pools) {
            const pool = pools.find(each => each.name === name);
            assert.ok(pool);
            await ask(pool, `one-${name}`);
            const { spec } = await landed(`one-${name}`);
            assert.equal(spec.nodeName, `ip-${name}`);
        }
        await end(...pools.map(({ name }) => `one-${name}`));
    });

    it("places parts of a node by the second scheduler, with chips that the extension chose", async () => {
        await ask(chips, "part", { devices: 4, neuronScheduler });
        const { metadata, spec } = await landed("part");
        assert.equal(spec.nodeName, "ip-chips");
        const cores = (metadata.annotations?.NEURON_CORES ?? "").split(",").map(Number);
        assert.equal(cores.length, 8);
        await end("part");
    });

    it("takes a whole node too, and all FPGAs of one", async () => {
        await ask(chips, "whole", { devices: "all" });
        assert.equal((await landed("whole")).spec.nodeName, "ip-chips");
        await ask(fpgas, "both", { devices: "all" });
        assert.equal((await landed("both")).spec.nodeName, "ip-fpgas");
        await end("whole", "both");
    });

    // Each object of the second scheduler is there for a reason. A scheduler that runs keeps what it watches already, so that its
    // rights are seen when it starts.
    for (const [suffix, startsAgain] of [
        ["neuron-extension-role-binding", false],
        ["neuron-extension-service", false],
        ["neuron-extension", false],
        ["neuron-scheduler", false],
        ["neuron-scheduler-as-kube-scheduler", true],
        ["neuron-scheduler-config", true],
    ] as const) {
        it(`leaves parts of a node waiting without ${suffix}, and places them once it is back`, async () => {
            const waiting = `without-${suffix}`;
            await remove(suffix);
            if (startsAgain) {
                await remove("neuron-scheduler");
                await schedulerIsGone();
                await make("neuron-scheduler");
            } else {
                await settled();
            }
            await ask(chips, waiting, { devices: 4, neuronScheduler });
            await settled();
            assert.equal(await kubectl.phase("default", waiting), "Pending");
            await make(suffix);
            assert.equal((await landed(waiting)).spec.nodeName, "ip-chips");
            await end(waiting);
        });
    }

    describe("speaks of FPGAs that did not load", () => {
        const conditionOf = async (node: string) => {
            const { status } = await kubectl.api.get<Node>(`/api/v1/nodes/${node}`);
            const found = status?.conditions?.find(({ type }) => type === "FpgaNotLoaded");
            return found && [found.status, found.reason, found.message];
        };
        const told = async (node: string, status: string) =>
            eventually(async () => (await conditionOf(node))?.[0] === status);

        it("as of none where every slot is linked", async () => {
            await told("ip-fpgas", "False");
            assert.equal((await conditionOf("ip-fpgas"))?.[1], "FpgaImagesLoaded");
        });

        const half = {
            ...linked,
            hostPaths: anFpgaNode({}, slots.slice(0, 1)).hostPaths,
            hostLinks: slots.slice(0, 1),
        };
        const failed = nodeOf(
            { ...fpgas, name: "half" },
            { ...half, hostFiles: { "/run/fpga/failed-1": "no such image\n" } },
        );

        it("not without its rights, says why, and does once it may", async () => {
            await remove("fpga-problem-detector");
            await remove("fpga-problem-detector-as-node-problem-detector");
            await opened.machines.ensureNodes(sharedCluster.key, "half", [failed]);
            await eventually(() => kubectl.isSchedulable(failed.name));
            await make("fpga-problem-detector");
            await eventually(async () => {
                const pods = await kubectl.api.get<List<Pod>>(
                    "/api/v1/namespaces/kube-system/pods?fieldSelector=spec.nodeName%3Dip-half",
                );
                const reasons = pods.items.map(({ metadata }) => kubectl.reasons("kube-system", "Pod", metadata.name));
                return (await Promise.all(reasons)).flat().includes("NodeConditionsForbidden");
            });
            assert.equal(await conditionOf("ip-half"), undefined);
            await make("fpga-problem-detector-as-node-problem-detector");
            await told("ip-half", "True");
            assert.deepEqual((await conditionOf("ip-half"))?.slice(1), ["FpgaImageNotLoaded", "slot 1: no such image"]);
            assert.ok((await kubectl.reasons("default", "Node", "ip-half")).includes("FpgaImageNotLoaded"));
        });

        it("no longer once the machine has booted well", async () => {
            const mended = { ...linked, name: failed.name, labels: failed.labels, taints: failed.taints };
            await opened.machines.ensureNodes(sharedCluster.key, "half", [mended]);
            await told("ip-half", "False");
            await opened.machines.ensureNodes(sharedCluster.key, "half", []);
        });
    });

    for (const [suffix, node, resource] of [
        ["nvidia", "ip-gpus", "nvidia.com/gpu"],
        ["neuron", "ip-chips", "aws.amazon.com/neuron"],
        ["fpga", "ip-fpgas", "pulumi-accelerators/fpga"],
    ] as const) {
        it(`offers no ${resource} without the plugin ${suffix}`, async () => {
            await remove(suffix);
            await eventually(async () => /^(-|\d+)\/(-|0)$/.test(await kubectl.devices(node, resource)));
        });
    }
});

// The shipped stack `quickstart` through the real engine, the simulated account and a real Kubernetes control plane.
// Proves that what we declare is accepted, converges, and schedules. Does not prove that AWS itself would answer the same, that
// a driver loads, that a container runs, or that there is capacity: the account and the machines are simulated. What an
// autoscaler does is only seen in what the API answers, not in nodes.
import { strict as assert } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { samplePod, type Pool } from "../../components";
import type { Fault } from "../../sim/cloud/faults";
import { ALocalCloud } from "./a-local-cloud";

type Report = Awaited<ReturnType<ALocalCloud["up"]>>;

/** One journey through a stack's life; the tests below only look at what it met. */
interface Journey {
    readonly first: Report;
    readonly second: Report;
    readonly scaled: Report;
    readonly nodesAfterScaling: string[];
    readonly scaledByAutoscaler: Report;
    readonly previewAfterDrift: string;
    readonly mended: Report;
    readonly podWithoutToleration: string;
    readonly afterPluginIsBack: Report;
    readonly down: string;
    readonly leftInAccount: readonly { readonly type: string }[];
    readonly processesAfterDown: string[];
}

describe("the stack quickstart on the local cloud", function () {
    this.timeout(600_000);
    const cloud = new ALocalCloud();
    let journey: Journey;

    before(async () => {
        journey = await travel(cloud);
    });
    after(() => cloud.remove());

    it("comes up from nothing with every node ready", () => {
        assert.deepEqual(
            journey.first.pools.map(({ pool, nodes, nodesReady }) => ({ pool, nodes, nodesReady })),
            [
                { pool: "h100", nodes: 1, nodesReady: 1 },
                { pool: "l4", nodes: 1, nodesReady: 1 },
                { pool: "system", nodes: 2, nodesReady: 2 },
            ],
        );
    });

    it("offers the accelerators that the instance types have", () => {
        assert.deepEqual(
            journey.first.pools.map(({ allocatable }) => allocatable),
            [{ "nvidia.com/gpu": 8 }, { "nvidia.com/gpu": 1 }, {}],
        );
    });

    it("schedules a sample pod on every pool, on a node of that pool", () => {
        assert.deepEqual(
            journey.first.pools.map(({ samplePod }) => samplePod.kind),
            ["scheduled", "scheduled", "scheduled"],
        );
    });

    it("is unchanged the second time, and says so", () => {
        assert.equal(journey.second.unchanged, true);
        assert.match(journey.second.output, /nothing changed: quickstart is as declared/);
    });

    it("scales a pool by updating its group only", () => {
        const { same: _same, ...changed } = journey.scaled.changes;
        assert.deepEqual(changed, { update: 1 });
        assert.equal(journey.nodesAfterScaling.length, 2);
        assert.deepEqual(journey.scaled.pools.find(({ pool }) => pool === "h100")?.allocatable, {
            "nvidia.com/gpu": 16,
        });
    });

    it("leaves the number of nodes to the autoscaler between min and max", () => {
        assert.equal(journey.scaledByAutoscaler.unchanged, true);
    });

    it("sees drift on refresh and mends it with the next up", () => {
        assert.match(journey.previewAfterDrift, /1 to update|~ 1/);
        const { same: _same, ...changed } = journey.mended.changes;
        assert.deepEqual(changed, { update: 1 });
    });

    it("leaves a GPU pod Pending when the plugin does not tolerate the taint, and schedules it when it does", () => {
        assert.match(journey.podWithoutToleration, /Insufficient nvidia\.com\/gpu/);
        assert.equal(journey.afterPluginIsBack.pools.find(({ pool }) => pool === "h100")?.samplePod.kind, "scheduled");
    });

    it("leaves nothing when it goes down: no resource and no process", () => {
        assert.match(journey.down, /the account is empty, every process is stopped/);
        assert.deepEqual(journey.leftInAccount, []);
        assert.deepEqual(journey.processesAfterDown, []);
    });
});

async function travel(cloud: ALocalCloud): Promise<Journey> {
    const first = await cloud.up("quickstart");
    const second = await cloud.up("quickstart");

    const larger = cloud.variant("quickstart", ({ pools }) => {
        (pools.h100 as { nodes: number }).nodes = 2;
    });
    const scaled = await cloud.up(larger);
    const nodesAfterScaling = cloud
        .kubectl("quickstart", "get", "nodes", "-l", "pulumi-accelerators/pool=h100", "-o", "name")
        .trim()
        .split("\n");

    cloud.faults([sizeOfPoolL4(3)]);
    await cloud.succeed("pulumi", "refresh", "--yes", "--stack", "quickstart");
    const scaledByAutoscaler = await cloud.up(larger);

    cloud.faults([{ kind: "drift", type: "aws:ec2/vpc:Vpc", set: { enableDnsHostnames: false }, gone: false }]);
    const previewAfterDrift = await cloud.succeed(...["pulumi", "preview", "--refresh", "--stack", "quickstart"]);
    await cloud.succeed("pulumi", "refresh", "--yes", "--stack", "quickstart");
    const mended = await cloud.up(larger);
    cloud.faults([]);

    const podWithoutToleration = await podWhileThePluginToleratesNothing(cloud);
    await cloud.succeed("pulumi", "refresh", "--yes", "--stack", "quickstart");
    const afterPluginIsBack = await cloud.up(larger);

    const down = await cloud.succeed("down", "quickstart");
    const processesAfterDown = cloud.processes();
    // Any command starts the local cloud again; the account is what is on disk.
    await cloud.succeed("pulumi", "stack", "ls");
    const leftInAccount = (await cloud.daemon()?.inventory()) ?? [{ type: "the local cloud did not start" }];
    return {
        first,
        second,
        scaled,
        nodesAfterScaling,
        scaledByAutoscaler,
        previewAfterDrift,
        mended,
        podWithoutToleration,
        afterPluginIsBack,
        down,
        leftInAccount,
        processesAfterDown,
    };
}

/** What an autoscaler does to the group of pool `l4`, behind the engine's back. */
function sizeOfPoolL4(desiredSize: number): Fault {
    return {
        kind: "drift",
        type: "aws:eks/nodeGroup:NodeGroup",
        where: { instanceTypes: ["g6.xlarge"] },
        set: { scalingConfig: { minSize: 1, maxSize: 4, desiredSize } },
        gone: false,
    };
}

/** Takes the tolerations from the NVIDIA plugin and answers why a pod that asks for a GPU does not land then. */
async function podWhileThePluginToleratesNothing(cloud: ALocalCloud): Promise<string> {
    const kubectl = (...args: string[]): string => cloud.kubectl("quickstart", ...args);
    const daemonSets = JSON.parse(kubectl("get", "daemonsets", "-n", "kube-system", "-o", "json")) as {
        items: {
            metadata: { name: string };
            spec: {
                selector: { matchLabels: Record<string, string> };
                template: { spec: { containers: { image: string }[] } };
            };
        }[];
    };
    const plugin = daemonSets.items.find(({ spec }) =>
        spec.template.spec.containers.some(({ image }) => image.includes("k8s-device-plugin")),
    );
    assert.ok(plugin, "the NVIDIA plugin is a DaemonSet in kube-system");
    const nothing = JSON.stringify({ spec: { template: { spec: { tolerations: null } } } });
    kubectl("patch", "daemonset", "-n", "kube-system", plugin.metadata.name, "--type", "merge", "-p", nothing);
    // A DaemonSet leaves a running pod alone when only NoSchedule keeps it away: the change shows once the pod is gone.
    const { matchLabels } = plugin.spec.selector;
    const selector = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
    kubectl("delete", "pods", "-n", "kube-system", "-l", selector.join(","));
    const gone = "--for=jsonpath={.status.allocatable.nvidia\\.com/gpu}=0";
    kubectl("wait", gone, "node", "-l", "pulumi-accelerators/pool=h100", "--timeout=120s");

    const { pools } = JSON.parse(
        await cloud.succeed("pulumi", "stack", "output", "--json", "--stack", "quickstart"),
    ) as {
        pools: Pool[];
    };
    const h100 = pools.find(({ name }) => name === "h100");
    assert.ok(h100);
    const pod = samplePod(h100);
    const file = join(cloud.directory, "pod.json");
    writeFileSync(file, JSON.stringify(pod));
    kubectl("create", "-f", file);
    kubectl("wait", "--for=condition=PodScheduled=false", `pod/${pod.metadata.name}`, "--timeout=60s");
    const why = kubectl("get", "pod", pod.metadata.name, "-o", "jsonpath={.status.conditions[0].message}");
    kubectl("delete", "-f", file);
    return why;
}

/**
 * Device plugins: the plan, the manifest, and the component under mocks. It does not prove that the plugin finds a GPU, only
 * that it lands where it must; the real scheduler says the same on the local cloud.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import { DevicePlugins } from "../../components/kubernetes/device-plugins";
import { planDevicePlugins, type DevicePluginsArgs } from "../../components/kubernetes/device-plugins-plan";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import type { DaemonSetManifest, PodSpec } from "../../components/kubernetes/manifest";
import { admits } from "../../components/fleet/admission";
import type { Workload } from "../../components/fleet/workload";
import { assertOutputsMatchFields, names, one, record, refusal } from "../aws/record";
import { problemsFrom } from "../aws/problems";
import { aPool } from "../fleet/builders";

const served = new Map<string, string>();
const nobody = () => served;
const key = aPool().cluster;
const train = aPool({ name: "train" });
const serve = aPool({
    name: "serve",
    taints: [...aPool().taints, { key: "team", value: "web", effect: "NoSchedule" }],
});
const system = aPool({ name: "system", taints: [], accelerators: [], resources: [], labels: {} });

const args = (pools: DevicePluginsArgs["pools"]): DevicePluginsArgs => ({
    cluster: { key } as KubernetesCluster,
    pools,
});
const planned = (...pools: DevicePluginsArgs["pools"]) => planDevicePlugins("plugins", args(pools), nobody);
const manifestOf = (...pools: DevicePluginsArgs["pools"]): DaemonSetManifest => {
    const [object, ...others] = planned(...pools).objects;
    assert.ok(object?.manifest.kind === "DaemonSet" && others.length === 0);
    return object.manifest;
};
const podOf = (...pools: DevicePluginsArgs["pools"]): PodSpec => manifestOf(...pools).spec.template.spec;

/** What the scheduler reads from a pod of the manifest. */
function workloadOf({ tolerations, nodeSelector = {}, affinity }: PodSpec): Workload {
    const terms = affinity?.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    return { tolerations, nodeSelector, nodeAffinity: (terms ?? "any") as Workload["nodeAffinity"], requests: {} };
}

describe("NVIDIA's device plugin", () => {
    it("lands on every pool it serves, taints of the user's included, and on no other node", () => {
        const workload = workloadOf(podOf(train, serve));
        assert.equal(admits(workload, train).verdict, "admits");
        assert.equal(admits(workload, serve).verdict, "admits");
        assert.equal(admits(workload, system).verdict, "refuses");
        assert.equal(admits(workload, aPool({ name: "other", labels: {} })).verdict, "refuses");
    });

    it("would not land without the toleration", () => {
        const workload = { ...workloadOf(podOf(train)), tolerations: [] };
        assert.equal(admits(workload, train).verdict, "refuses");
    });

    it("is the pinned image with the kubelet's plugin directory mounted where the kubelet has it", () => {
        const { containers, volumes } = podOf(train);
        assert.deepEqual(
            containers.map(({ image, volumeMounts }) => [image, volumeMounts]),
            [
                [
                    "nvcr.io/nvidia/k8s-device-plugin:v0.20.0",
                    [{ name: "kubelet-device-plugins", mountPath: "/var/lib/kubelet/device-plugins" }],
                ],
            ],
        );
        assert.deepEqual(volumes, [
            {
                name: "kubelet-device-plugins",
                hostPath: { path: "/var/lib/kubelet/device-plugins", type: "Directory" },
            },
        ]);
    });

    it("fails on a node without a GPU, and leaves the devices of other plugins alone", () => {
        assert.deepEqual(podOf(train).containers[0]?.env, [
            { name: "FAIL_ON_INIT_ERROR", value: "true" },
            { name: "MOFED_ENABLED", value: "false" },
            { name: "GDRCOPY_ENABLED", value: "false" },
            { name: "GDS_ENABLED", value: "false" },
        ]);
    });

    it("has no rights that it does not need, and is the last to be evicted", () => {
        const { automountServiceAccountToken, priorityClassName, containers } = podOf(train);
        assert.equal(automountServiceAccountToken, false);
        assert.equal(priorityClassName, "system-node-critical");
        assert.deepEqual(containers[0]?.securityContext, {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
        });
    });

    it("is not waited for: a node that is broken or not there yet holds up nothing", () => {
        assert.deepEqual(manifestOf(train).metadata.annotations, { "pulumi.com/skipAwait": "true" });
    });

    it("selects its own pods only", () => {
        const { selector, template } = manifestOf(train).spec;
        for (const [label, value] of Object.entries(selector.matchLabels)) {
            assert.equal(template.metadata.labels[label], value);
        }
        assert.equal(selector.matchLabels["app.kubernetes.io/instance"], "plugins");
    });

    it("has no name of its own, so that the engine gives it a unique one", () => {
        assert.ok(!("name" in manifestOf(train).metadata));
        assert.equal(manifestOf(train).metadata.namespace, "kube-system");
    });
});

describe("the plan of device plugins", () => {
    it("is one plugin for all pools of a family, and none for pools without devices", () => {
        assert.deepEqual(
            planned(train, serve, system).objects.map(({ suffix }) => suffix),
            ["nvidia"],
        );
        assert.deepEqual(planned(system).objects, []);
    });

    it("is none where the node image advertises already", () => {
        const image = { name: "BOTTLEROCKET_x86_64_NVIDIA", drivers: ["nvidia"], advertises: ["nvidia"] } as const;
        const plan = planned(aPool({ name: "edge", image }));
        assert.deepEqual(plan.objects, []);
        assert.deepEqual(
            plan.assignments.map(({ pool, by }) => [pool, by]),
            [["edge", "image"]],
        );
    });

    it("takes groups and pools alike", () => {
        assert.deepEqual(planned({ pool: train }, serve), planned(train, serve));
    });

    it("does not depend on the order of the pools", () => {
        assert.deepEqual(planned(train, serve).objects, planned(serve, train).objects);
    });

    const refused = (pools: unknown, name = "plugins", by = nobody) =>
        problemsFrom(() => planDevicePlugins(name, { ...args([]), pools } as DevicePluginsArgs, by)).map(
            ({ id, path }) => [id, path],
        );

    it("is refused without pools", () => assert.deepEqual(refused([]), [["plugins.no-pools", "pools"]]));

    it("is refused with two pools of one name", () => {
        assert.deepEqual(refused([train, train]), [["pool.duplicate-name", "pools[1].name"]]);
    });

    it("is refused with a pool of another cluster", () => {
        const foreign = aPool({ name: "west", cluster: "west" });
        assert.deepEqual(refused([train, foreign])[0], ["plugins.other-cluster", "pools[1]"]);
    });

    it("is refused for a pool that is served already", () => {
        assert.deepEqual(
            refused([serve, train], "more", () => new Map([["train", "plugins"]])),
            [["plugins.twice", "pools[1]"]],
        );
    });

    it("is refused for a pool that nothing can advertise: its image holds no driver", () => {
        const image = { name: "AL2023_x86_64_STANDARD", drivers: [], advertises: [] };
        assert.deepEqual(refused([aPool({ name: "bare", image })]), [["advertiser.none", "pools[0].image"]]);
    });

    it("is refused with a name that cannot be part of names", () => {
        assert.deepEqual(refused([train], "My Plugins"), [["config.value", "name"]]);
    });

    it("is refused with something that is no list of pools", () => {
        assert.deepEqual(refused("train"), [["config.type", "pools"]]);
    });
});

describe("DevicePlugins", () => {
    const cluster = (key: string): KubernetesCluster => {
        const parent = new pulumi.ComponentResource("test:index:Cluster", key, {});
        return { key, kubernetesProvider: new Provider(`to-${key}`, { kubeconfig: "{}" }, { parent }) };
    };

    for (const preview of [false, true]) {
        it(`makes the planned DaemonSets through the cluster's provider, ${preview ? "previewed" : "made"}`, async () => {
            const { registrations, outputs, result } = await record(
                () => new DevicePlugins("plugins", { cluster: cluster(key), pools: [train, serve] }),
                { preview },
            );
            assert.deepEqual(
                names(registrations).filter(name => !/Cluster|providers/.test(name)),
                ["accelerators:kubernetes:DevicePlugins plugins", "kubernetes:apps/v1:DaemonSet plugins-nvidia"],
            );
            const daemonSet = one(registrations, "kubernetes:apps/v1:DaemonSet", "plugins-nvidia");
            assert.equal(daemonSet.parent, "accelerators:kubernetes:DevicePlugins plugins");
            assert.equal(daemonSet.provider, `pulumi:providers:kubernetes to-${key}`);
            const { spec, metadata } = manifestOf(train, serve);
            assert.deepEqual([daemonSet.inputs.spec, daemonSet.inputs.metadata], [spec, metadata]);
            await assertOutputsMatchFields(result, outputs.get("accelerators:kubernetes:DevicePlugins plugins"));
        });
    }

    it("registers nothing when it is refused", async () => {
        const { subject } = await refusal(() => new DevicePlugins("plugins", args([])));
        assert.equal(subject, 'DevicePlugins "plugins"');
    });

    it("is refused a second time for the same pool of the same cluster, and not for another cluster", async () => {
        await record(() => {
            const [east, west] = [cluster("east"), cluster("west")];
            const ofEast = { cluster: east, pools: [aPool({ cluster: "east" })] };
            new DevicePlugins("plugins", ofEast);
            const again = problemsFrom(() => new DevicePlugins("again", ofEast));
            assert.deepEqual(
                again.map(({ id }) => id),
                ["plugins.twice"],
            );
            new DevicePlugins("more", { cluster: west, pools: [aPool({ cluster: "west" })] });
        });
    });
});

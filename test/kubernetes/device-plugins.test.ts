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
import { namesIn } from "../../components/kubernetes/once-in-a-cluster";
import type { DaemonSetManifest, ObjectMeta, PodSpec } from "../../components/kubernetes/manifest";
import { admits } from "../../components/fleet/admission";
import type { Workload } from "../../components/fleet/workload";
import { assertOutputsMatchFields, names, one, record, refusal } from "../aws/record";
import { problemsFrom } from "../aws/problems";
import { gpuOperator, type Advertiser } from "../../components/fleet/advertisers";
import type { Pool } from "../../components/fleet/pool";
import { aDeclaredPool, sharings } from "../fleet/advertisers/fleets";
import { advertisingImage, anAdvertiser, aNeuronPool, aPool } from "../fleet/builders";

interface Annotated {
    readonly annotations?: Readonly<Record<string, string>>;
}

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

    it("gives objects the same names and data when another pool of the same needs comes", () => {
        const shared = aDeclaredPool({ name: "share", sharing: sharings.mps });
        const more = aDeclaredPool({ name: "more", sharing: sharings.mps });
        assert.deepEqual(planned(train, shared, more).objects, planned(train, shared).objects);
    });

    it("gives every object its own name, and every DaemonSet its own pods", () => {
        const pools = Object.values(sharings).map((sharing, index) =>
            aDeclaredPool({ name: `p${index}`, sharing }, 32),
        );
        const { objects } = planned(...pools, aDeclaredPool({ name: "claims", advertiser: "draDriver" }));
        const selectors = objects.flatMap(({ manifest }) =>
            manifest.kind === "DaemonSet" ? [JSON.stringify(manifest.spec.selector)] : [],
        );
        assert.equal(new Set(selectors).size, selectors.length);
        assert.equal(selectors.length, 8);
        assert.equal(new Set(objects.map(({ suffix }) => suffix)).size, objects.length);
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

    it("is refused beside one that makes what a cluster has once, whatever its pools", () => {
        const claims = (name: string) => aDeclaredPool({ name, advertiser: "draDriver" });
        const first = planned(claims("research"));
        const made = new Map(namesIn(first).map(name => [name, "plugins"]));
        assert.deepEqual(
            refused([claims("serving")], "more", () => made),
            [
                ["plugins.already-made", "pools"],
                ["plugins.already-made", "pools"],
            ],
        );
        assert.deepEqual(
            refused([aDeclaredPool({ name: "whole" })], "more", () => made),
            [],
        );
    });

    it("is refused beside one with a second scheduler, unless it leaves its own away", () => {
        const made = new Map(namesIn(planned(aNeuronPool({ name: "research" }))).map(name => [name, "plugins"]));
        const pools = [aNeuronPool({ name: "serving" })];
        const beside = (neuron: DevicePluginsArgs["neuron"]) =>
            problemsFrom(() => planDevicePlugins("more", { ...args(pools), neuron }, () => made)).map(
                ({ id, path }) => [id, path],
            );
        assert.deepEqual(beside({}), [["plugins.already-made", "neuron.scheduler"]]);
        assert.deepEqual(beside({ scheduler: false }), []);
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

describe("what else advertises in the cluster", () => {
    const withAdvertisers = (pools: DevicePluginsArgs["pools"], ...advertisers: Advertiser[]) =>
        problemsFrom(() => planDevicePlugins("plugins", { ...args(pools), advertisers }, nobody)).map(
            ({ id, path, got }) => [id, path, got],
        );
    const operated = aDeclaredPool({ name: "train", advertiser: "gpuOperator" });

    it("is refused beside a plugin of this component, and beside one that is built into the image", () => {
        const other = anAdvertiser({ name: "someone's-plugin" });
        assert.deepEqual(withAdvertisers([train], other), [
            ["pool.two-advertisers", "pools.train", "nvidia.com/gpu from nvidia-device-plugin and someone's-plugin"],
        ]);
        assert.deepEqual(withAdvertisers([aDeclaredPool({ name: "edge", image: advertisingImage })], other), [
            [
                "pool.two-advertisers",
                "pools.edge",
                "nvidia.com/gpu from image BOTTLEROCKET_x86_64_NVIDIA and someone's-plugin",
            ],
        ]);
    });

    it("may be the GPU operator, on the pools that ask for it", () => {
        const { objects, assignments } = planDevicePlugins(
            "plugins",
            { ...args([operated, serve]), advertisers: gpuOperator([operated, serve]) },
            nobody,
        );
        assert.deepEqual(
            assignments.map(({ pool, by }) => [pool, by]),
            [
                ["train", "gpuOperator"],
                ["serve", "devicePlugin"],
            ],
        );
        assert.deepEqual(
            objects.map(({ suffix }) => suffix),
            ["nvidia"],
        );
    });

    it("must be declared: a pool that asks for the operator is not served otherwise", () => {
        assert.deepEqual(withAdvertisers([operated]), [
            ["pool.not-served", "pools.train", "NVIDIA's GPU operator is not declared to run in the cluster"],
        ]);
    });

    it("must be in the same cluster", () => {
        assert.deepEqual(withAdvertisers([train], anAdvertiser({ name: "other", cluster: "west" })), [
            ["plugins.other-cluster", "advertisers[0]", 'advertiser "other" of cluster "west"'],
        ]);
    });
});

describe("the image of a plugin", () => {
    const imagesOf = (pool: Pool, images: DevicePluginsArgs["images"]) =>
        planDevicePlugins("plugins", { ...args([pool]), images }, nobody).objects.flatMap(({ manifest }) =>
            manifest.kind === "DaemonSet" ? manifest.spec.template.spec.containers.map(({ image }) => image) : [],
        );
    const efa = "aws-efa-k8s-device-plugin";

    it("comes from the registry of the region where EKS keeps one for each", () => {
        const [image] = imagesOf(aDeclaredPool({ region: "us-west-2" }, 32), {});
        assert.match(
            image ?? "",
            /^602401143452\.dkr\.ecr\.us-west-2\.amazonaws\.com\/eks\/aws-efa-k8s-device-plugin:v/,
        );
    });

    it("may be another one, and must be where no source names the registry", () => {
        const pool = aDeclaredPool({ region: "xx-west-1" }, 32);
        assert.deepEqual(
            problemsFrom(() => imagesOf(pool, {})).map(({ id }) => id),
            ["plugins.image-unknown"],
        );
        assert.equal(imagesOf(pool, { [efa]: "registry.example/eks/efa:v1" })[0], "registry.example/eks/efa:v1");
    });

    it("is refused under a name that is no plugin", () => {
        const wrong = { "nvidia-plugin": "example.com/plugin" } as unknown as DevicePluginsArgs["images"];
        assert.deepEqual(
            problemsFrom(() => imagesOf(train, wrong)).map(({ id, path }) => [id, path]),
            [["config.unknown-key", "images.nvidia-plugin"]],
        );
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
            const { annotations: _annotations, ...made } = daemonSet.inputs.metadata as ObjectMeta & Annotated;
            assert.deepEqual([daemonSet.inputs.spec, made], [spec, metadata]);
            await assertOutputsMatchFields(result, outputs.get("accelerators:kubernetes:DevicePlugins plugins"));
        });
    }

    it("registers the objects of every configuration, each as the typed resource of its kind", async () => {
        const { registrations } = await record(
            () =>
                new DevicePlugins("plugins", {
                    cluster: cluster(key),
                    pools: [
                        aDeclaredPool({ name: "train" }, 32),
                        aDeclaredPool({ name: "share", sharing: sharings.mps }),
                        aDeclaredPool({ name: "claims", advertiser: "draDriver" }),
                    ],
                }),
            { preview: false },
        );
        assert.deepEqual(
            names(registrations)
                .filter(name => name.startsWith("kubernetes:"))
                .sort(),
            [
                "kubernetes:apps/v1:DaemonSet plugins-efa",
                "kubernetes:apps/v1:DaemonSet plugins-nvidia",
                "kubernetes:apps/v1:DaemonSet plugins-nvidia-dra",
                "kubernetes:apps/v1:DaemonSet plugins-nvidia-mps-4",
                "kubernetes:apps/v1:DaemonSet plugins-nvidia-mps-4-control-daemon",
                "kubernetes:core/v1:ConfigMap plugins-nvidia-mps-4-config",
                "kubernetes:core/v1:ServiceAccount plugins-nvidia-dra-account",
                "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole plugins-nvidia-dra-role",
                "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding plugins-nvidia-dra-role-binding",
                "kubernetes:resource.k8s.io/v1:DeviceClass plugins-nvidia-dra-class-gpu",
                "kubernetes:resource.k8s.io/v1:DeviceClass plugins-nvidia-dra-class-mig",
            ],
        );
    });

    it("lets the engine wait for none: not for pods on nodes that are broken or to come, not for what is deleted at once", async () => {
        const pools = [aDeclaredPool({ name: "share", sharing: sharings.mps }), aNeuronPool({ name: "chips" })];
        const { registrations } = await record(() => new DevicePlugins("plugins", { cluster: cluster(key), pools }), {
            preview: false,
        });
        const objects = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
        const awaited = objects.filter(({ inputs }) => {
            const { annotations } = inputs.metadata as Annotated;
            return (
                annotations?.["pulumi.com/skipAwait"] !== "true" ||
                annotations["pulumi.com/deletionPropagationPolicy"] !== "background"
            );
        });
        assert.deepEqual([awaited, new Set(objects.map(({ type }) => type)).size], [[], 7]);
    });

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

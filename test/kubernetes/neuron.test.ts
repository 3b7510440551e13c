/**
 * What the library runs for Inferentia and Trainium: the plan, the manifests and the component under mocks. It does not prove
 * that AWS's extension chooses chips that lie together, nor that a node is replaced: both are programs of AWS's.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import { DevicePlugins } from "../../components/kubernetes/device-plugins";
import { planDevicePlugins, type DevicePluginsArgs } from "../../components/kubernetes/device-plugins-plan";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import type { PluginManifest, PodSpec } from "../../components/kubernetes/manifest";
import type { Pool, PoolResource } from "../../components/fleet/pool";
import { names, one, record } from "../aws/record";
import { problemsFrom } from "../aws/problems";
import { aNeuronPool, aPool, aSystemPool, chips, efaOf } from "../fleet/builders";

const trn1 = aNeuronPool();
const roles = { letPodsAct: () => undefined };
const claimed: PoolResource[] = [{ name: "neuron.aws.com", through: "deviceClass", perNode: 16, family: "neuron" }];
const byDra = aNeuronPool({ name: "claimed", advertiser: "draDriver", resources: claimed });

function planned(pools: readonly Pool[], neuron: DevicePluginsArgs["neuron"] = {}, more: object = {}) {
    const cluster = { key: "shared", ...roles } as unknown as KubernetesCluster;
    return planDevicePlugins("plugins", { cluster, pools, neuron, ...more }, () => new Map());
}

function manifests(...given: Parameters<typeof planned>): ReadonlyMap<string, PluginManifest> {
    return new Map(planned(...given).objects.map(({ suffix, manifest }) => [suffix, manifest]));
}

function podOf(manifest: PluginManifest | undefined): PodSpec {
    assert.ok(manifest?.kind === "DaemonSet" || manifest?.kind === "Deployment");
    return manifest.spec.template.spec;
}

function refused(...given: Parameters<typeof planned>) {
    return problemsFrom(() => planned(...given)).map(({ id, path }) => [id, path]);
}

const without = { scheduler: false } as const;

describe("Neuron's device plugin", () => {
    const made = manifests([trn1], without);
    const pod = podOf(made.get("neuron"));

    it("comes with an account that may do what the plugin must", () => {
        assert.deepEqual([...made.keys()], ["neuron-account", "neuron-role", "neuron-role-binding", "neuron"]);
        assert.equal(pod.serviceAccountName, "plugins-neuron");
        assert.equal(pod.automountServiceAccountToken, true);
        const role = made.get("neuron-role");
        assert.ok(role?.kind === "ClusterRole");
        assert.deepEqual(
            role.rules.map(({ resources, verbs }) => [resources.join(), verbs.join()]),
            [
                ["nodes", "get,list,watch"],
                ["events", "create,patch"],
                ["pods", "update,patch,get,list,watch"],
                ["nodes/status", "patch,update"],
                ["nodes/proxy", "get,list"],
            ],
        );
    });

    it("sees the plugin directory, /run, and /opt/aws read-only, which says how many cores count as one", () => {
        assert.deepEqual(
            pod.containers[0]?.volumeMounts?.map(({ mountPath, readOnly = false }) => [mountPath, readOnly]),
            [
                ["/var/lib/kubelet/device-plugins", false],
                ["/run", false],
                ["/opt/aws", true],
            ],
        );
        assert.deepEqual(
            pod.volumes?.map(volume => ("hostPath" in volume ? volume.hostPath : volume)),
            [
                { path: "/var/lib/kubelet/device-plugins", type: "Directory" },
                { path: "/run", type: "Directory" },
                { path: "/opt/aws", type: "DirectoryOrCreate" },
            ],
        );
    });

    it("knows its node, and has no rights on it that it does not need", () => {
        const [container] = pod.containers;
        assert.deepEqual(container?.env, [
            { name: "KUBECONFIG", value: "/etc/kubernetes/kubelet.conf" },
            { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        ]);
        assert.deepEqual(container.securityContext, {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
        });
    });

    it("tolerates what its pools are tainted with and selects their label", () => {
        const team = { key: "team", value: "research", effect: "NoSchedule" } as const;
        const tainted = aNeuronPool({ taints: [...trn1.taints, team] });
        const { tolerations, nodeSelector } = podOf(manifests([tainted], without).get("neuron"));
        assert.deepEqual(
            tolerations.map(({ key }) => key),
            ["aws.amazon.com/neuron", "team"],
        );
        assert.deepEqual(nodeSelector, { "pulumi-accelerators/neuron": "device-plugin" });
    });

    it("is told of no name that is dead", () => {
        const everything = JSON.stringify([...manifests([trn1], { scheduler: true, problemDetector: true }).values()]);
        assert.ok(everything.includes("aws.amazon.com/neuroncore"));
        assert.ok(!everything.includes("neurondevice"));
    });
});

describe("Neuron's DRA driver", () => {
    it("is installed where a pool asks for it, alone: neither plugin nor scheduler beside it", () => {
        assert.deepEqual(
            [...manifests([byDra]).keys()],
            ["neuron-dra-account", "neuron-dra-role", "neuron-dra-role-binding", "neuron-dra-class", "neuron-dra"],
        );
        const [container] = podOf(manifests([byDra]).get("neuron-dra")).containers;
        assert.equal(container?.image, "public.ecr.aws/neuron/neuron-dra-driver:1.2.0");
        assert.deepEqual(container.command, ["k8s-neuron-dra-driver"]);
    });

    it("gives pods the class neuron.aws.com to claim from", () => {
        const made = manifests([byDra]).get("neuron-dra-class");
        assert.ok(made?.kind === "DeviceClass");
        assert.equal(made.metadata.name, "neuron.aws.com");
        assert.equal(made.spec.selectors[0]?.cel.expression, 'device.driver == "neuron.aws.com"');
    });

    it("serves other nodes than the plugin in the same cluster", () => {
        const made = manifests([trn1, byDra], without);
        assert.deepEqual(podOf(made.get("neuron-dra")).nodeSelector, { "pulumi-accelerators/neuron": "dra-driver" });
        assert.deepEqual(podOf(made.get("neuron")).nodeSelector, { "pulumi-accelerators/neuron": "device-plugin" });
    });

    const foreign = (pool: Pool, resources: string[]) => ({
        advertisers: [
            {
                name: "someone's plugin",
                cluster: "shared",
                resources,
                tolerations: [{ operator: "Exists" }],
                nodeSelector: { "pulumi-accelerators/pool": pool.name },
                nodeAffinity: "any",
                requests: {},
            },
        ],
    });

    it("is refused on nodes where a plugin gives the same chips away, and the plugin beside a driver", () => {
        const beside = refused([byDra], {}, foreign(byDra, ["aws.amazon.com/neuron"]));
        assert.deepEqual(beside, [["pool.two-advertisers", "pools.claimed"]]);
        const other = refused([trn1], without, foreign(trn1, ["neuron.aws.com"]));
        assert.deepEqual([...new Set(other.map(([id]) => id))], ["pool.two-advertisers"]);
    });

    for (const [what, changes] of [
        ["Inferentia1, which it does not know", { machineType: "inf1.6xlarge" }],
        ["a Kubernetes version before 1.34", { kubernetes: "1.33" }],
    ] as const) {
        it(`is refused on ${what}`, () => {
            assert.deepEqual(refused([{ ...byDra, ...changes }])[0], ["advertiser.unsuitable", "pools[0].advertiser"]);
        });
    }
});

describe("the second scheduler", () => {
    const made = manifests([trn1]);

    it("is a scheduler of the nodes' version that asks the extension where chips lie together, and lets it bind", () => {
        const pod = podOf(made.get("neuron-scheduler"));
        assert.equal(pod.containers[0]?.image, "registry.k8s.io/kube-scheduler:v1.35.5");
        const config = made.get("neuron-scheduler-config");
        assert.ok(config?.kind === "ConfigMap");
        const [, file] = /^--config=(.+)$/.exec(pod.containers[0].args?.[0] ?? "") ?? [];
        const [mount] = pod.containers[0].volumeMounts ?? [];
        const name = file?.replace(`${mount?.mountPath}/`, "") ?? "";
        const service = made.get("neuron-extension-service");
        assert.ok(service?.kind === "Service");
        const [port] = service.spec.ports;
        assert.deepEqual(JSON.parse(config.data[name] ?? ""), {
            apiVersion: "kubescheduler.config.k8s.io/v1",
            kind: "KubeSchedulerConfiguration",
            profiles: [{ schedulerName: "my-scheduler" }],
            extenders: [
                {
                    urlPrefix: `http://${service.metadata.name}.kube-system.svc.cluster.local:${port?.port}`,
                    filterVerb: "filter",
                    bindVerb: "bind",
                    enableHTTPS: false,
                    nodeCacheCapable: false,
                    managedResources: [
                        { name: "aws.amazon.com/neuron", ignoredByScheduler: false },
                        { name: "aws.amazon.com/neuroncore", ignoredByScheduler: false },
                    ],
                    ignorable: false,
                },
            ],
            leaderElection: {
                leaderElect: true,
                resourceNamespace: "kube-system",
                resourceName: "my-scheduler",
            },
        });
        assert.deepEqual(pod.volumes, [{ name: "config", configMap: { name: config.metadata.name } }]);
    });

    it("reaches the extension through a service that selects its pods, on the port that it listens on", () => {
        const service = made.get("neuron-extension-service");
        const extension = made.get("neuron-extension");
        assert.ok(service?.kind === "Service" && extension?.kind === "Deployment");
        const { labels } = extension.spec.template.metadata;
        for (const [key, value] of Object.entries(service.spec.selector)) assert.equal(labels[key], value);
        const [container] = podOf(extension).containers;
        assert.deepEqual(container?.env, [{ name: "PORT", value: "12345" }]);
        assert.equal(service.spec.ports[0]?.targetPort, 12345);
    });

    it("may bind pods, in the extension, and is a scheduler by Kubernetes' own roles", () => {
        const role = made.get("neuron-extension-role");
        assert.ok(role?.kind === "ClusterRole");
        assert.deepEqual(role.rules.at(-1), {
            apiGroups: [""],
            resources: ["bindings", "pods/binding"],
            verbs: ["create"],
        });
        const bound = ["kube-scheduler", "volume-scheduler"].map(short => {
            const binding = made.get(`neuron-scheduler-as-${short}`);
            assert.ok(binding?.kind === "ClusterRoleBinding");
            return binding.roleRef.name;
        });
        assert.deepEqual(bound, ["system:kube-scheduler", "system:volume-scheduler"]);
    });

    it("runs on no accelerator", () => {
        for (const suffix of ["neuron-scheduler", "neuron-extension"]) {
            assert.deepEqual(podOf(made.get(suffix)).tolerations, []);
        }
    });

    for (const [what, resources, there] of [
        ["one chip of two cores, which is never divided", chips(1, 2), false],
        ["one chip of four cores", chips(1, 4), true],
        ["two chips", chips(2, 2), true],
        ["sixteen chips", chips(16, 2), true],
    ] as const) {
        it(`is${there ? "" : " not"} there by itself for nodes of ${what}`, () => {
            assert.equal(planned([aNeuronPool({ resources })]).neuronScheduler !== undefined, there);
        });
    }

    it("is there when it is asked for, and is not when it is not wanted", () => {
        assert.equal(
            planned([aNeuronPool({ resources: chips(1, 2) })], { scheduler: true }).neuronScheduler,
            "my-scheduler",
        );
        assert.equal(planned([trn1], { scheduler: false }).neuronScheduler, undefined);
    });

    it("takes the images that are given", () => {
        const images = { "kube-scheduler": "example.com/ks:v9", "neuron-scheduler": "example.com/ext@sha256:0a" };
        const own = manifests([trn1], {}, { images });
        assert.equal(podOf(own.get("neuron-scheduler")).containers[0]?.image, "example.com/ks:v9");
        assert.equal(podOf(own.get("neuron-extension")).containers[0]?.image, "example.com/ext@sha256:0a");
    });

    it("is as new as the newest of its nodes", () => {
        const older = aNeuronPool({ name: "older", kubernetes: "1.34" });
        const made = manifests([older, trn1]);
        assert.match(podOf(made.get("neuron-scheduler")).containers[0]?.image ?? "", /:v1\.35\./);
    });

    it("is refused for a version without a known image, unless one is given", () => {
        const later = aNeuronPool({ kubernetes: "1.99" });
        assert.deepEqual(refused([later]), [["plugins.image-unknown", "images"]]);
        assert.doesNotThrow(() => planned([later], {}, { images: { "kube-scheduler": "example.com/ks:v1.99.0" } }));
    });
});

describe("what watches over chips", () => {
    const roleArn = "arn:aws:iam::123456789012:role/neuron-recovery";

    it("is nothing unless it is asked for", () => {
        assert.ok(![...manifests([trn1]).keys()].some(suffix => /monitor|detector/.test(suffix)));
    });

    it("is a monitor on the nodes of the plugin", () => {
        const made = manifests([trn1], { monitor: true });
        const [monitor, plugin] = [podOf(made.get("neuron-monitor")), podOf(made.get("neuron"))];
        assert.deepEqual([monitor.tolerations, monitor.nodeSelector], [plugin.tolerations, plugin.nodeSelector]);
        assert.deepEqual(monitor.containers[0]?.ports, [{ name: "metrics", containerPort: 8000 }]);
    });

    it("is a problem detector that reads the kernel's log and may say what it finds of its node", () => {
        const made = manifests([trn1], { problemDetector: true });
        const { containers } = podOf(made.get("neuron-problem-detector"));
        assert.deepEqual(
            containers.map(({ name }) => name),
            ["node-problem-detector"],
        );
        const binding = made.get("neuron-problem-detector-as-node-problem-detector");
        assert.ok(binding?.kind === "ClusterRoleBinding");
        assert.equal(binding.roleRef.name, "system:node-problem-detector");
        const config = made.get("neuron-problem-detector-config");
        assert.ok(config?.kind === "ConfigMap");
        const { rules } = JSON.parse(config.data["kernel-monitor.json"] ?? "") as { rules: { reason: string }[] };
        assert.equal(rules.length, 4);
    });

    it("acts only with recovery, as the role that is given", () => {
        const { objects, acting } = planned([trn1], { recovery: { roleArn } });
        const made = new Map(objects.map(({ suffix, manifest }) => [suffix, manifest]));
        const recovery = podOf(made.get("neuron-problem-detector")).containers[1];
        assert.deepEqual(recovery?.env?.[1], { name: "ENABLE_RECOVERY", value: "true" });
        assert.deepEqual(acting, [
            {
                suffix: "neuron-recovery-identity",
                namespace: "kube-system",
                serviceAccount: podOf(made.get("neuron-problem-detector")).serviceAccountName,
                roleArn,
            },
        ]);
        assert.deepEqual(planned([trn1], { problemDetector: true }).acting, []);
    });

    for (const [what, recovery] of [
        ["no role", {}],
        ["a switch instead of a role", true],
        ["something that is no role's ARN", { roleArn: "neuron-recovery" }],
    ] as const) {
        it(`is refused to act with ${what}`, () => {
            assert.deepEqual(refused([trn1], { recovery } as DevicePluginsArgs["neuron"]), [
                ["neuron.recovery-role", "neuron.recovery.roleArn"],
            ]);
        });
    }

    it("is refused to act in a cluster that cannot give pods a role", () => {
        assert.deepEqual(refused([trn1], { recovery: { roleArn } }, { cluster: { key: "shared" } }), [
            ["neuron.recovery-role", "cluster"],
        ]);
    });

    it("is refused where nothing needs Neuron's device plugin", () => {
        const all = { scheduler: true, monitor: true, problemDetector: true, recovery: { roleArn } } as const;
        assert.deepEqual(
            refused([byDra], all),
            Object.keys(all).map(name => ["neuron.without-plugin", `neuron.${name}`]),
        );
        assert.deepEqual(refused([aPool()], { monitor: true }), [["neuron.without-plugin", "neuron.monitor"]]);
    });

    it("is refused with a misspelt option", () => {
        assert.deepEqual(refused([trn1], { monitr: true } as DevicePluginsArgs["neuron"]), [
            ["config.unknown-key", "neuron.monitr"],
        ]);
    });
});

describe("Neuron's objects", () => {
    const others = fc.subarray([
        aPool({ name: "gpus" }),
        aPool({ name: "wired", resources: [...aPool().resources, efaOf(32)] }),
        aPool({ name: "older-gpus", kubernetes: "1.34" }),
        aSystemPool(),
    ]);

    it("are the same whatever other pools the cluster has", () => {
        const options = { scheduler: "auto", monitor: true, problemDetector: true } as const;
        const ofNeuron = (pools: readonly Pool[]) =>
            planned(pools, options).objects.filter(({ suffix }) => suffix.startsWith("neuron"));
        const alone = ofNeuron([trn1, byDra]);
        fc.assert(
            fc.property(others, pools => {
                assert.deepEqual(ofNeuron([...pools, trn1, byDra]), alone);
            }),
        );
    });

    it("have names of their own in the program and in the cluster", () => {
        const { objects } = planned([trn1, byDra], { monitor: true, problemDetector: true });
        const suffixes = objects.map(({ suffix }) => suffix);
        assert.equal(new Set(suffixes).size, suffixes.length);
        const inCluster = objects.flatMap(({ manifest }) =>
            "name" in manifest.metadata ? [`${manifest.kind} ${manifest.metadata.name}`] : [],
        );
        assert.equal(new Set(inCluster).size, inCluster.length);
    });

    it("select pods of their own only", () => {
        const { objects } = planned([trn1, byDra], { monitor: true, problemDetector: true });
        const workloads = objects.flatMap(({ manifest }) =>
            manifest.kind === "DaemonSet" || manifest.kind === "Deployment" ? [manifest] : [],
        );
        for (const { spec } of workloads) {
            const selected = workloads.filter(other =>
                Object.entries(spec.selector.matchLabels).every(
                    ([key, value]) => other.spec.template.metadata.labels[key] === value,
                ),
            );
            assert.equal(selected.length, 1);
        }
    });

    for (const preview of [false, true]) {
        it(`are typed resources, ${preview ? "previewed" : "made"}, and pods get their role through the cluster`, async () => {
            const roleArn = "arn:aws:iam::123456789012:role/neuron-recovery";
            const told: unknown[] = [];
            const { registrations, result } = await record(
                () => {
                    const parent = new pulumi.ComponentResource("test:index:Cluster", "shared", {});
                    const kubernetesProvider = new Provider("to-shared", { kubeconfig: "{}" }, { parent });
                    const letPodsAct = (name: string, pods: object) => {
                        told.push([name, pods]);
                        return parent;
                    };
                    const cluster: KubernetesCluster = { key: "shared", kubernetesProvider, letPodsAct };
                    const neuron = { recovery: { roleArn: pulumi.output(roleArn) } };
                    return new DevicePlugins("plugins", { cluster, pools: [trn1], neuron });
                },
                { preview },
            );
            assert.equal(result.neuronScheduler, "my-scheduler");
            const kinds = names(registrations).filter(name => name.startsWith("kubernetes:"));
            for (const made of [
                "kubernetes:apps/v1:DaemonSet plugins-neuron",
                "kubernetes:apps/v1:Deployment plugins-neuron-scheduler",
                "kubernetes:core/v1:Service plugins-neuron-extension-service",
            ]) {
                assert.ok(kinds.includes(made), made);
            }
            const { inputs } = one(registrations, "kubernetes:apps/v1:Deployment", "plugins-neuron-scheduler");
            const planned = manifests([trn1]).get("neuron-scheduler");
            assert.ok(planned?.kind === "Deployment");
            assert.deepEqual(inputs.spec, planned.spec);
            const [[name, pods] = []] = told as [string, { serviceAccount: string }][];
            assert.equal(name, "plugins-neuron-recovery-identity");
            assert.equal(pods?.serviceAccount, "plugins-neuron-problem-detector");
        });
    }
});

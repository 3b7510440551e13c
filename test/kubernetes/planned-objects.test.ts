/**
 * Objects beside the DaemonSets, and what the simulated kubelet does not look at: rights, device classes, configuration files,
 * privileges. It does not prove that NVIDIA's programs are content with them: they are what NVIDIA's charts give them.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Pool } from "../../components/fleet/pool";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import type { PluginManifest } from "../../components/kubernetes/manifest";
import { aDeclaredPool, sharings } from "../fleet/advertisers/fleets";

const objectsFor = (...pools: Pool[]): readonly PluginManifest[] =>
    planDevicePlugins(
        "plugins",
        { cluster: { key: "shared" } as KubernetesCluster, pools },
        () => new Map(),
    ).objects.map(({ manifest }) => manifest);

function only<Kind extends PluginManifest["kind"]>(objects: readonly PluginManifest[], kind: Kind) {
    return objects.filter((object): object is Extract<PluginManifest, { kind: Kind }> => object.kind === kind);
}

describe("NVIDIA's DRA driver", () => {
    const objects = objectsFor(aDeclaredPool({ advertiser: "draDriver" }));

    it("gives pods a class for whole GPUs and one for MIG instances, and neither an extended resource", () => {
        assert.deepEqual(
            only(objects, "DeviceClass").map(({ apiVersion, metadata: { name }, spec }) => [apiVersion, name, spec]),
            ["gpu", "mig"].map(type => [
                "resource.k8s.io/v1",
                `${type}.nvidia.com`,
                {
                    selectors: [
                        {
                            cel: {
                                expression: `device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == '${type}'`,
                            },
                        },
                    ],
                },
            ]),
        );
    });

    it("may publish slices and read claims, and nothing of the workloads' secrets", () => {
        const rules = only(objects, "ClusterRole").flatMap(role => role.rules);
        assert.deepEqual(Object.fromEntries(rules.map(({ resources, verbs }) => [resources.join(), verbs.join(" ")])), {
            resourceclaims: "get list watch",
            resourceslices: "get list watch create update delete",
            nodes: "get list watch update patch",
            pods: "get list watch",
            events: "create",
        });
    });

    it("has these rights through its own account, which its pods use", () => {
        const [account] = only(objects, "ServiceAccount");
        const [binding] = only(objects, "ClusterRoleBinding");
        const [role] = only(objects, "ClusterRole");
        const [daemonSet] = only(objects, "DaemonSet");
        assert.deepEqual(binding?.subjects, [
            { kind: "ServiceAccount", name: account?.metadata.name, namespace: account?.metadata.namespace },
        ]);
        assert.equal(binding.roleRef.name, role?.metadata.name);
        const { serviceAccountName, automountServiceAccountToken } = daemonSet?.spec.template.spec ?? {};
        assert.equal(serviceAccountName, account?.metadata.name);
        assert.equal(automountServiceAccountToken, true);
    });

    it("looks for the driver first, and is started again when it does not answer", () => {
        const [daemonSet] = only(objects, "DaemonSet");
        const { initContainers, containers } = daemonSet?.spec.template.spec ?? {};
        assert.deepEqual(
            initContainers?.map(({ command }) => command),
            [["bash", "/usr/bin/kubelet-plugin-prestart.sh"]],
        );
        const [gpus] = containers ?? [];
        const port = gpus?.env?.flatMap(each =>
            each.name === "HEALTHCHECK_PORT" && "value" in each ? [each.value] : [],
        );
        const liveness = gpus?.livenessProbe;
        assert.ok(liveness && "grpc" in liveness);
        assert.deepEqual(port, [String(liveness.grpc.port)]);
        assert.equal(gpus.startupProbe?.grpc.port, liveness.grpc.port);
    });
});

describe("the configuration file of a plugin", () => {
    const [config] = only(objectsFor(aDeclaredPool({ sharing: sharings.mps })), "ConfigMap");

    it("says how GPUs are shared, and that they are not divided", () => {
        assert.deepEqual(JSON.parse(config?.data["config.yaml"] ?? ""), {
            version: "v1",
            flags: { migStrategy: "none" },
            sharing: { mps: { renameByDefault: false, resources: [{ name: "nvidia.com/gpu", replicas: 4 }] } },
        });
    });

    it("has a name that follows from what it says, so that another file rolls the pods that read it", () => {
        const hash = createHash("sha256").update(JSON.stringify(config?.data)).digest("hex");
        assert.equal(config?.metadata.name, `plugins-nvidia-mps-4-${hash.slice(0, 8)}`);
        assert.equal(config.immutable, true);
    });

    it("does not depend on the order in which a user wrote the sharing", () => {
        const { kind, replicas, renameByDefault } = sharings.mps;
        const [other] = only(objectsFor(aDeclaredPool({ sharing: { renameByDefault, replicas, kind } })), "ConfigMap");
        assert.deepEqual(other, config);
    });
});

describe("the privileges of NVIDIA's plugin", () => {
    const privileges = (pool: Pool) =>
        only(objectsFor(pool), "DaemonSet").map(({ spec }) => spec.template.spec.containers[0]?.securityContext);

    for (const sharing of [sharings.whole, sharings.timeSlicing]) {
        it(`are none with ${sharing.kind}`, () => {
            assert.deepEqual(privileges(aDeclaredPool({ sharing })), [
                { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            ]);
        });
    }

    for (const sharing of [sharings.migSingle, sharings.migMixed]) {
        it(`are to look at MIG, with instances of ${sharing.strategy} names`, () => {
            assert.deepEqual(privileges(aDeclaredPool({ sharing })), [{ capabilities: { add: ["SYS_ADMIN"] } }]);
        });
    }

    it("are all with MPS, for the control daemon alone", () => {
        assert.deepEqual(privileges(aDeclaredPool({ sharing: sharings.mps })), [
            { privileged: true },
            { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        ]);
    });
});

/**
 * Each planned plugin as the simulated kubelet sees it, and what becomes of it when a part of its manifest is left out: every
 * part is there for a reason that the simulator knows from the vendors' documents. It does not prove that a real plugin starts,
 * nor that the scheduler places it: the local cloud does that.
 */
import assert from "node:assert/strict";
import { gpuOperator, planAdvertisers } from "../../components/fleet/advertisers";
import { admits } from "../../components/fleet/admission";
import type { Pool } from "../../components/fleet/pool";
import type { Workload } from "../../components/fleet/workload";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import type { DaemonSetManifest, PluginManifest } from "../../components/kubernetes/manifest";
import type { NodeSpec } from "../../sim/cloud/contract";
import type { ConfigMaps } from "../../sim/cluster/device-plugins/mounted-files";
import { readPluginPod } from "../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../sim/cluster/kubernetes/objects";
import { aDeclaredPool, images, sharings } from "../fleet/advertisers/fleets";
import { aNode, someGpus } from "../sim/cluster/builders";

/** Objects of a component for one pool, by the suffix of their names. */
function objectsFor(pool: Pool): Map<string, PluginManifest> {
    const args = {
        cluster: { key: pool.cluster } as KubernetesCluster,
        pools: [pool],
        advertisers: gpuOperator([pool]),
    };
    const { objects } = planDevicePlugins("plugins", args, () => new Map());
    return new Map(objects.map(({ suffix, manifest }) => [suffix, manifest]));
}

type Editable = Record<string, unknown>;
/** Takes a part out of a manifest: `spec.template.spec.containers.0.volumeMounts.0`. */
function without(manifest: PluginManifest, path: string): PluginManifest {
    const copy = structuredClone(manifest) as unknown as Editable;
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const holder = steps.reduce<Editable>((value, step) => value[step] as Editable, copy);
    assert.ok(last in holder, path);
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else Reflect.deleteProperty(holder, last);
    return copy as unknown as PluginManifest;
}

/** What the plugin `suffix` does on the node when these objects are there: the reason of a failure, or its resources. */
function outcome(objects: ReadonlyMap<string, PluginManifest>, suffix: string, node: NodeSpec): unknown {
    const configMaps: ConfigMaps = Object.fromEntries(
        [...objects.values()].flatMap(manifest =>
            manifest.kind === "ConfigMap" ? [[manifest.metadata.name, manifest.data] as const] : [],
        ),
    );
    const pods = [...objects].flatMap(([name, manifest]) =>
        manifest.kind === "DaemonSet" ? [{ name, pod: runningPod(name, manifest, node) }] : [],
    );
    const own = pods.find(({ name }) => name === suffix);
    assert.ok(own, suffix);
    const neighbours = pods.filter(({ name }) => name !== suffix).map(({ pod }) => ({ pod, configMaps }));
    const [container] = readPluginPod(own.pod, node, configMaps, neighbours).containers;
    switch (container?.outcome.kind) {
        case "fails":
            return container.outcome.reason;
        case "registers":
            return container.outcome.resources;
        case "publishes":
            return { [container.outcome.driver]: container.outcome.devices.length };
        case undefined:
            return "not run";
    }
}

function runningPod(name: string, { spec: { template } }: DaemonSetManifest, node: NodeSpec): Pod {
    const startedAt = "2026-11-22T10:00:00Z";
    const { tolerations, hostNetwork, initContainers, containers, volumes } = template.spec;
    return {
        metadata: { name, namespace: "kube-system", uid: name, labels: template.metadata.labels },
        spec: { nodeName: node.name, tolerations, hostNetwork, initContainers, containers, volumes } as Pod["spec"],
        status: {
            phase: "Running",
            startTime: startedAt,
            containerStatuses: containers.map(container => ({
                name: container.name,
                ready: true,
                state: { running: { startedAt } },
            })),
        },
    };
}

const h100s = { model: "H100", memoryGiB: 80, count: 8 };
const divided = (instances: readonly string[]) =>
    aNode({ devices: [someGpus({ ...h100s, mig: Array.from({ length: 8 }, (_, gpu) => ({ gpu, instances })) })] });
const whole = aNode({ devices: [someGpus(h100s)] });

const podSpec = "spec.template.spec";
const container = `${podSpec}.containers.0`;

/** A pool with the plugin it gets, what it registers, and what happens without each part of its objects. */
interface Specimen {
    readonly pool: Pool;
    readonly node: NodeSpec;
    readonly suffix: string;
    readonly registers: Readonly<Record<string, number>>;
    /** Object and path, and what the plugin does then. */
    readonly parts: readonly (readonly [suffix: string, path: string, then: unknown])[];
    /** Objects without which the plugin fails. */
    readonly needs: readonly (readonly [suffix: string, then: string])[];
}

const socketParts = (suffix: string): Specimen["parts"] => [
    [suffix, `${container}.volumeMounts.0`, "PluginDirectoryMissing"],
    [suffix, `${podSpec}.volumes.0`, "PluginDirectoryMissing"],
];

const sliced = "nvidia-time-slicing-4-renamed-one-each";
const specimens: Readonly<Record<string, Specimen>> = {
    "whole GPUs": {
        pool: aDeclaredPool({}),
        node: whole,
        suffix: "nvidia",
        registers: { "nvidia.com/gpu": 8 },
        parts: socketParts("nvidia"),
        needs: [],
    },
    "MIG instances of one name": {
        pool: aDeclaredPool({ sharing: sharings.migSingle }),
        node: divided(Array.from({ length: 7 }, () => "1g.10gb")),
        suffix: "nvidia-mig-single",
        registers: { "nvidia.com/gpu": 56 },
        parts: [
            ...socketParts("nvidia-mig-single"),
            ["nvidia-mig-single", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
        ],
        needs: [],
    },
    "MIG instances by their profiles": {
        pool: aDeclaredPool({ sharing: sharings.migMixed }),
        node: divided(["3g.40gb", "1g.10gb", "1g.10gb", "1g.10gb", "1g.10gb"]),
        suffix: "nvidia-mig-mixed",
        registers: { "nvidia.com/mig-1g.10gb": 32, "nvidia.com/mig-3g.40gb": 8 },
        parts: [
            ...socketParts("nvidia-mig-mixed"),
            ["nvidia-mig-mixed", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
        ],
        needs: [],
    },
    "time slicing": {
        pool: aDeclaredPool({ sharing: sharings.timeSlicing }),
        node: whole,
        suffix: sliced,
        registers: { "nvidia.com/gpu.shared": 32 },
        parts: [
            ...socketParts(sliced),
            [sliced, `${container}.env.4`, { "nvidia.com/gpu": 8 }],
            [sliced, `${container}.volumeMounts.1`, "PluginFailed"],
            [sliced, `${podSpec}.volumes.1`, "PluginFailed"],
        ],
        needs: [[`${sliced}-config`, "FailedMount"]],
    },
    MPS: {
        pool: aDeclaredPool({ sharing: sharings.mps }),
        node: whole,
        suffix: "nvidia-mps-4",
        registers: { "nvidia.com/gpu": 32 },
        parts: [
            ...socketParts("nvidia-mps-4"),
            ["nvidia-mps-4", `${container}.env.4`, { "nvidia.com/gpu": 8 }],
            ["nvidia-mps-4", `${container}.env.5`, "PluginFailed"],
            ["nvidia-mps-4", `${container}.volumeMounts.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4", `${podSpec}.volumes.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.initContainers.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.initContainers.0.securityContext`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.securityContext`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.env.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.command`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${container}.volumeMounts.2`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.0`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.1`, "MpsDaemonMissing"],
            ["nvidia-mps-4-control-daemon", `${podSpec}.volumes.2`, "MpsDaemonMissing"],
        ],
        needs: [
            ["nvidia-mps-4-config", "FailedMount"],
            ["nvidia-mps-4-control-daemon", "MpsDaemonMissing"],
        ],
    },
    "GPUs that are claimed": {
        pool: aDeclaredPool({ advertiser: "draDriver" }),
        node: whole,
        suffix: "nvidia-dra",
        registers: { "gpu.nvidia.com": 8 },
        parts: [
            ["nvidia-dra", `${container}.command`, "not run"],
            ["nvidia-dra", `${container}.securityContext`, "NotPrivileged"],
            ["nvidia-dra", `${container}.env.6`, "PluginFailed"],
            ["nvidia-dra", `${container}.volumeMounts.0`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.1`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.2`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${container}.volumeMounts.3`, "DriverMissing"],
            ["nvidia-dra", `${podSpec}.volumes.0`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.1`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.2`, "PluginDirectoryMissing"],
            ["nvidia-dra", `${podSpec}.volumes.4`, "DriverMissing"],
        ],
        needs: [],
    },
    "EFA interfaces": {
        pool: aDeclaredPool({ image: images.driver }, 32),
        node: aNode({ devices: [someGpus(h100s), { kind: "efa", count: 32, driver: true }] }),
        suffix: "efa",
        registers: { "vpc.amazonaws.com/efa": 32 },
        parts: [
            ...socketParts("efa"),
            ["efa", `${podSpec}.hostNetwork`, "HostNetworkMissing"],
            ["efa", `${container}.volumeMounts.1`, "DevicesHidden"],
            ["efa", `${podSpec}.volumes.1`, "DevicesHidden"],
        ],
        needs: [],
    },
};

for (const [what, { pool, node, suffix, registers, parts, needs }] of Object.entries(specimens)) {
    describe(`the plugin for ${what}`, () => {
        const objects = objectsFor(pool);

        it("registers what the pool says that its nodes offer", () => {
            assert.deepEqual(outcome(objects, suffix, node), registers);
            const family = suffix === "efa" ? "efa" : "nvidia";
            const promised = pool.resources.filter(resource => resource.family === family).map(({ name }) => name);
            assert.deepEqual(promised.sort(), Object.keys(registers).sort());
        });

        for (const [object, path, then] of parts) {
            it(`does something else without ${path} of ${object}`, () => {
                const manifest = objects.get(object);
                assert.ok(manifest, object);
                const changed = new Map(objects).set(object, without(manifest, path));
                assert.deepEqual(outcome(changed, suffix, node), then);
            });
        }

        for (const [object, then] of needs) {
            it(`registers nothing without ${object}`, () => {
                const changed = new Map(objects);
                assert.ok(changed.delete(object), object);
                assert.deepEqual(outcome(changed, suffix, node), then);
            });
        }
    });
}

describe("where a planned plugin lands", () => {
    const pools = [
        aDeclaredPool({ name: "train" }, 32),
        aDeclaredPool({ name: "share", sharing: sharings.mps }),
        aDeclaredPool({ name: "edge", image: images.builtIn }),
        aDeclaredPool({ name: "claims", advertiser: "draDriver" }),
        aDeclaredPool({ name: "operated", advertiser: "gpuOperator" }),
    ];
    const { plugins } = planAdvertisers(pools);
    const landsOn = (workload: Workload) =>
        pools.filter(pool => admits(workload, pool).verdict === "admits").map(({ name }) => name);

    it("is on its pools alone", () => {
        assert.deepEqual(
            plugins.map(plugin => [plugin.name, landsOn(plugin)]),
            plugins.map(plugin => [plugin.name, plugin.pools]),
        );
        assert.deepEqual(
            plugins.map(({ name, pools: served }) => [name, served]),
            [
                ["efa-device-plugin", ["train"]],
                ["nvidia-device-plugin", ["train"]],
                ["nvidia-device-plugin-mps-4", ["share"]],
                ["nvidia-dra-driver", ["claims"]],
            ],
        );
    });

    for (const plugin of plugins) {
        it(`is nowhere without the tolerations of ${plugin.name}, and everywhere without its selector`, () => {
            assert.deepEqual(landsOn({ ...plugin, tolerations: [] }), []);
            assert.equal(landsOn({ ...plugin, nodeSelector: {} }).length, pools.length);
        });
    }
});

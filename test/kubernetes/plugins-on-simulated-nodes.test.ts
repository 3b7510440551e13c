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
import type { FpgaArgs } from "../../components/kubernetes/fpga/fpga-args";
import type { DaemonSetManifest, PluginManifest } from "../../components/kubernetes/manifest";
import type { NodeSpec } from "../../sim/cloud/contract";
import type { ConfigMaps } from "../../sim/cluster/device-plugins/mounted-files";
import { readPluginPod } from "../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../sim/cluster/kubernetes/objects";
import { aDeclaredPool, images, sharings } from "../fleet/advertisers/fleets";
import { mutations, podSpec, specimens, without } from "./specimens";

/** Objects of a component for one pool, by the suffix of their names. */
function objectsFor(pool: Pool, fpga?: FpgaArgs): Map<string, PluginManifest> {
    const args = {
        cluster: { key: pool.cluster } as KubernetesCluster,
        pools: [pool],
        advertisers: gpuOperator([pool]),
        fpga,
    };
    const { objects } = planDevicePlugins("plugins", args, () => new Map());
    return new Map(objects.map(({ suffix, manifest }) => [suffix, manifest]));
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
        case "observes":
            return Object.fromEntries(container.outcome.conditions.map(({ type, status }) => [type, status]));
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

for (const [what, { pool, fpga, node, suffix, registers, parts, needs }] of Object.entries(specimens)) {
    describe(`the plugin for ${what}`, () => {
        const objects = objectsFor(pool, fpga);
        const speaksOnly = suffix.endsWith("-problem-detector");

        it("registers what the pool says that its nodes offer", () => {
            assert.deepEqual(outcome(objects, suffix, node), registers);
            const [family] = suffix.split("-");
            const promised = pool.resources.filter(resource => resource.family === family).map(({ name }) => name);
            if (!speaksOnly) assert.deepEqual(promised.sort(), Object.keys(registers).sort());
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

describe("a plugin's place", () => {
    const other = aDeclaredPool({ name: "other", labels: {}, taints: [] });
    const workloadOf = (manifest: PluginManifest): Workload => {
        assert.ok(manifest.kind === "DaemonSet");
        const { tolerations, nodeSelector = {} } = manifest.spec.template.spec;
        return { tolerations, nodeSelector, nodeAffinity: "any", requests: {} };
    };

    for (const [of, { pool, fpga, suffix }] of Object.entries(specimens)) {
        it(`is its own nodes alone: ${of}`, () => {
            const manifest = objectsFor(pool, fpga).get(suffix);
            assert.ok(manifest);
            assert.equal(admits(workloadOf(manifest), pool).verdict, "admits");
            assert.equal(admits(workloadOf(manifest), { ...other, labels: {} }).verdict, "refuses");
            const [untolerated, unselected] = [`${podSpec}.tolerations.0`, `${podSpec}.nodeSelector`].map(path =>
                workloadOf(without(manifest, path)),
            );
            assert.ok(untolerated && unselected);
            assert.equal(admits(untolerated, pool).verdict, "refuses");
            assert.equal(admits(unselected, { ...other, labels: {} }).verdict, "admits");
        });
    }

    it("is part of the list of what proofs must miss, with everything else", () => {
        const parts = Object.values(specimens).reduce((sum, specimen) => sum + specimen.parts.length, 0);
        assert.equal(mutations.length, parts + 2 * Object.keys(specimens).length);
        for (const { of, object, path } of mutations) {
            const manifest = objectsFor(specimens[of]?.pool ?? other, specimens[of]?.fpga).get(object);
            assert.ok(manifest, `${of}: ${object}`);
            without(manifest, path);
        }
    });
});

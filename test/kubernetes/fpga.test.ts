/**
 * FPGAs in the cluster: the plugins, and the links that the boot of a simulated machine makes for them. It does not prove that a
 * design runs, nor that a container may write its slot: no FPGA is here.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fpgaLoad } from "../../components/catalog/aws/fpga-load";
import { fpgaAdvertiser, fpgaSlots } from "../../components/catalog/aws/fpga-slots";
import { accelerators } from "../../components/catalog/accelerators";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { isFpga } from "../../components/catalog/aws/instance-types";
import type { Pool } from "../../components/fleet/pool";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins, type DevicePluginsArgs } from "../../components/kubernetes/device-plugins-plan";
import type { DaemonSetManifest, PluginManifest } from "../../components/kubernetes/manifest";
import { prepareFpgas, type FpgaPreparation } from "../../components/aws/fpga-node-group/prepare-fpgas";
import { boot } from "../../sim/cloud/aws/eks/boot/boot";
import { fpgaImages } from "../../sim/cloud/aws/eks/boot/fpga-images";
import { readPluginPod } from "../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../sim/cluster/kubernetes/objects";
import { anFpgaNode } from "../sim/cluster/accelerator-builders";
import { problemsFrom } from "../aws/problems";
import { aNeuronPool, anFpgaPool, aPool } from "../fleet/builders";

const f1Resource = fpgaAdvertiser("f1.4xlarge").resource;
const f1 = (changes: Partial<Pool> = {}) =>
    anFpgaPool({
        name: "older",
        machineType: "f1.4xlarge",
        resources: [{ name: f1Resource, through: "extendedResource", perNode: 2, family: "fpga" }],
        ...changes,
    });

function objectsFor(
    pools: readonly Pool[],
    fpga: DevicePluginsArgs["fpga"] = {},
    more: Partial<DevicePluginsArgs> = {},
): Map<string, PluginManifest> {
    const cluster = { key: "shared" } as KubernetesCluster;
    const { objects } = planDevicePlugins("plugins", { cluster, pools, fpga, ...more }, () => new Map());
    return new Map(objects.map(({ suffix, manifest }) => [suffix, manifest]));
}

/** What advertises, without what speaks of nodes. */
function plugins(pools: readonly Pool[], fpga: DevicePluginsArgs["fpga"] = {}): Map<string, DaemonSetManifest> {
    const advertising = [...objectsFor(pools, fpga)].filter(([suffix]) => !suffix.includes("problem-detector"));
    return new Map(
        advertising.map(([suffix, manifest]) => {
            assert.ok(manifest.kind === "DaemonSet");
            return [suffix, manifest];
        }),
    );
}

function containerOf(manifest: DaemonSetManifest | undefined) {
    const [container] = manifest?.spec.template.spec.containers ?? [];
    assert.ok(container);
    return container;
}

/** What the plugin is told to advertise. */
function deviceOf(manifest: DaemonSetManifest | undefined): { domain: string | undefined; device: unknown } {
    const [, domain, , device = ""] = containerOf(manifest).args ?? [];
    return { domain, device: JSON.parse(device) as unknown };
}

describe("the plugin for FPGAs", () => {
    it("advertises the slots that the boot linked, each with its own directory", () => {
        assert.deepEqual(deviceOf(plugins([anFpgaPool()]).get("fpga")), {
            domain: "pulumi-accelerators",
            device: { name: "fpga", groups: [{ count: 1, paths: [{ path: "/run/fpga/slot-*", type: "Mount" }] }] },
        });
    });

    it("calls them what pools, taints and pods call them", () => {
        const { domain, device } = deviceOf(plugins([anFpgaPool()]).get("fpga"));
        assert.equal(`${domain}/${(device as { name: string }).name}`, accelerators.fpga.resource);
    });

    it("is privileged, and sees the links without being able to change them", () => {
        const { image, securityContext, volumeMounts } = containerOf(plugins([anFpgaPool()]).get("fpga"));
        assert.equal(image, "ghcr.io/squat/generic-device-plugin:0.2.0");
        assert.deepEqual(securityContext, { privileged: true });
        assert.deepEqual(volumeMounts?.[1], { name: "run-fpga", mountPath: "/run/fpga", readOnly: true });
    });

    it("is one for all sizes of F2", () => {
        const small = anFpgaPool({ name: "small", machineType: "f2.6xlarge" });
        assert.deepEqual([...plugins([anFpgaPool(), small]).keys()], ["fpga"]);
    });

    it("counts by type where slots are not linked", () => {
        const [accelerator] = anFpgaPool().accelerators;
        assert.ok(accelerator);
        const small = anFpgaPool({
            name: "small",
            machineType: "f2.6xlarge",
            accelerators: [{ ...accelerator, perNode: 1 }],
        });
        const counted = plugins([anFpgaPool(), small], { slots: "counted" });
        const told = [...counted].map(([suffix, manifest]) => {
            const { device } = deviceOf(manifest);
            const [group] = (device as { groups: { count: number }[] }).groups;
            const type = manifest.spec.template.spec.nodeSelector?.["node.kubernetes.io/instance-type"];
            return [suffix, type, group?.count];
        });
        assert.deepEqual(told, [
            ["fpga-f2-48xlarge", "f2.48xlarge", 8],
            ["fpga-f2-6xlarge", "f2.6xlarge", 1],
        ]);
        const selectors = [...counted.values()].map(({ spec }) => JSON.stringify(spec.selector));
        assert.equal(new Set(selectors).size, 2);
    });

    it("is AMD's on F1, which XRT finds, and no other", () => {
        const both = plugins([anFpgaPool(), f1()]);
        assert.deepEqual([...both.keys()], ["fpga", "fpga-xrt"]);
        const { image, args, securityContext } = containerOf(both.get("fpga-xrt"));
        assert.equal(image, "public.ecr.aws/xilinx_dcg/k8s-device-plugin:1.3.0");
        assert.equal(args, undefined);
        assert.deepEqual(securityContext, { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } });
    });

    it("is the same whatever GPUs the cluster has", () => {
        assert.deepEqual(plugins([anFpgaPool(), aPool()]).get("fpga"), plugins([anFpgaPool()]).get("fpga"));
    });

    it("is refused with another way to find slots", () => {
        const fpga = { slots: "linkd" } as unknown as DevicePluginsArgs["fpga"];
        assert.deepEqual(
            problemsFrom(() => plugins([anFpgaPool()], fpga)).map(({ id, path }) => [id, path]),
            [["config.value", "fpga.slots"]],
        );
    });

    it("is chosen for every type with FPGAs, by what can find them", () => {
        const chosen = awsInstanceTypes()
            .filter(isFpga)
            .map(({ name }) => [name.slice(0, 2), fpgaAdvertiser(name).by]);
        assert.deepEqual([...new Set(chosen.map(pair => pair.join()))].sort(), ["f1,xrt", "f2,linked"]);
    });
});

describe("the problem detector for FPGAs", () => {
    const named = (made: ReadonlyMap<string, PluginManifest>) =>
        [...made.keys()].filter(suffix => suffix.includes("problem-detector"));
    const made = objectsFor([anFpgaPool()]);
    const detector = made.get("fpga-problem-detector");
    assert.ok(detector?.kind === "DaemonSet");
    const { spec } = detector.spec.template;

    it("comes with its rights and its files where slots are linked", () => {
        assert.deepEqual(named(made), [
            "fpga-problem-detector-account",
            "fpga-problem-detector-as-node-problem-detector",
            "fpga-problem-detector-config",
            "fpga-problem-detector",
        ]);
        const binding = made.get("fpga-problem-detector-as-node-problem-detector");
        assert.ok(binding?.kind === "ClusterRoleBinding");
        assert.equal(binding.roleRef.name, "system:node-problem-detector");
        assert.equal(binding.subjects[0]?.name, spec.serviceAccountName);
    });

    it("is not where slots are counted, where XRT finds them, where there are none, or where it is not wanted", () => {
        assert.deepEqual(named(objectsFor([anFpgaPool()], { slots: "counted" })), []);
        assert.deepEqual(named(objectsFor([f1()])), []);
        assert.deepEqual(named(objectsFor([aPool()])), []);
        assert.deepEqual(named(objectsFor([anFpgaPool()], { problemDetector: false })), []);
    });

    it("is refused where it is asked for and no slots are linked", () => {
        for (const [pools, fpga] of [
            [[anFpgaPool()], { slots: "counted", problemDetector: true }],
            [[f1()], { problemDetector: true }],
            [[aPool()], { problemDetector: true }],
        ] as const) {
            assert.deepEqual(
                problemsFrom(() => objectsFor(pools, fpga)).map(({ id, path }) => [id, path]),
                [["fpga.without-links", "fpga.problemDetector"]],
            );
        }
    });

    it("lands where the plugin lands, also on nodes with taints of their own", () => {
        const team = { key: "team", value: "research", effect: "NoSchedule" } as const;
        const tainted = objectsFor([anFpgaPool({ taints: [...anFpgaPool().taints, team] })]);
        const [plugin, beside] = ["fpga", "fpga-problem-detector"].map(suffix => {
            const manifest = tainted.get(suffix);
            assert.ok(manifest?.kind === "DaemonSet");
            const { tolerations, nodeSelector, affinity } = manifest.spec.template.spec;
            return { tolerations, nodeSelector, affinity };
        });
        assert.deepEqual(beside, plugin);
        assert.equal(beside?.tolerations.length, 2);
    });

    it("is Kubernetes' own, or another image that is given", () => {
        assert.equal(spec.containers[0]?.image, "registry.k8s.io/node-problem-detector/node-problem-detector:v1.36.0");
        const image = "registry.example.com/npd:v1.37.0";
        const other = objectsFor([anFpgaPool()], {}, { images: { "node-problem-detector": image } });
        const manifest = other.get("fpga-problem-detector");
        assert.ok(manifest?.kind === "DaemonSet");
        assert.equal(containerOf(manifest).image, image);
        assert.equal(manifest.metadata.labels["app.kubernetes.io/version"], "v1.37.0");
    });

    it("has no privileges, and sees the slots without being able to change them", () => {
        const [container] = spec.containers;
        assert.deepEqual(container?.securityContext, {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
        });
        assert.deepEqual(
            container.volumeMounts?.map(({ mountPath, readOnly }) => [mountPath, readOnly]),
            [
                ["/run/fpga", true],
                ["/config", true],
            ],
        );
    });

    it("tells its pods from those of Neuron's detector", () => {
        const { objects } = planDevicePlugins(
            "plugins",
            {
                cluster: { key: "shared" } as KubernetesCluster,
                pools: [anFpgaPool(), aNeuronPool()],
                neuron: { problemDetector: true },
            },
            () => new Map(),
        );
        const [one, other] = objects.flatMap(({ suffix, manifest }) =>
            suffix.endsWith("-problem-detector") && manifest.kind === "DaemonSet" ? [manifest] : [],
        );
        assert.ok(one && other);
        assert.notDeepEqual(one.spec.selector.matchLabels, other.spec.selector.matchLabels);
    });

    it("names its condition, and lets a shell read its check", () => {
        const config = made.get("fpga-problem-detector-config");
        assert.ok(config?.kind === "ConfigMap");
        const [flag] = spec.containers[0]?.command?.filter(word => word.startsWith("--config.")) ?? [];
        assert.equal(flag, "--config.custom-plugin-monitor=/config/fpga-monitor.json");
        const monitor = JSON.parse(config.data["fpga-monitor.json"] ?? "") as {
            conditions: unknown;
            rules: { path: string; args: string[] }[];
        };
        const { condition, loaded, notLoaded } = fpgaLoad;
        assert.deepEqual(monitor.conditions, [{ type: condition, ...loaded }]);
        assert.deepEqual(monitor.rules, [
            { type: "permanent", condition, reason: notLoaded, path: "/bin/sh", args: ["/config/fpga-loaded.sh"] },
        ]);
        assert.ok("fpga-loaded.sh" in config.data);
    });

    describe("asks a node, in a real shell,", () => {
        const config = made.get("fpga-problem-detector-config");
        assert.ok(config?.kind === "ConfigMap");
        const script = config.data["fpga-loaded.sh"] ?? "";
        let directory: string;
        beforeEach(() => {
            directory = mkdtempSync(join(tmpdir(), "fpga-"));
        });
        afterEach(() => rmSync(directory, { recursive: true }));
        const asked = () => {
            const here = script.replaceAll(fpgaSlots.directory, directory);
            const { status, stdout } = spawnSync("/bin/sh", ["-c", here], { encoding: "utf8" });
            return [status, stdout.trim()];
        };

        it("and all is well where every slot is linked", () => {
            symlinkSync("/", join(directory, "slot-0"));
            assert.deepEqual(asked(), [0, ""]);
        });

        it("and hears which slots failed, and why", () => {
            symlinkSync("/", join(directory, "slot-0"));
            writeFileSync(join(directory, "failed-1"), "invalid-afi-id: agfi-1\n");
            writeFileSync(join(directory, "failed-2"), "not cleared\n");
            assert.deepEqual(asked(), [1, "slot 1: invalid-afi-id: agfi-1; slot 2: not cleared"]);
        });

        it("and knows nothing where the boot left nothing", () => {
            assert.deepEqual(asked(), [2, fpgaLoad.unknown]);
        });
    });
});

describe("a node whose group loads images at boot", () => {
    /** The condition of a simulated node with two FPGAs whose boot loaded these. */
    function spoken(slots: FpgaPreparation["slots"]) {
        const { links, paths, files } = boot(
            [prepareFpgas({ slots, tools: "image" })],
            { instanceType: "f2.12xlarge", fpgas: slots.length },
            { fpgaTools: true },
        );
        const node = { ...anFpgaNode(), hostPaths: paths, hostLinks: links, hostFiles: Object.fromEntries(files) };
        const objects = objectsFor([anFpgaPool()]);
        const manifest = objects.get("fpga-problem-detector");
        const config = objects.get("fpga-problem-detector-config");
        assert.ok(manifest?.kind === "DaemonSet" && config?.kind === "ConfigMap");
        const { containers, volumes, tolerations } = manifest.spec.template.spec;
        const { name } = containerOf(manifest);
        const startedAt = "2026-11-22T10:00:00Z";
        const pod = {
            metadata: { name: "detector", namespace: "kube-system", uid: "detector" },
            spec: { nodeName: node.name, containers, volumes, tolerations },
            status: {
                phase: "Running",
                containerStatuses: [{ name, ready: true, state: { running: { startedAt } } }],
            },
        } as Pod;
        const [detector] = readPluginPod(pod, node, { [config.metadata.name]: config.data }).containers;
        return detector?.outcome.kind === "observes" ? detector.outcome.conditions : detector?.outcome;
    }

    const [id = ""] = fpgaImages().flatMap(image => (image.family === "f2" ? [image.id] : []));
    const good = `agfi-${id.replace("agfi-", "")}` as const;

    it("says that all is well where every image loaded", () => {
        const { condition: type, loaded } = fpgaLoad;
        assert.deepEqual(spoken([{ agfi: good }, "empty"]), [{ type, status: "False", ...loaded }]);
    });

    it("names the slot whose image did not load, with the reason of the tools", () => {
        const [condition] = [spoken([{ agfi: good }, { agfi: "agfi-0123456789abcdef0" }])].flat();
        assert.ok(condition && "status" in condition);
        assert.deepEqual([condition.status, condition.reason], ["True", fpgaLoad.notLoaded]);
        assert.match(condition.message, /^slot 1: agfi-0123456789abcdef0 did not load: Error: \(5\) invalid-afi-id/);
    });
});

describe("the links of a node's boot", () => {
    const booted = (instanceType: string, fpgas: number, calls: string) => {
        const script = ["#!/bin/bash", "set -e", fpgaSlots.linkFunction, calls].join("\n");
        const { paths, problems } = boot([script], { instanceType, fpgas }, { fpgaTools: true });
        assert.deepEqual(problems, []);
        return paths.filter(path => path.startsWith(`${fpgaSlots.directory}/`)).sort();
    };

    it("are one for each slot that is asked for, found by the management tools", () => {
        assert.deepEqual(booted("f2.48xlarge", 8, "for slot in 0 3; do link_fpga_slot $slot; done"), [
            "/run/fpga/slot-0",
            "/run/fpga/slot-3",
        ]);
    });

    it("are none for a slot that the node has not", () => {
        assert.deepEqual(booted("f2.6xlarge", 1, "link_fpga_slot 1"), []);
    });

    it("match the pattern of the plugin", () => {
        const [link = ""] = booted("f2.6xlarge", 1, "link_fpga_slot 0");
        assert.match(link, new RegExp(`^${fpgaSlots.pattern.replace("*", "[^/]*")}$`));
    });
});

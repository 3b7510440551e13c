/**
 * FPGAs in the cluster: the plugins, and the links that the boot of a simulated machine makes for them. It does not prove that a
 * design runs, nor that a container may write its slot: no FPGA is here.
 */
import assert from "node:assert/strict";
import { fpgaAdvertiser, fpgaSlots } from "../../components/catalog/aws/fpga-slots";
import { accelerators } from "../../components/catalog/accelerators";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { isFpga } from "../../components/catalog/aws/instance-types";
import type { Pool } from "../../components/fleet/pool";
import type { KubernetesCluster } from "../../components/kubernetes/cluster";
import { planDevicePlugins, type DevicePluginsArgs } from "../../components/kubernetes/device-plugins-plan";
import type { DaemonSetManifest } from "../../components/kubernetes/manifest";
import { boot } from "../../sim/cloud/aws/eks/boot/boot";
import { problemsFrom } from "../aws/problems";
import { anFpgaPool, aPool } from "../fleet/builders";

const f1Resource = fpgaAdvertiser("f1.4xlarge").resource;
const f1 = (changes: Partial<Pool> = {}) =>
    anFpgaPool({
        name: "older",
        machineType: "f1.4xlarge",
        resources: [{ name: f1Resource, through: "extendedResource", perNode: 2, family: "fpga" }],
        ...changes,
    });

function plugins(pools: readonly Pool[], fpga: DevicePluginsArgs["fpga"] = {}): Map<string, DaemonSetManifest> {
    const cluster = { key: "shared" } as KubernetesCluster;
    const { objects } = planDevicePlugins("plugins", { cluster, pools, fpga }, () => new Map());
    return new Map(
        objects.map(({ suffix, manifest }) => {
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

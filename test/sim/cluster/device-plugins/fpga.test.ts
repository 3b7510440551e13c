/**
 * Rules of the plugins that may advertise FPGAs. Does not prove that a container can use what it is given: AWS supports none of
 * them for F2.
 */
import assert from "node:assert/strict";
import { hardwareOf } from "../../../../sim/cloud/aws/eks/instance-hardware";
import { nodeSpec } from "../../../../sim/cloud/aws/eks/node";
import type { NodeSpec } from "../../../../sim/cloud/contract";
import type { Outcome } from "../../../../sim/cluster/device-plugins/plugin";
import type { ConfigMaps } from "../../../../sim/cluster/device-plugins/mounted-files";
import { readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../../../sim/cluster/kubernetes/objects";
import { aMachine } from "../../cloud/eks/a-machine";
import { aGenericPluginPod, anFpgaNode } from "../accelerator-builders";
import { aPluginPod, type PluginPodOverrides } from "../builders";

const domain = ["--domain", "fpga.example"];
const device = (groups: readonly object[], name = "f2") => ["--device", JSON.stringify({ name, groups })];
const mount = (path: string) => ({ path, type: "Mount" });

function outcome(pod: Pod, node: NodeSpec = anFpgaNode(), configMaps: ConfigMaps = {}): Outcome | undefined {
    return readPluginPod(pod, node, configMaps).containers[0]?.outcome;
}

const registered = (args: readonly string[], node?: NodeSpec, overrides: PluginPodOverrides = {}): unknown => {
    const found = outcome(aGenericPluginPod(args, overrides), node);
    return found?.kind === "registers" ? found.resources : found;
};

describe("the generic device plugin on a node with FPGAs", () => {
    const slots = ["0000:9f:00.0", "0000:a1:00.0"].map(address => ({
        paths: [mount(`/sys/bus/pci/devices/${address}`)],
    }));

    it("registers each slot whose path is there", () => {
        assert.deepEqual(registered([...domain, ...device(slots)]), { "fpga.example/f2": 2 });
        const absent = { paths: [mount("/sys/bus/pci/devices/0000:b4:00.0")] };
        assert.deepEqual(registered([...domain, ...device([...slots, absent])]), { "fpga.example/f2": 2 });
    });

    const counts: readonly (readonly [what: string, group: object, count: number])[] = [
        ["every match of a pattern", { paths: [mount("/sys/bus/pci/devices/0000:*")] }, 2],
        [
            "patterns together as often as the shorter matches",
            {
                paths: [
                    mount("/sys/bus/pci/devices/*/resource0"),
                    mount("/sys/bus/pci/devices/0000:9f:00.0/resource4"),
                ],
            },
            1,
        ],
        ["each as often as it may be had", { count: 3, paths: [mount("/sys/bus/pci/devices/0000:9f:00.0")] }, 3],
        ["nothing where a pattern stops at a slash", { paths: [mount("/sys/bus/*")] }, 0],
        ["by a path that every machine has", { count: 8, paths: [mount("/sys/bus/pci/devices")] }, 8],
        ["no USB device", { usb: [{ vendor: "1d0f", product: "9048" }] }, 0],
    ];
    for (const [what, group, count] of counts)
        it(`counts ${what}`, () =>
            assert.deepEqual(registered([...domain, ...device([group])]), { "fpga.example/f2": count }));

    it("counts bridges, disks and network too by a pattern of the whole bus, and FPGAs alone by their number", () => {
        const hardware = hardwareOf("f2.12xlarge");
        assert.ok(hardware);
        const node = nodeSpec(aMachine({ hardware }));
        const all = { paths: [mount("/sys/bus/pci/devices/*")] };
        assert.deepEqual(registered([...domain, ...device([all])], node), { "fpga.example/f2": 8 });
        const counted = { count: 2, paths: [mount("/sys/bus/pci/devices")] };
        assert.deepEqual(registered([...domain, ...device([counted])], node), { "fpga.example/f2": 2 });
    });

    it("sees what a boot script made only where it is mounted", () => {
        const node = anFpgaNode({}, ["/run/fpga/slot-0", "/run/fpga/slot-1"]);
        const args = [...domain, ...device([{ paths: [mount("/run/fpga/slot-*")] }])];
        assert.deepEqual(registered(args, node), { "fpga.example/f2": 0 });
        const pod = aGenericPluginPod([]);
        const volumeMounts = [
            ...(pod.spec.containers[0]?.volumeMounts ?? []),
            { name: "fpga", mountPath: "/run/fpga" },
        ];
        const volumes = [...(pod.spec.volumes ?? []), { name: "fpga", hostPath: { path: "/run/fpga" } }];
        assert.deepEqual(registered(args, node, { container: { volumeMounts }, spec: { volumes } }), {
            "fpga.example/f2": 2,
        });
    });

    it("reads YAML, and its configuration from a file", () => {
        const yaml =
            "name: f2\ngroups:\n  - paths:\n      - path: /sys/bus/pci/devices/0000:9f:00.0\n        type: Mount\n";
        assert.deepEqual(registered([...domain, `--device=${yaml}`]), { "fpga.example/f2": 1 });
        const volumeMounts = [
            { name: "device-plugins", mountPath: "/var/lib/kubelet/device-plugins" },
            { name: "config", mountPath: "/config" },
        ];
        const volumes = [
            { name: "device-plugins", hostPath: { path: "/var/lib/kubelet/device-plugins" } },
            { name: "config", configMap: { name: "generic" } },
        ];
        const pod = aGenericPluginPod(["--config", "/config/a.yaml"], {
            container: { volumeMounts },
            spec: { volumes },
        });
        const file = `domain: fpga.example\ndevices: ${JSON.stringify([{ name: "f2", groups: slots }])}`;
        const found = outcome(pod, anFpgaNode(), { generic: { "a.yaml": file } });
        assert.deepEqual(found?.kind === "registers" && found.resources, { "fpga.example/f2": 2 });
    });

    it("has another domain of its own since 0.2.0", () => {
        assert.deepEqual(registered(device(slots)), { "devic.es/f2": 2 });
        const image = "ghcr.io/squat/generic-device-plugin:0.1.0";
        assert.deepEqual(registered(device(slots), undefined, { container: { image } }), { "squat.ai/f2": 2 });
    });

    const refused: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
        ["no device", domain, /at least one device/],
        ["a name with a slash", [...domain, ...device(slots, "a/b")], /must match the regular expression/],
        ["a domain that is none", ["--domain", "A_b", ...device(slots)], /failed to parse domain/],
        ["the older form of devices", [...domain, "--device", "f2,/sys/bus/pci"], /failed to parse device/],
        [
            "paths and USB in one group",
            [...domain, ...device([{ paths: [mount("/sys/a")], usb: [{ vendor: "1" }] }])],
            /both path and usb/,
        ],
        ["a file that is not mounted", ["--config", "/config/a.yaml"], /no such file or directory/],
        [
            "a first pattern without matches before one with some",
            [...domain, ...device([{ paths: [mount("/sys/none"), mount("/sys/bus/pci/devices/*")] }])],
            /index out of range/,
        ],
    ];
    for (const [what, args, message] of refused)
        it(`ends with ${what}`, () => {
            const found = outcome(aGenericPluginPod(args));
            assert.ok(found?.kind === "fails" && found.reason === "PluginFailed", JSON.stringify(found));
            assert.match(found.message, message);
        });

    it("needs the kubelet's directory", () => {
        const found = outcome(aGenericPluginPod([...domain, ...device(slots)], { container: { volumeMounts: [] } }));
        assert.equal(found?.kind === "fails" && found.reason, "PluginDirectoryMissing");
    });
});

describe("AMD Xilinx' plugin", () => {
    const pod = (image = "public.ecr.aws/xilinx_dcg/k8s-device-plugin:1.3.0") => aPluginPod({ container: { image } });
    const f1 = (xrt: boolean) => anFpgaNode({ family: "f1", xrt });

    it("registers the FPGAs of F1 by their shell once XRT is there", () => {
        const found = outcome(pod(), f1(true));
        const name = "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981";
        assert.deepEqual(found?.kind === "registers" && found.resources, { [name]: 2 });
    });

    for (const [what, node, reason] of [
        ["F1 without XRT", f1(false), "DriverMissing"],
        ["F2", anFpgaNode({ xrt: true }), "NoDevices"],
        ["no FPGA", anFpgaNode({ slots: [] }), "NoDevices"],
    ] as const)
        it(`registers nothing on ${what}`, () => {
            const found = outcome(pod(), node);
            assert.equal(found?.kind === "fails" && found.reason, reason);
        });
});

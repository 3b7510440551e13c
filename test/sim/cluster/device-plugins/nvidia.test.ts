/** Does not prove that a real driver would be found: devices and drivers are what the machine's description says. */
import assert from "node:assert/strict";
import { builtInPlugins } from "../../../../sim/cluster/device-plugins/known-plugins";
import { nvidiaPlugin } from "../../../../sim/cluster/device-plugins/nvidia";
import { holdsPlugin, readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import type { NodeSpec, NvidiaGpus } from "../../../../sim/cloud/contract";
import { aNode, aPluginPod, someGpus, type PluginPodOverrides } from "../builders";

function outcome(overrides: PluginPodOverrides = {}): unknown {
    const node = overrides.node ?? aNode();
    const { containers } = readPluginPod(aPluginPod({ ...overrides, node }), node);
    return containers[0]?.outcome.kind === "fails" ? containers[0].outcome.reason : containers[0]?.outcome;
}

function gpus(count: number, more: Partial<NvidiaGpus> = {}): NodeSpec {
    return aNode({ devices: [someGpus({ model: "H100", memoryGiB: 80, count, ...more })] });
}

const directory = "/var/lib/kubelet/device-plugins";
const mounted = (
    volumeMounts: { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[],
): PluginPodOverrides => ({
    container: { volumeMounts },
});
const hostPath = (path: string): PluginPodOverrides => ({
    spec: { volumes: [{ name: "device-plugins", hostPath: { path } }] },
});

describe("NVIDIA's device plugin on a simulated node", () => {
    it("registers every GPU of the node", () => {
        assert.deepEqual(outcome({ node: gpus(8) }), { kind: "registers", resources: { "nvidia.com/gpu": 8 } });
    });

    const registers: Record<string, PluginPodOverrides> = {
        "a mirror that keeps the last two names": {
            container: { image: "111122223333.dkr.ecr.us-east-2.amazonaws.com/nvcr/nvidia/k8s-device-plugin:v0.20.0" },
        },
        "a registry with a port": { container: { image: "registry.local:5000/nvidia/k8s-device-plugin:v0.18.2" } },
        "a digest behind the tag": {
            container: { image: `nvcr.io/nvidia/k8s-device-plugin:v0.19.3@sha256:${"25cc".repeat(16)}` },
        },
        "a digest alone": { container: { image: `nvcr.io/nvidia/k8s-device-plugin@sha256:${"25cc".repeat(16)}` } },
        "a tag with the base image": { container: { image: "nvcr.io/nvidia/k8s-device-plugin:v0.14.5-ubuntu20.04" } },
        "the directory with a slash at its end": hostPath(`${directory}/`),
        "a parent directory mounted in the same place": {
            ...hostPath("/var/lib/kubelet"),
            ...mounted([{ name: "device-plugins", mountPath: "/var/lib/kubelet" }]),
        },
        "a part of a volume": {
            ...hostPath("/var/lib/kubelet"),
            ...mounted([{ name: "device-plugins", mountPath: directory, subPath: "device-plugins" }]),
        },
    };
    for (const [what, overrides] of Object.entries(registers)) {
        it(`registers with ${what}`, () => {
            assert.deepEqual(outcome(overrides), { kind: "registers", resources: { "nvidia.com/gpu": 1 } });
        });
    }

    const fails: readonly (readonly [string, string, PluginPodOverrides])[] = [
        ["an unknown release", "ImageUnknown", { container: { image: "nvcr.io/nvidia/k8s-device-plugin:v0.99.0" } }],
        ["no tag at all", "ImageUnknown", { container: { image: "nvcr.io/nvidia/k8s-device-plugin" } }],
        ["the tag latest", "ImageUnknown", { container: { image: "nvcr.io/nvidia/k8s-device-plugin:latest" } }],
        ["no mount", "PluginDirectoryMissing", { container: { volumeMounts: [] } }],
        ["another directory of the host", "PluginDirectoryMissing", hostPath("/var/lib/kubelet/plugins")],
        [
            "another path in the container",
            "PluginDirectoryMissing",
            mounted([{ name: "device-plugins", mountPath: "/plugins" }]),
        ],
        [
            "a volume that is no directory of the host",
            "PluginDirectoryMissing",
            { spec: { volumes: [{ name: "device-plugins" }] } },
        ],
        [
            "a read-only mount",
            "PluginDirectoryMissing",
            mounted([{ name: "device-plugins", mountPath: directory, readOnly: true }]),
        ],
        ["a user that is not root", "PluginDirectoryMissing", { container: { securityContext: { runAsUser: 1000 } } }],
        ["a pod that forbids root", "PluginDirectoryMissing", { spec: { securityContext: { runAsNonRoot: true } } }],
        ["a node without GPUs", "NoDevices", { node: aNode({ devices: [] }) }],
        ["a node without the driver", "DriverMissing", { node: gpus(1, { driver: false }) }],
        [
            "a NoExecute taint that it does not tolerate",
            "TaintToleration",
            { node: aNode({ taints: [{ key: "drained", effect: "NoExecute" }] }) },
        ],
    ];
    for (const [what, reason, overrides] of fails) {
        it(`registers nothing with ${what}`, () => {
            assert.equal(outcome(overrides), reason);
        });
    }

    it("has done nothing yet while its container is not ready, and nothing any more when the pod is deleted", () => {
        assert.equal(outcome({ ready: false }), undefined);
        assert.equal(outcome({ metadata: { deletionTimestamp: "2026-11-22T10:05:00Z" } }), undefined);
    });

    it("is another registration after its container restarted", () => {
        const [first, second] = ["2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z"].map(
            startedAt => readPluginPod(aPluginPod({ startedAt }), aNode()).containers[0]?.id,
        );
        assert.notEqual(first, second);
    });

    it("is not mistaken for another vendor's plugin of the same name, nor for another image of NVIDIA", () => {
        for (const image of [
            "public.ecr.aws/xilinx_dcg/k8s-device-plugin:1.3.0",
            "docker.io/rocm/k8s-device-plugin:1.31.0.7",
            "nvcr.io/nvidia/cuda:12.5.0-base-ubuntu22.04",
            "evil.example/notnvidia/k8s-device-plugin:v0.17.1",
        ]) {
            assert.equal(nvidiaPlugin.isImageOf(image), false, image);
            const known = image.includes("xilinx_dcg");
            assert.equal(holdsPlugin(aPluginPod({ container: { image } })), known, image);
        }
    });

    it("is what runs without a command, by its name, or by the GPU operator's script", () => {
        const runs = (command: string[] | undefined, labels?: Record<string, string>): boolean =>
            outcome({ container: { command }, metadata: { labels } }) !== undefined;
        assert.equal(runs(undefined), true);
        assert.equal(runs(["nvidia-device-plugin"]), true);
        assert.equal(runs(["/usr/bin/nvidia-device-plugin"]), true);
        assert.equal(runs(["/bin/bash", "-c"]), false);
        assert.equal(runs(["/bin/bash", "-c"], { app: "nvidia-device-plugin-daemonset" }), true);
        for (const other of ["gpu-feature-discovery", "config-manager", "mps-control-daemon"])
            assert.equal(runs([other]), false, other);
    });

    it("is part of images that have it built in, if they have the driver", () => {
        const registered = { kind: "registers", resources: { "nvidia.com/gpu": 4 } };
        assert.deepEqual(builtInPlugins(gpus(4, { pluginBuiltIn: true })), [registered]);
        assert.deepEqual(builtInPlugins(gpus(4, { pluginBuiltIn: true, driver: false })), []);
        assert.deepEqual(builtInPlugins(gpus(4)), []);
    });
});

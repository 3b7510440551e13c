/** Does not prove that the plugin works without the host's network, nor which of its tags exist: neither is known. */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../../sim/cloud/contract";
import { efaPlugin } from "../../../../sim/cluster/device-plugins/efa";
import { readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import { aNode, anEfaPluginPod, aPluginPod, someGpus } from "../builders";

const efaNode = (count = 32, driver = true): NodeSpec => aNode({ devices: [{ kind: "efa", count, driver }] });

function outcome(overrides: Parameters<typeof anEfaPluginPod>[0] = {}): unknown {
    const node = overrides.node ?? efaNode();
    const [container] = readPluginPod(anEfaPluginPod({ ...overrides, node }), node).containers;
    return container?.outcome.kind === "fails" ? container.outcome.reason : container?.outcome;
}

describe("AWS's EFA device plugin on a simulated node", () => {
    it("registers every EFA interface of the machine", () => {
        assert.deepEqual(outcome(), { kind: "registers", resources: { "vpc.amazonaws.com/efa": 32 } });
    });

    it("is known by its image in the registry of any region, and in mirrors that keep its name", () => {
        for (const [image, is] of [
            ["602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.5", true],
            ["800184023465.dkr.ecr.ap-east-1.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.22-eksbuild.9", true],
            ["mirror.example/eks/aws-efa-k8s-device-plugin:v0.5.5", true],
            ["mirror.example/other/aws-efa-k8s-device-plugin:v0.5.5", false],
            ["public.ecr.aws/eks/aws-efa-k8s-device-plugin-2:v0.5.5", false],
        ] as const)
            assert.equal(efaPlugin.isImageOf(image), is, image);
    });

    const image = "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin";
    const fails: readonly (readonly [string, string, Parameters<typeof anEfaPluginPod>[0]])[] = [
        ["no EFA interface", "NoDevices", { node: aNode() }],
        ["no EFA driver in the image", "DriverMissing", { node: efaNode(1, false) }],
        ["a tag of another form", "ImageUnknown", { container: { image: `${image}:latest` } }],
        ["the pod's own network", "HostNetworkMissing", { spec: { hostNetwork: false } }],
        ["no mount at all", "PluginDirectoryMissing", { container: { volumeMounts: [] } }],
        [
            "the kubelet's directory only",
            "DevicesHidden",
            {
                container: {
                    volumeMounts: [{ name: "device-plugin", mountPath: "/var/lib/kubelet/device-plugins" }],
                },
            },
        ],
    ];
    for (const [what, reason, overrides] of fails) {
        it(`registers nothing with ${what}`, () => {
            assert.equal(outcome(overrides), reason);
        });
    }
});

describe("NVIDIA's device plugin beside EFA interfaces", () => {
    const node = aNode({ devices: [someGpus(), { kind: "efa", count: 1, driver: true }] });
    const warnings = (tag: string, env: { name: string; value: string }[] = []): readonly string[] => {
        const image = `nvcr.io/nvidia/k8s-device-plugin:${tag}`;
        const [container] = readPluginPod(aPluginPod({ node, container: { image, env } }), node).containers;
        assert.equal(container?.outcome.kind, "registers");
        return (container.outcome.warnings ?? []).map(({ reason }) => reason);
    };

    it("takes their devices in 0.19.0 to 0.19.2, unless told not to", () => {
        for (const tag of ["v0.19.0", "v0.19.1", "v0.19.2"]) assert.deepEqual(warnings(tag), ["EfaDevicesTaken"], tag);
        assert.deepEqual(warnings("v0.19.2", [{ name: "MOFED_ENABLED", value: "false" }]), []);
    });

    it("leaves them alone in other releases", () => {
        for (const tag of ["v0.18.2", "v0.19.3", "v0.20.0"]) assert.deepEqual(warnings(tag), [], tag);
    });
});

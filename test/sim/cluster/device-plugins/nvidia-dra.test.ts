/** Does not prove that a claim's device reaches a container, nor what the driver says of a machine's topology. */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../../sim/cloud/contract";
import { gpuModel } from "../../../../sim/cluster/device-plugins/gpu-models";
import type { Outcome } from "../../../../sim/cluster/device-plugins/plugin";
import { holdsPlugin, readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import { tableRows } from "../../../../sim/cloud/aws/ec2/table";
import { aDraDriverPod, aNode, someGpus, type PluginPodOverrides } from "../builders";

const h100s = (count = 8): NodeSpec => aNode({ devices: [someGpus({ model: "H100", memoryGiB: 80, count })] });

function outcome(overrides: PluginPodOverrides = {}): Outcome | undefined {
    const node = overrides.node ?? h100s();
    return readPluginPod(aDraDriverPod({ ...overrides, node }), node).containers[0]?.outcome;
}

function devicesOn(node: NodeSpec) {
    const found = outcome({ node });
    assert.equal(found?.kind, "publishes");
    return found.devices;
}

describe("NVIDIA's DRA driver on a simulated node", () => {
    it("publishes each GPU with its model and its memory", () => {
        const devices = devicesOn(h100s());
        assert.deepEqual(
            devices.map(({ name }) => name),
            [0, 1, 2, 3, 4, 5, 6, 7].map(minor => `gpu-${minor}`),
        );
        const { uuid, ...attributes } = devices[0]?.attributes ?? {};
        assert.match(JSON.stringify(uuid), /GPU-[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/);
        assert.deepEqual(attributes, {
            type: { string: "gpu" },
            productName: { string: "NVIDIA H100 80GB HBM3" },
            brand: { string: "Nvidia" },
            architecture: { string: "Hopper" },
            cudaComputeCapability: { version: "9.0.0" },
            driverVersion: { version: "580.159.3" },
            cudaDriverVersion: { version: "13.0.0" },
        });
        assert.deepEqual(devices[0]?.capacity, { memory: { value: "80Gi" } });
    });

    it("gives every GPU an identity of its own, the same again after a restart", () => {
        const uuids = (node: NodeSpec) => devicesOn(node).map(({ attributes }) => JSON.stringify(attributes.uuid));
        const other = { ...h100s(), providerId: "aws:///us-east-2a/i-other" };
        assert.equal(new Set([...uuids(h100s()), ...uuids(other)]).size, 16);
        assert.deepEqual(uuids(h100s()), uuids(h100s()));
    });

    it("knows the name of every whole GPU that the account offers", () => {
        const rows = tableRows<
            | "status"
            | "acceleratorKind"
            | "acceleratorManufacturer"
            | "acceleratorName"
            | "acceleratorMemoryGiB"
            | "acceleratorCount"
            | "instanceType"
        >("data/aws-accelerators.csv").filter(
            row =>
                row.status === "current" &&
                row.acceleratorKind === "gpu" &&
                row.acceleratorManufacturer === "NVIDIA" &&
                Number(row.acceleratorCount) > 0,
        );
        assert.ok(rows.length > 40);
        for (const row of rows)
            assert.ok(gpuModel(row.acceleratorName, Number(row.acceleratorMemoryGiB)), row.instanceType);
    });

    it("is the program gpu-kubelet-plugin, in NVIDIA's registry too, and no other of the image", () => {
        assert.equal(outcome({ container: { command: ["gpu-kubelet-plugin"], args: [] } })?.kind, "publishes");
        assert.equal(outcome({ container: { args: ["compute-domain-kubelet-plugin -v 4"] } }), undefined);
        const image = "nvcr.io/nvidia/dra-driver-nvidia-gpu:v0.5.0";
        assert.equal(outcome({ container: { image } })?.kind, "publishes");
        assert.equal(
            holdsPlugin(aDraDriverPod({ container: { image: "registry.k8s.io/other/dra-driver:v1.0.0" } })),
            false,
        );
    });

    const older = { ...h100s(), nodeInfo: { ...h100s().nodeInfo, kubeletVersion: "v1.33.13-eks-113cf36" } };
    const mig = [{ gpu: 0, instances: ["7g.80gb"] }];
    const fails: readonly (readonly [string, string, PluginPodOverrides])[] = [
        ["an older Kubernetes", "DraUnsupported", { node: older }],
        ["no GPU", "NoDevices", { node: aNode({ devices: [] }) }],
        ["no driver in the image", "DriverMissing", { node: aNode({ devices: [someGpus({ driver: false })] }) }],
        ["GPUs in MIG mode", "NotSimulated", { node: aNode({ devices: [someGpus({ mig })] }) }],
        [
            "a tag of another form",
            "ImageUnknown",
            { container: { image: "registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu:latest" } },
        ],
        ["no privileges", "NotPrivileged", { container: { securityContext: {} } }],
        ["no mounts", "PluginDirectoryMissing", { container: { volumeMounts: [] } }],
        ["no node name", "PluginFailed", { container: { env: [] } }],
        [
            "the driver of the operator's container",
            "DriverMissing",
            { spec: { volumes: volumesWithRoot("/run/nvidia/driver") } },
        ],
    ];
    for (const [what, reason, overrides] of fails)
        it(`publishes nothing with ${what}`, () => {
            const found = outcome(overrides);
            assert.equal(found?.kind === "fails" && found.reason, reason);
        });
});

function volumesWithRoot(path: string) {
    return (aDraDriverPod().spec.volumes ?? []).map(volume =>
        volume.name === "driver-root" ? { ...volume, hostPath: { path } } : volume,
    );
}

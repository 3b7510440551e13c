/**
 * Rules of AWS's Neuron plugin and DRA driver. Does not prove that their containers behave so where their sources say nothing:
 * see the files' own notes.
 */
import assert from "node:assert/strict";
import type { NodeSpec } from "../../../../sim/cloud/contract";
import { unconnectedRequest } from "../../../../sim/cluster/device-plugins/neuron-requests";
import type { Outcome } from "../../../../sim/cluster/device-plugins/plugin";
import { holdsPlugin, readPluginPod } from "../../../../sim/cluster/device-plugins/plugin-pods";
import type { Pod } from "../../../../sim/cluster/kubernetes/objects";
import { aNeuronDraPod, aNeuronNode, aNeuronPluginPod, trn2 } from "../accelerator-builders";
import { aNode, aPluginPod, type PluginPodOverrides } from "../builders";

const inf2 = aNeuronNode();

function outcome(pod: Pod, node: NodeSpec = inf2): Outcome | undefined {
    return readPluginPod(pod, node).containers[0]?.outcome;
}

function resources(node: NodeSpec, overrides: PluginPodOverrides = {}): unknown {
    const found = outcome(aNeuronPluginPod(overrides), node);
    return found?.kind === "registers" ? Object.values(found.resources) : found;
}

const withoutMount = (path: string): PluginPodOverrides => ({
    container: {
        volumeMounts: aNeuronPluginPod().spec.containers[0]?.volumeMounts?.filter(each => each.mountPath !== path),
    },
});

describe("the Neuron device plugin on a simulated node", () => {
    it("registers chips and their cores, and nothing else", () => {
        const found = outcome(aNeuronPluginPod());
        assert.ok(found?.kind === "registers");
        assert.deepEqual(found.resources, { "aws.amazon.com/neuron": 12, "aws.amazon.com/neuroncore": 24 });
        assert.ok((found.rights ?? []).length > 0);
    });

    const counts: readonly (readonly [what: string, node: NodeSpec, overrides: PluginPodOverrides, cores: number])[] = [
        ["a Trainium2 by default", trn2(), {}, 64],
        ["a Trainium2 whose cores stand alone", trn2({ logicalCores: 1 }), {}, 128],
        ["a Trainium2 whose cores are paired", trn2({ logicalCores: 2 }), {}, 64],
        ["a Trainium2 whose setting it does not see", trn2({ logicalCores: 1 }), withoutMount("/opt/aws"), 64],
        ["a Trainium", aNeuronNode("trn1.32xlarge", { chip: "Trainium", count: 16 }), {}, 32],
        ["an Inferentia", aNeuronNode("inf1.6xlarge", { chip: "Inferentia", count: 4, cores: 4 }), {}, 16],
    ];
    for (const [what, node, overrides, cores] of counts)
        it(`counts the cores of ${what}`, () => {
            const [, counted] = resources(node, overrides) as readonly number[];
            assert.equal(counted, cores);
        });

    const warned: readonly (readonly [reason: string, node: NodeSpec, overrides: PluginPodOverrides])[] = [
        ["LogicalCoresHidden", trn2({ logicalCores: 1 }), withoutMount("/opt/aws")],
        ["DeviceOwnershipOff", aNeuronNode("inf2.xlarge", { count: 1, deviceOwnership: false }), {}],
    ];
    for (const [reason, node, overrides] of warned)
        it(`tells of ${reason}`, () => {
            const found = outcome(aNeuronPluginPod(overrides), node);
            assert.ok(found?.kind === "registers");
            assert.deepEqual(
                found.warnings?.map(each => each.reason),
                [reason],
            );
        });

    const image = "public.ecr.aws/neuron/neuron-device-plugin";
    const fails: readonly (readonly [what: string, reason: string, node: NodeSpec, overrides: PluginPodOverrides])[] = [
        ["the moving tag", "ImageUnknown", inf2, { container: { image: `${image}:latest` } }],
        ["a release that still had neurondevice", "ImageUnknown", inf2, { container: { image: `${image}:2.19.16.0` } }],
        [
            "no mount of the kubelet's directory",
            "PluginDirectoryMissing",
            inf2,
            withoutMount("/var/lib/kubelet/device-plugins"),
        ],
        ["no mount of /run", "DevicesHidden", inf2, withoutMount("/run")],
        ["no Neuron device", "NoDevices", aNode(), {}],
        ["no driver in the image", "DriverMissing", aNeuronNode("inf2.xlarge", { driver: false }), {}],
        ["no name of its node", "PluginFailed", inf2, { container: { env: [] } }],
    ];
    for (const [what, reason, node, overrides] of fails)
        it(`registers nothing with ${what}`, () => {
            const found = outcome(aNeuronPluginPod(overrides), node);
            assert.equal(found?.kind === "fails" && found.reason, reason);
        });

    it("is known by its image and not by those of monitor and recovery", () => {
        assert.ok(
            holdsPlugin(
                aNeuronPluginPod({ container: { image: "mirror.example/neuron/neuron-device-plugin:2.32.0.0" } }),
            ),
        );
        for (const other of [
            "public.ecr.aws/neuron/neuron-monitor:1.3.0",
            "public.ecr.aws/neuron/neuron-node-recovery:1.11.0",
        ])
            assert.ok(!holdsPlugin(aPluginPod({ container: { image: other } })), other);
    });
});

describe("a pod that asks for some of a node's chips", () => {
    const counts = { "aws.amazon.com/neuron": 12, "aws.amazon.com/neuroncore": 24 };
    const told = (limits: Record<string, string>, annotations = {}) => {
        const pod = aPluginPod({ container: { image: "work:1", resources: { limits } }, metadata: { annotations } });
        return unconnectedRequest(pod, inf2, counts) !== undefined;
    };
    const cases: readonly (readonly [limits: Record<string, string>, told: boolean])[] = [
        [{ "aws.amazon.com/neuron": "1" }, false],
        [{ "aws.amazon.com/neuron": "3" }, true],
        [{ "aws.amazon.com/neuron": "12" }, false],
        [{ "aws.amazon.com/neuroncore": "4" }, true],
        [{ "aws.amazon.com/neuroncore": "24" }, false],
        [{ cpu: "3" }, false],
    ];
    for (const [limits, expected] of cases)
        it(`${expected ? "is" : "is not"} told that ${JSON.stringify(limits)} need not be connected`, () =>
            assert.equal(told(limits), expected));

    it("is not when the scheduler extension bound it", () =>
        assert.equal(told({ "aws.amazon.com/neuron": "3" }, { NEURON_ALLOC_TIME: "1" }), false));
});

describe("the Neuron DRA driver on a simulated node", () => {
    it("publishes each chip with its place among the connected ones", () => {
        const found = outcome(aNeuronDraPod(), trn2());
        assert.ok(found?.kind === "publishes");
        assert.equal(found.driver, "neuron.aws.com");
        assert.equal(found.devices.length, 16);
        const [first] = found.devices;
        assert.equal(first?.name, "neuron-device-0");
        assert.deepEqual(first.attributes.topology_y, { int: 0 });
        for (const size of [1, 4, 8, 16]) {
            const group = `resource.aws.com/devicegroup${size}_id`;
            const ids: readonly string[] = found.devices.map(each => JSON.stringify(each.attributes[group]));
            assert.equal(ids.filter(id => id === ids[0]).length, size, group);
        }
    });

    const older = trn2({}, { nodeInfo: { ...trn2().nodeInfo, kubeletVersion: "v1.33.13-eks" } });
    const fails: readonly (readonly [what: string, reason: string, node: NodeSpec, overrides: PluginPodOverrides])[] = [
        ["an older Kubernetes", "DraUnsupported", older, {}],
        ["Inf1", "NoDevices", aNeuronNode("inf1.xlarge", { chip: "Inferentia", count: 1, cores: 4 }), {}],
        ["no driver", "DriverMissing", trn2({ driver: false }), {}],
        ["no privileges", "NotPrivileged", trn2(), { container: { securityContext: {} } }],
        ["no mounts", "PluginDirectoryMissing", trn2(), { container: { volumeMounts: [] } }],
        [
            "a tag of another form",
            "ImageUnknown",
            trn2(),
            { container: { image: "public.ecr.aws/neuron/neuron-dra-driver:latest" } },
        ],
    ];
    for (const [what, reason, node, overrides] of fails)
        it(`publishes nothing with ${what}`, () => {
            const found = outcome(aNeuronDraPod(overrides), node);
            assert.equal(found?.kind === "fails" && found.reason, reason);
        });
});

// What nodes offer when their GPUs are shared. Does not prove that a plugin advertises it: the simulated nodes do.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../components/catalog/aws/instance-types";
import { migProfiles, type MigProfile } from "../../components/catalog/mig";
import type { Mechanism } from "../../components/catalog/kubernetes/mechanisms";
import { fabricOf, plainFabric } from "../../components/fleet/fabric";
import { resourcesOf } from "../../components/fleet/node-resources";
import type { PoolAccelerator } from "../../components/fleet/pool";
import { mig, mps, sharingOf, timeSlicing, wholeDevices, type Sharing } from "../../components/fleet/sharing";
import { aFabricQuestion } from "./fabric/builders";

const eight: PoolAccelerator = { family: "nvidia", model: "H100", perNode: 8, memoryGiB: 80 };
const resources = (
    accelerators: readonly PoolAccelerator[],
    sharing: Sharing,
    mechanism: Mechanism = "devicePlugin",
    fabric = plainFabric,
) => resourcesOf({ accelerators, sharing, fabric }, () => mechanism);
const offers = (...args: Parameters<typeof resources>) =>
    resources(...args).map(({ name, perNode, atMostPerContainer }) => [name, perNode, atMostPerContainer ?? "all"]);

describe("the resources of a node", () => {
    const table: readonly (readonly [string, Parameters<typeof sharingOf>[0], ReturnType<typeof offers>])[] = [
        ["whole GPUs", wholeDevices, [["nvidia.com/gpu", 8, "all"]]],
        ["alike MIG instances", mig("1g.10gb"), [["nvidia.com/gpu", 56, "all"]]],
        [
            "a mix of MIG instances",
            mig({ "3g.40gb": 1, "2g.20gb": 1, "1g.10gb": 2 }),
            [
                ["nvidia.com/mig-3g.40gb", 8, "all"],
                ["nvidia.com/mig-2g.20gb", 8, "all"],
                ["nvidia.com/mig-1g.10gb", 16, "all"],
            ],
        ],
        ["turns", timeSlicing({ replicas: 4 }), [["nvidia.com/gpu.shared", 32, 1]]],
        ["turns of the same name", timeSlicing({ replicas: 4, renameByDefault: false }), [["nvidia.com/gpu", 32, 1]]],
        [
            "turns of which a pod may take several",
            timeSlicing({ replicas: 4, failRequestsGreaterThanOne: false }),
            [["nvidia.com/gpu.shared", 32, "all"]],
        ],
        ["MPS", mps({ replicas: 3 }), [["nvidia.com/gpu.shared", 24, 1]]],
        ["MPS of the same name", mps({ replicas: 3, renameByDefault: false }), [["nvidia.com/gpu", 24, 1]]],
    ];
    for (const [what, choice, expected] of table) {
        it(`are ${what}`, () => assert.deepEqual(offers([eight], sharingOf(choice, "p5.48xlarge")), expected));
    }

    it("are device classes where a DRA driver advertises", () => {
        assert.deepEqual(resources([eight], wholeDevices, "draDriver"), [
            { name: "gpu.nvidia.com", through: "deviceClass", perNode: 8, family: "nvidia" },
        ]);
        const mixed = sharingOf(mig({ "3g.40gb": 1, "1g.10gb": 2 }), "p5.48xlarge");
        assert.deepEqual(resources([eight], mixed, "draDriver"), [
            { name: "mig.nvidia.com", through: "deviceClass", perNode: 24, family: "nvidia" },
        ]);
    });

    it("are as many as GPUs times pods on each, for every type and replicas", () =>
        fc.assert(
            fc.property(
                fc.constantFrom(...awsInstanceTypes().filter(isNvidia)),
                fc.integer({ min: 2, max: 48 }),
                ({ name, accelerator: { model, count, memoryGiB } }, replicas) => {
                    const devices = [{ family: "nvidia", model, perNode: count, memoryGiB }] as const;
                    for (const choice of [timeSlicing({ replicas }), mps({ replicas })]) {
                        assert.equal(resources(devices, sharingOf(choice, name))[0]?.perNode, count * replicas);
                    }
                },
            ),
        ));

    it("are as many as GPUs times instances, for every profile", () => {
        for (const { name, accelerator } of awsInstanceTypes().filter(isNvidia)) {
            const devices = [{ family: "nvidia", model: "x", perNode: accelerator.count, memoryGiB: 0 }] as const;
            for (const { profile, mostPerGpu } of migProfiles(name)) {
                const alike = resources(devices, sharingOf(mig(profile), name));
                const named = resources(
                    devices,
                    sharingOf({ kind: "mig", instances: only(profile, mostPerGpu) }, name),
                );
                assert.deepEqual(
                    [alike[0]?.name, alike[0]?.perNode],
                    ["nvidia.com/gpu", accelerator.count * mostPerGpu],
                );
                assert.deepEqual(
                    [named[0]?.name, named[0]?.perNode],
                    [`nvidia.com/mig-${profile}`, accelerator.count * mostPerGpu],
                );
            }
        }
    });

    it("are EFA interfaces too, whatever shares the GPUs", () => {
        const fabric = fabricOf(aFabricQuestion());
        assert.deepEqual(offers([eight], sharingOf(mps({ replicas: 2 }), "p5.48xlarge"), "devicePlugin", fabric), [
            ["nvidia.com/gpu.shared", 16, 1],
            ["vpc.amazonaws.com/efa", 32, "all"],
        ]);
        assert.deepEqual(offers([], wholeDevices, "draDriver", fabric), [["efa.networking.k8s.aws", 32, "all"]]);
    });

    it("are none on nodes without accelerators", () => assert.deepEqual(resources([], wholeDevices), []));
});

function only(profile: MigProfile, count: number): Readonly<Partial<Record<MigProfile, number>>> {
    return { [profile]: count };
}

// What nodes offer when their GPUs are shared. Does not prove that a plugin advertises it: the simulated nodes do.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../../components/catalog/aws/instance-types";
import { migProfiles, type MigProfile } from "../../../components/catalog/mig";
import type { PoolAccelerator } from "../../../components/fleet/pool";
import { mig, mps, resourcesOf, sharingOf, timeSlicing, wholeDevices } from "../../../components/fleet/sharing";

const eight: PoolAccelerator = { family: "nvidia", model: "H100", perNode: 8, memoryGiB: 80 };
const offers = (...args: Parameters<typeof resourcesOf>) =>
    resourcesOf(...args).map(({ name, perNode, atMostPerContainer }) => [name, perNode, atMostPerContainer ?? "all"]);

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
        assert.deepEqual(resourcesOf([eight], wholeDevices, "deviceClass"), [
            { name: "gpu.nvidia.com", through: "deviceClass", perNode: 8, family: "nvidia" },
        ]);
        const mixed = sharingOf(mig({ "3g.40gb": 1, "1g.10gb": 2 }), "p5.48xlarge");
        assert.deepEqual(resourcesOf([eight], mixed, "deviceClass"), [
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
                        assert.equal(resourcesOf(devices, sharingOf(choice, name))[0]?.perNode, count * replicas);
                    }
                },
            ),
        ));

    it("are as many as GPUs times instances, for every profile", () => {
        for (const { name, accelerator } of awsInstanceTypes().filter(isNvidia)) {
            const devices = [{ family: "nvidia", model: "x", perNode: accelerator.count, memoryGiB: 0 }] as const;
            for (const { profile, mostPerGpu } of migProfiles(name)) {
                const alike = resourcesOf(devices, sharingOf(mig(profile), name));
                const named = resourcesOf(
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

    it("are none on nodes without accelerators", () => assert.deepEqual(resourcesOf([], wholeDevices), []));
});

function only(profile: MigProfile, count: number): Readonly<Partial<Record<MigProfile, number>>> {
    return { [profile]: count };
}

// What may share a GPU, for every NVIDIA type. Does not prove that a driver divides a GPU so, nor that a plugin advertises it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../../components/catalog/aws/instance-types";
import { migProfiles, type MigProfile } from "../../../components/catalog/mig";
import { mig, mps, sharingOf, sharingProblems, timeSlicing } from "../../../components/fleet/sharing";

const nvidia = awsInstanceTypes().filter(isNvidia);
const everyProfile = [...new Set(nvidia.flatMap(({ name }) => migProfiles(name).map(({ profile }) => profile)))];
const profilesOf = (type: string): readonly string[] => migProfiles(type).map(({ profile }) => profile);

describe("MIG", () => {
    for (const { name } of nvidia) {
        const own = profilesOf(name);
        it(`on ${name}: ${own.length === 0 ? "never" : `${own.length} profiles, and none of another chip`}`, () => {
            for (const profile of everyProfile) {
                const ids = sharingProblems(mig(profile), name).map(({ id }) => id);
                const expected = own.length === 0 ? ["sharing.no-mig"] : ["sharing.mig-profile"];
                assert.deepEqual(ids, own.includes(profile) ? [] : expected, profile);
            }
        });
    }

    it("with one profile makes as many instances as fit, of the same name", () => {
        for (const { name } of nvidia) {
            for (const { profile, mostPerGpu } of migProfiles(name)) {
                assert.deepEqual(sharingOf(mig(profile), name), {
                    kind: "mig",
                    strategy: "single",
                    instances: { [profile]: mostPerGpu },
                });
            }
        }
    });

    it("with counts makes just these, and forgets those of which there are none", () =>
        assert.deepEqual(sharingOf(mig({ "3g.40gb": 1, "1g.10gb": 4, "1g.20gb": 0 }), "p5.48xlarge"), {
            kind: "mig",
            strategy: "mixed",
            instances: { "3g.40gb": 1, "1g.10gb": 4 },
        }));

    it("is told of every profile that is wrong", () => {
        const instances: Readonly<Partial<Record<MigProfile, number>>> = {
            "1g.18gb": 1,
            "1g.10gb": -1,
            "7g.180gb": 0.5,
        };
        assert.deepEqual(
            sharingProblems({ kind: "mig", instances }, "p5.48xlarge").map(({ id, path }) => [id, path]),
            [
                ["sharing.mig-profile", 'sharing.instances["1g.18gb"]'],
                ["sharing.mig-count", 'sharing.instances["1g.10gb"]'],
                ["sharing.mig-profile", 'sharing.instances["7g.180gb"]'],
                ["sharing.mig-count", 'sharing.instances["7g.180gb"]'],
            ],
        );
    });

    it("needs an instance", () => {
        for (const instances of [{}, { "1g.10gb": 0 }]) {
            assert.deepEqual(
                sharingProblems(mig(instances), "p5.48xlarge").map(({ id }) => id),
                ["sharing.mig-count"],
            );
        }
    });

    it("refuses a mix exactly when its slices are too many", () => {
        const counts = fc.record(
            Object.fromEntries(
                migProfiles("p5.48xlarge").map(({ profile }) => [profile, fc.integer({ min: 0, max: 4 })]),
            ),
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(counts, instances => {
                const sum = (of: "computeSlices" | "memorySlices") =>
                    migProfiles("p5.48xlarge").reduce((n, facts) => n + facts[of] * (instances[facts.profile] ?? 0), 0);
                fc.pre(sum("memorySlices") > 0);
                const fits = sum("computeSlices") <= 7 && sum("memorySlices") <= 8;
                const ids = sharingProblems(mig(instances), "p5.48xlarge").map(({ id }) => id);
                assert.deepEqual(ids, fits ? [] : ["sharing.mig-too-large"]);
            }),
            { numRuns: 2000 },
        );
    });
});

describe("time slicing and MPS", () => {
    const replicas: readonly (readonly [number, boolean, boolean])[] = [
        [1, false, false],
        [2, true, true],
        [48, true, true],
        [49, true, false],
        [2.5, false, false],
        [Number.NaN, false, false],
        [-4, false, false],
    ];
    for (const [count, sliced, parallel] of replicas) {
        it(`with ${count} pods per GPU`, () => {
            assert.equal(sharingProblems(timeSlicing({ replicas: count }), "g6.xlarge").length === 0, sliced);
            assert.equal(sharingProblems(mps({ replicas: count }), "g6.xlarge").length === 0, parallel);
        });
    }

    it("name the shares apart and refuse more than one, unless they are told otherwise", () => {
        assert.deepEqual(sharingOf(timeSlicing({ replicas: 4 }), "g6.xlarge"), {
            kind: "timeSlicing",
            replicas: 4,
            renameByDefault: true,
            failRequestsGreaterThanOne: true,
        });
        assert.deepEqual(sharingOf(mps({ replicas: 4 }), "g6.xlarge"), {
            kind: "mps",
            replicas: 4,
            renameByDefault: true,
        });
        const told = { replicas: 2, renameByDefault: false, failRequestsGreaterThanOne: false };
        assert.deepEqual(sharingOf(timeSlicing(told), "g6.xlarge"), { kind: "timeSlicing", ...told });
    });

    it("run on every type, but MPS not on a part of a GPU", () => {
        for (const { name, accelerator } of nvidia) {
            assert.deepEqual(sharingProblems(timeSlicing({ replicas: 2 }), name), [], name);
            const ids = sharingProblems(mps({ replicas: 2 }), name).map(({ id }) => id);
            assert.deepEqual(ids, accelerator.share < 1 ? ["sharing.mps-on-part"] : [], name);
        }
    });
});

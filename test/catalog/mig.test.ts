// MIG profiles against their table, and the slices against NVIDIA's placements. No GPU is divided here.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceType, awsInstanceTypes, isNvidia } from "../../components/catalog/aws/instance-types";
import { migProfiles, migResource, migSlices, type MigProfileFacts } from "../../components/catalog/mig";
import { cells } from "./csv";

const rows = cells("nvidia-mig.csv");
const divisible = awsInstanceTypes().filter(type => isNvidia(type) && migProfiles(type.name).length > 0);

describe("MIG profiles", () => {
    it("are the rows of the table, for the types that have the GPU", () => {
        for (const { name, accelerator } of divisible) {
            const ofGpu = rows.filter(
                row => row.accelerator === accelerator.model && Number(row.memoryGiB) === accelerator.memoryGiB,
            );
            assert.deepEqual(
                migProfiles(name).map(facts => [
                    facts.profile,
                    String(facts.computeSlices),
                    String(facts.memorySlices),
                    String(facts.mostPerGpu),
                ]),
                ofGpu.map(row => [row.profile, row.computeSlices, row.memorySlices, row.mostPerGpu]),
                name,
            );
        }
    });

    it("exist for these families, and for no other", () =>
        assert.deepEqual(
            [...new Set(divisible.map(({ family }) => family))],
            ["p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "g7", "g7e"],
        ));

    it("do not exist for parts of a GPU, older GPUs, GB200, other makers or other names", () => {
        for (const name of ["g6f.large", "g6.xlarge", "g5g.xlarge", "p6e-gb200.36xlarge", "inf2.xlarge", "p9.metal"]) {
            assert.deepEqual(migProfiles(name), [], name);
            assert.equal(migSlices(name), undefined, name);
        }
    });

    it("begin with the smallest; the largest is the whole GPU, once", () => {
        for (const { name } of divisible) {
            const profiles = migProfiles(name);
            const sizes = profiles.map(({ computeSlices, memorySlices }) => computeSlices * 100 + memorySlices);
            assert.deepEqual(
                sizes,
                [...sizes].sort((a, b) => a - b),
                name,
            );
            const largest = profiles.at(-1);
            assert.equal(largest?.mostPerGpu, 1);
            assert.deepEqual(migSlices(name), { compute: largest.computeSlices, memory: largest.memorySlices });
        }
    });

    it("have about the memory of the GPU when it is whole", () => {
        for (const { name } of divisible) {
            const whole = migProfiles(name).at(-1)?.memoryGB ?? 0;
            assert.ok(Math.abs(whole - awsInstanceType(name).accelerator.memoryGiB) < 1, name);
        }
    });

    it("fit as often as the slices of the GPU allow", () => {
        for (const { name } of divisible) {
            const gpu = migSlices(name);
            assert.ok(gpu);
            for (const { profile, computeSlices, memorySlices, mostPerGpu } of migProfiles(name)) {
                const bySlices = Math.min(
                    Math.floor(gpu.compute / computeSlices),
                    Math.floor(gpu.memory / memorySlices),
                );
                assert.equal(mostPerGpu, bySlices, `${profile} on ${name}`);
            }
        }
    });

    it("have a resource each where instances keep a name of their own", () =>
        assert.equal(migResource("1g.10gb"), "nvidia.com/mig-1g.10gb"));
});

/** Where an instance may begin, in memory slices. Source: nvidia-smi mig -lgipp on A100 (NVIDIA MIG user guide). */
const placements: Readonly<Record<string, readonly number[]>> = {
    "1 1": [0, 1, 2, 3, 4, 5, 6],
    "1 2": [0, 2, 4, 6],
    "2 2": [0, 2, 4],
    "3 4": [0, 4],
    "4 4": [0],
    "7 8": [0],
};

function placeable(instances: readonly MigProfileFacts[], taken: ReadonlySet<number> = new Set()): boolean {
    const [first, ...rest] = [...instances].sort((a, b) => b.memorySlices - a.memorySlices);
    if (!first) return true;
    const starts = placements[`${first.computeSlices} ${first.memorySlices}`] ?? [];
    return starts.some(start => {
        const slices = Array.from({ length: first.memorySlices }, (_, i) => start + i);
        return slices.every(slice => !taken.has(slice)) && placeable(rest, new Set([...taken, ...slices]));
    });
}

describe("a set of MIG instances on a GPU of seven slices", () => {
    const profiles = migProfiles("p5.48xlarge");
    const total = (set: readonly MigProfileFacts[], of: "computeSlices" | "memorySlices") =>
        set.reduce((sum, facts) => sum + facts[of], 0);

    it("can be placed exactly when neither its compute nor its memory slices are too many", () =>
        fc.assert(
            fc.property(fc.array(fc.constantFrom(...profiles), { maxLength: 8 }), set => {
                const bySlices = total(set, "computeSlices") <= 7 && total(set, "memorySlices") <= 8;
                const byPlacement = placeable(set) && total(set, "computeSlices") <= 7;
                assert.equal(bySlices, byPlacement, set.map(({ profile }) => profile).join(" "));
            }),
            { numRuns: 2000 },
        ));
});

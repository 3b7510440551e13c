// Places of MIG instances, against those that the driver lists on an H100. No GPU is divided here.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../../components/catalog/aws/instance-types";
import { migProfiles } from "../../../components/catalog/mig";
import { migLayout } from "../../../components/fleet/sharing";

/** `nvidia-smi mig -lgipp` on H100: where an instance may begin, and the memory slices that it takes. */
const listed: Readonly<Record<string, { readonly starts: readonly number[]; readonly slices: number }>> = {
    "1g.10gb": { starts: [0, 1, 2, 3, 4, 5, 6], slices: 1 },
    "1g.20gb": { starts: [0, 2, 4, 6], slices: 2 },
    "2g.20gb": { starts: [0, 2, 4], slices: 2 },
    "3g.40gb": { starts: [0, 4], slices: 4 },
    "4g.40gb": { starts: [0], slices: 4 },
    "7g.80gb": { starts: [0], slices: 8 },
};
const h100 = "p5.48xlarge";
/** What the arguments of a group could say: few instances of any profiles, most of which fit. */
const counts = fc
    .array(fc.constantFrom("1g.10gb", "1g.10gb", ...Object.keys(listed)), { minLength: 1, maxLength: 5 })
    .map(profiles => Object.fromEntries(profiles.map(name => [name, profiles.filter(each => each === name).length])));

describe("the layout of MIG instances", () => {
    it("places each where the driver lets it begin, apart from the others", () =>
        fc.assert(
            fc.property(counts, instances => {
                const layout = migLayout(h100, instances);
                if (layout === undefined) return;
                const taken = layout.flatMap(({ profile, start }) => {
                    const place = listed[profile] ?? { starts: [], slices: 0 };
                    assert.ok(place.starts.includes(start), `${profile} at ${start}`);
                    return Array.from({ length: place.slices }, (_, offset) => start + offset);
                });
                assert.equal(new Set(taken).size, taken.length);
                const made = (profile: string) => layout.filter(each => each.profile === profile).length;
                for (const [profile, count] of Object.entries(instances)) assert.equal(made(profile), count);
            }),
            { numRuns: 3000 },
        ));

    it("exists for as many instances of one profile as the catalogue counts, and not for one more", () => {
        for (const { name } of awsInstanceTypes().filter(isNvidia)) {
            for (const { profile, mostPerGpu } of migProfiles(name)) {
                assert.equal(migLayout(name, { [profile]: mostPerGpu })?.length, mostPerGpu, `${profile} on ${name}`);
                assert.equal(migLayout(name, { [profile]: mostPerGpu + 1 }), undefined, `${profile} on ${name}`);
            }
        }
    });

    it("leaves room for what comes later: four small instances beside one of half a GPU", () =>
        assert.deepEqual(migLayout(h100, { "3g.40gb": 1, "1g.10gb": 4 }), [
            { profile: "3g.40gb", start: 4 },
            { profile: "1g.10gb", start: 3 },
            { profile: "1g.10gb", start: 2 },
            { profile: "1g.10gb", start: 1 },
            { profile: "1g.10gb", start: 0 },
        ]));

    it("does not exist for profiles of another chip, nor without MIG", () => {
        assert.equal(migLayout(h100, { "1g.18gb": 1 }), undefined);
        assert.equal(migLayout("g6.xlarge", { "1g.10gb": 1 }), undefined);
    });
});

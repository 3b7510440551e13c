import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { awsRegions } from "../../components/catalog/aws/offerings";
import { nearest } from "../../components/catalog/nearest";

const names = awsInstanceTypes().map(type => type.name);

describe("nearest names", () => {
    const table: readonly (readonly [string, string])[] = [
        ["p5.48xlrge", "p5.48xlarge"],
        ["P5.48XLARGE", "p5.48xlarge"],
        [" g6.xlarge ", "g6.xlarge"],
        ["g6-xlarge", "g6.xlarge"],
        ["p6b200.48xlarge", "p6-b200.48xlarge"],
        ["inf2.24xlarg", "inf2.24xlarge"],
    ];
    for (const [typo, meant] of table) {
        it(`${JSON.stringify(typo)} is ${meant}`, () => assert.equal(nearest(typo, names)[0], meant));
    }

    it("finds a region", () =>
        assert.equal(
            nearest(
                "us-east2",
                awsRegions().map(region => region.name),
            )[0],
            "us-east-2",
        ));

    it("finds nothing for another word, and nothing for no word", () => {
        assert.deepEqual(nearest("quantum", names), []);
        assert.deepEqual(nearest("", names), []);
        assert.deepEqual(nearest("p5.48xlarge", []), []);
    });

    it("takes up to four edits, or a third of a short word", () => {
        assert.deepEqual(nearest("abcdefghijkl", ["abcdefghWXYZ", "abcdefgVWXYZ"]), ["abcdefghWXYZ"]);
        assert.deepEqual(nearest("abcdef", ["abcdYZ", "abcXYZ"]), ["abcdYZ"]);
        assert.deepEqual(nearest("ab", ["aX", "XY"]), ["aX"]);
    });

    it("orders names that are equally near by the alphabet", () =>
        assert.deepEqual(nearest("trn9.48xlarge", ["trn3.48xlarge", "trn1.48xlarge", "trn2.48xlarge"]), [
            "trn1.48xlarge",
            "trn2.48xlarge",
            "trn3.48xlarge",
        ]));

    it("puts the name itself first", () =>
        fc.assert(fc.property(fc.constantFrom(...names), name => assert.equal(nearest(name, names)[0], name))));

    it("finds a name with one letter lost", () =>
        fc.assert(
            fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
                const i = at % name.length;
                const typo = name.slice(0, i) + name.slice(i + 1);
                assert.ok(nearest(typo, names, names.length).includes(name), typo);
            }),
        ));

    it("gives at most as many as asked, only names from the list, and the same in any order", () =>
        fc.assert(
            fc.property(fc.string(), fc.nat(5), fc.shuffledSubarray([...names]), (typo, most, some) => {
                const found = nearest(typo, some, most);
                assert.ok(found.length <= most);
                assert.ok(found.every(name => some.some(known => known === name)));
                assert.deepEqual(nearest(typo, [...some].reverse(), most), found);
            }),
        ));
});

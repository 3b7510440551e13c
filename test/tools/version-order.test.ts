// Reading and comparing versions. It does not prove anything about versions that are no numbers.
import assert from "node:assert/strict";
import fc from "fast-check";
import { accepts, compareVersions, findVersion, type Version } from "../../tools/obtain/version";

const part = fc.nat({ max: 300 });
const version = fc
    .record({ major: part, minor: part, patch: part, preRelease: fc.boolean() })
    .map(({ major, minor, patch, preRelease }) => `${major}.${minor}.${patch}${preRelease ? "-rc.1" : ""}`);

function read(text: string): Version {
    const found = findVersion(text);
    assert.ok(found, text);
    return found;
}

describe("a version", () => {
    it("is found in any text around it", () => {
        fc.assert(fc.property(version, text => assert.equal(findVersion(`tool v${text} (linux/amd64)`)?.text, text)));
    });

    it("is not found where there is none", () => {
        for (const text of ["", "hello", "error: 404", "v12", "build 20251122"]) {
            assert.equal(findVersion(text), undefined, text);
        }
    });

    it("may leave out the last number", () => {
        const { major, minor, patch } = read("go1.26 linux/amd64");
        assert.deepEqual([major, minor, patch], [1, 26, 0]);
    });

    it("is ordered against every other in one way", () => {
        const sign = (a: string, b: string): number => Math.sign(compareVersions(read(a), read(b)));
        fc.assert(fc.property(version, version, (a, b) => assert.equal(sign(a, b) + sign(b, a), 0)));
        fc.assert(
            fc.property(version, version, version, (a, b, c) => {
                const [low, middle, high] = [a, b, c].sort(sign);
                assert.ok(sign(low ?? "", middle ?? "") <= 0 && sign(low ?? "", high ?? "") <= 0);
            }),
        );
    });

    it("is as good as itself, unless it is a pre-release and only a release will do", () => {
        fc.assert(
            fc.property(version, text => {
                assert.ok(accepts("same major, not older", read(text), read(text)));
                assert.equal(accepts("same minor", read(text), read(text)), !read(text).preRelease);
            }),
        );
    });
});

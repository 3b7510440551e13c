import assert from "node:assert/strict";
import fc from "fast-check";
import { isAtLeast } from "../../components/catalog/version-order";

const cases: readonly (readonly [version: string, other: string, atLeast: boolean])[] = [
    ["1.34", "1.34", true],
    ["1.4", "1.34", false],
    ["1.100", "1.34", true],
    ["2.0", "1.34", true],
    ["1.34.1", "1.34", true],
    ["1.34", "1.34.1", false],
    ["2.26.1", "2.26.0", true],
    ["2.26.1", "2.26.2", false],
    ["2.27.0", "2.26.1", true],
    ["newest", "1.34", false],
    ["2.x.1", "2.26.1", false],
    ["", "1.34", false],
    ["1.", "0.9", false],
];

describe("versions", () => {
    for (const [version, other, atLeast] of cases) {
        it(`${JSON.stringify(version)} is ${atLeast ? "" : "not "}at least ${other}`, () =>
            assert.equal(isAtLeast(version, other), atLeast));
    }

    it("are in one order, that of their numbers", () => {
        const version = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 30 }), fc.nat({ max: 3 }));
        fc.assert(
            fc.property(version, version, (a, b) => {
                const [first, second] = [a.join("."), b.join(".")];
                assert.ok(isAtLeast(first, second) || isAtLeast(second, first));
                assert.equal(isAtLeast(first, second) && isAtLeast(second, first), first === second);
                const weight = ([x, y, z]: readonly [number, number, number]) => x * 10_000 + y * 100 + z;
                assert.equal(isAtLeast(first, second), weight(a) >= weight(b));
            }),
        );
    });
});

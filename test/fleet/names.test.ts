// Proves our copy of the Kubernetes name syntax against examples and an independent reading of the rules. The real API server
// judges generated names on the local cloud (test/stacks).
import assert from "node:assert/strict";
import fc from "fast-check";
import { asDnsLabel, asLabelValue, isDnsLabel, isLabelValue, isQualifiedName } from "../../components/fleet/names";

const long = (length: number) => "a".repeat(length);

describe("a label or taint key", () => {
    const good = ["team", "A.b_c-9", "example.com/team", "a/b", long(63), `${"a.".repeat(126)}a/${long(63)}`];
    const bad = [
        "",
        "/",
        "a/",
        "/a",
        "a/b/c",
        "-a",
        "a-",
        "a b",
        "é",
        "Example.com/a",
        "a..b/c",
        long(64),
        `${"a.".repeat(127)}a/b`,
    ];
    for (const key of good) it(`may be ${key.slice(0, 30)} (${key.length})`, () => assert.ok(isQualifiedName(key)));
    for (const key of bad)
        it(`may not be "${key.slice(0, 30)}" (${key.length})`, () => assert.ok(!isQualifiedName(key)));
});

describe("a label value", () => {
    for (const value of ["", "a", "A_b.c-1", long(63)]) it(`may be "${value}"`, () => assert.ok(isLabelValue(value)));
    for (const value of [" ", "-a", "a.", "a/b", "a b", long(64), "a\n"]) {
        it(`may not be ${JSON.stringify(value)}`, () => assert.ok(!isLabelValue(value)));
    }
});

describe("a DNS label", () => {
    for (const name of ["a", "train-8", "8", long(63)]) it(`may be ${name}`, () => assert.ok(isDnsLabel(name)));
    for (const name of ["", "Train", "a_b", "-a", "a-", "a.b", long(64), "a\n"]) {
        it(`may not be ${JSON.stringify(name)}`, () => assert.ok(!isDnsLabel(name)));
    }
});

describe("a name made valid", () => {
    it("is valid, or nothing is left", () =>
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), text => {
                const label = asDnsLabel(text);
                const value = asLabelValue(text);
                assert.ok(label === undefined || isDnsLabel(label), label);
                assert.ok(value === undefined || (value !== "" && isLabelValue(value)), value);
            }),
        ));

    it("leaves a valid one as it is", () =>
        fc.assert(
            fc.property(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/), text => {
                assert.equal(asDnsLabel(text), text);
                assert.equal(asLabelValue(text), text);
            }),
        ));
});

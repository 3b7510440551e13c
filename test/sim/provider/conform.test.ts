// The form of inputs. Not proven here: the rules of single types (test/sim/cloud).
import assert from "node:assert/strict";

import { conform } from "../../../sim/provider/conform";
import type { TypeSchema } from "../../../sim/provider/schema/type-schema";
import { notKnown, secret, type Values } from "../../../sim/provider/value";

const schema: Pick<TypeSchema, "inputs" | "required"> = {
    inputs: {
        name: { kind: "string" },
        size: { kind: "number" },
        on: { kind: "boolean" },
        policy: { kind: "json" },
        tags: { kind: "map", values: { kind: "string" } },
        disks: {
            kind: "list",
            items: { kind: "object", properties: { path: { kind: "string" } }, required: ["path"] },
        },
    },
    required: ["name"],
};
const from = (values: Values) => conform({ name: "x", ...values }, schema, "thing");

describe("inputs", () => {
    it("are read from text, and written as text, where the real provider does so", () => {
        const { values, problems } = from({ name: 7, size: "12", on: "true", tags: { a: 1, b: true } });
        assert.deepEqual(problems, []);
        assert.deepEqual(values, { name: "7", size: 12, on: true, tags: { a: "1", b: "true" } });
    });

    it("are absent when they are null", () => {
        assert.deepEqual(from({ size: null, tags: { a: null } }).values, { name: "x", tags: {} });
    });

    it("become JSON where a document is expected, secret and unknown as before", () => {
        assert.equal(from({ policy: { a: [1] } }).values.policy, '{"a":[1]}');
        assert.equal(from({ policy: "{ }" }).values.policy, "{ }");
        assert.equal(from({ policy: { a: notKnown } }).values.policy, notKnown);
        assert.deepEqual(from({ policy: { a: secret(1) } }).values.policy, secret('{"a":1}'));
        assert.deepEqual(from({ policy: { a: secret(notKnown) } }).values.policy, secret(notKnown));
    });

    it("pass while they are not known yet", () => {
        assert.deepEqual(from({ size: notKnown, disks: [notKnown], tags: secret(notKnown) }).problems, []);
    });

    const wrong: readonly (readonly [what: string, values: Values, property: string, reason: RegExp])[] = [
        [
            "unknown",
            { nmae: "x" },
            "nmae",
            /^Invalid or unknown key. Did you mean 'name'\? Examine values at 'thing.nmae'\.$/,
        ],
        ["unknown and unlike any other", { quux: "x" }, "quux", /^Invalid or unknown key\. Examine/],
        ["unknown inside a block", { disks: [{ path: "a", pth: "b" }] }, "disks[0].pth", /Did you mean 'path'\?/],
        ["missing inside a block", { disks: [{}] }, "disks[0].path", /^Missing required argument\./],
        ["null where something is required", { name: null }, "name", /^Missing required argument\./],
        ["a list for text", { name: ["a"] }, "name", /^expected text, got a list\./],
        ["text for a number", { size: "many" }, "size", /^expected a number, got "many"\./],
        ["a number for truth", { on: 1 }, "on", /^expected true or false, got 1\./],
        ["an object for a list", { disks: { path: "a" } }, "disks", /^expected a list, got an object\./],
        ["text for a map", { tags: "a" }, "tags", /^expected a map, got "a"\./],
        ["wrong inside a secret", { size: secret("many") }, "size", /^expected a number/],
    ];
    for (const [what, values, property, reason] of wrong) {
        it(`are refused when they are ${what}`, () => {
            const { problems } = from(values);
            assert.deepEqual(
                problems.map(each => each.property),
                [property],
            );
            assert.match(problems[0]!.reason, reason);
        });
    }
});

// What counts as a difference of inputs. Not proven here: that AWS takes the same for equal.
import assert from "node:assert/strict";

import fc from "fast-check";

import { differences } from "../../../sim/provider/difference";
import type { ValueSchema } from "../../../sim/provider/schema/type-schema";
import { notKnown, secret, type Values } from "../../../sim/provider/value";

const properties: Readonly<Record<string, ValueSchema>> = {
    name: { kind: "string" },
    size: { kind: "number" },
    on: { kind: "boolean" },
    tags: { kind: "map", values: { kind: "string" } },
    list: { kind: "list", items: { kind: "string" } },
    set: { kind: "list", items: { kind: "string" } },
    rules: {
        kind: "list",
        items: {
            kind: "object",
            properties: { port: { kind: "number" }, blocks: { kind: "list", items: { kind: "string" } } },
            required: [],
        },
    },
    policy: { kind: "json" },
    config: { kind: "object", properties: { subnets: { kind: "list", items: { kind: "string" } } }, required: [] },
};
const unordered = ["set", "rules.*.blocks"];

const between = (previous: Values, next: Values) =>
    Object.fromEntries(differences(previous, next, properties, unordered).map(({ path, kind }) => [path, kind]));

describe("inputs differ", () => {
    const rows: readonly (readonly [what: string, previous: Values, next: Values, found: Record<string, string>])[] = [
        ["where a value is another one", { name: "a" }, { name: "b" }, { name: "update" }],
        ["where a value comes or goes", { name: "a" }, { size: 1 }, { name: "delete", size: "add" }],
        [
            "inside a map, by key",
            { tags: { a: "1", b: "2" } },
            { tags: { a: "1", b: "3", "c/d": "4" } },
            { "tags.b": "update", 'tags["c/d"]': "add" },
        ],
        [
            "inside a list, by place",
            { list: ["a", "b"] },
            { list: ["a", "c", "d"] },
            { "list[1]": "update", "list[2]": "add" },
        ],
        ["in a set, as a whole", { set: ["a", "b"] }, { set: ["a", "c"] }, { set: "update" }],
        [
            "in a nested set",
            { rules: [{ blocks: ["a"] }] },
            { rules: [{ blocks: ["b"] }] },
            { "rules[0].blocks": "update" },
        ],
        ["where a value is not known yet", { name: "a" }, { name: notKnown }, { name: "update" }],
        ["where a value that is not known yet comes", {}, { name: notKnown }, { name: "add" }],
        ["in what a document says", { policy: '{"a":1}' }, { policy: '{"a":2}' }, { policy: "update" }],
        ["inside secrets", { name: secret("a") }, { name: secret("b") }, { name: "update" }],
        ["inside a block that goes", { config: { subnets: ["a"] } }, {}, { "config.subnets": "delete" }],
    ];
    for (const [what, previous, next, found] of rows) it(what, () => assert.deepEqual(between(previous, next), found));
});

describe("inputs do not differ", () => {
    const rows: readonly (readonly [what: string, previous: Values, next: Values])[] = [
        ["in the order of a set", { set: ["a", "b"] }, { set: ["b", "a"] }],
        ["in the order of a nested set", { rules: [{ blocks: ["a", "b"] }] }, { rules: [{ blocks: ["b", "a"] }] }],
        ["in the spelling of a document", { policy: '{"a": [1, 2], "b": {}}' }, { policy: '{"b":{},"a":[1,2]}' }],
        ["where nothing was and nothing is", { list: [], tags: {}, name: "", on: false }, {}],
        ["in being secret", { name: secret("a") }, { name: "a" }],
        ["in what the provider notes for itself", { __defaults: ["name"] }, { __defaults: [] }],
    ];
    for (const [what, previous, next] of rows) it(what, () => assert.deepEqual(between(previous, next), {}));

    it("from themselves, whatever they are", () => {
        const text = fc.string();
        const values = fc.record(
            {
                name: text,
                size: fc.integer(),
                on: fc.boolean(),
                tags: fc.dictionary(text, text),
                list: fc.array(text),
                set: fc.array(text),
                rules: fc.array(fc.record({ port: fc.integer(), blocks: fc.array(text) })),
            },
            { requiredKeys: [] },
        );
        fc.assert(fc.property(values, each => assert.deepEqual(between(each, structuredClone(each)), {})));
    });
});

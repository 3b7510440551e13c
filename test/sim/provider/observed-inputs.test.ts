// Inputs as a refresh and an import see them. Not proven here: outputs of single types.
import assert from "node:assert/strict";

import { importedInputs, refreshedInputs } from "../../../sim/provider/observed-inputs";
import type { TypeSchema } from "../../../sim/provider/schema/type-schema";
import { secret, type Values } from "../../../sim/provider/value";

const text = { kind: "string" } as const;
const schema: TypeSchema = {
    token: "aws:ec2/thing:Thing",
    inputs: {
        name: text,
        note: text,
        policy: { kind: "json" },
        ids: { kind: "list", items: text },
        tags: { kind: "map", values: text },
        config: { kind: "object", properties: { mode: text, zone: text }, required: [] },
        disks: { kind: "list", items: { kind: "object", properties: { path: text }, required: [] } },
    },
    required: [],
    outputs: { arn: text },
    secretOutputs: [],
};

describe("after a refresh, inputs", () => {
    const rows: readonly (readonly [
        what: string,
        previous: Values,
        outputs: Record<string, never> | object,
        now: Values,
    ])[] = [
        ["are what the cloud says", { name: "a" }, { name: "b" }, { name: "b" }],
        ["are only those the program gave", { name: "a" }, { name: "a", note: "x" }, { name: "a" }],
        ["are gone when the cloud has them no more", { name: "a", note: "x" }, { name: "a" }, { name: "a" }],
        ["stay when nothing was and nothing is", { note: "", ids: [] }, {}, { note: "", ids: [] }],
        ["stay secret", { name: secret("a") }, { name: "b" }, { name: secret("b") }],
        [
            "keep the spelling of a document that says the same",
            { policy: '{ "a": 1 }' },
            { policy: '{"a":1}' },
            { policy: '{ "a": 1 }' },
        ],
        ["keep the order of what holds the same", { ids: ["b", "a"] }, { ids: ["a", "b"] }, { ids: ["b", "a"] }],
        [
            "hold tags that somebody added",
            { tags: { a: "1" } },
            { tags: { a: "1", b: "2" } },
            { tags: { a: "1", b: "2" } },
        ],
        [
            "leave out of a block what the program did not give",
            { config: { mode: "x" } },
            { config: { mode: "y", zone: "z" } },
            { config: { mode: "y" } },
        ],
        [
            "leave out of listed blocks what programs cannot give",
            { disks: [{ path: "a" }] },
            { disks: [{ path: "a", id: "1" }] },
            { disks: [{ path: "a" }] },
        ],
        [
            "hold blocks that somebody added",
            { disks: [{ path: "a" }] },
            {
                disks: [
                    { path: "a", id: "1" },
                    { path: "b", id: "2" },
                ],
            },
            { disks: [{ path: "a" }, { path: "b" }] },
        ],
        [
            "keep what the provider notes for itself",
            { __defaults: ["name"], name: "a" },
            { name: "a" },
            { __defaults: ["name"], name: "a" },
        ],
    ];
    for (const [what, previous, outputs, now] of rows) {
        it(what, () => assert.deepEqual(refreshedInputs(previous, outputs as Record<string, never>, schema), now));
    }
});

describe("after an import, inputs", () => {
    it("are everything a program may give that has a value", () => {
        const outputs = {
            arn: "arn",
            name: "a",
            note: "",
            ids: [],
            config: { mode: "x", extra: "y" },
            disks: [{ path: "a", id: "1" }],
        };
        assert.deepEqual(importedInputs(outputs, schema), { name: "a", config: { mode: "x" }, disks: [{ path: "a" }] });
    });
});

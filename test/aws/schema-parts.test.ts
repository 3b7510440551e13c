/** What counts as a text that a program may know only later. Proves nothing of what becomes of it. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { laterText } from "../../components/aws/schema-parts";
import { shown } from "../../components/fleet/problem";
import { schemaProblems } from "../../components/fleet/schema-problems";

describe("a text that may become known later", () => {
    for (const [what, value] of [
        ["a text", "arn:aws:kms:us-east-1:123456789012:key/a"],
        ["an output", pulumi.output("later")],
        ["a secret", pulumi.secret("later")],
        ["a promise", Promise.resolve("later")],
    ] as const)
        it(`is ${what}`, () => assert.ok(laterText().safeParse(value).success));

    for (const [got, value] of [
        ["nothing", undefined],
        ['""', ""],
        ["null", null],
        ["number", 3],
        ["a list", ["arn:aws:iam::123456789012:role/a"]],
        ["object", {}],
        ["object", { arn: "arn:aws:iam::123456789012:role/a" }],
        ["object", new Map()],
    ] as const)
        it(`is not ${shown(value)}, seen as ${got}`, () => {
            const parsed = laterText().safeParse(value);
            const [problem] = schemaProblems(parsed.error?.issues ?? [], laterText(), value);
            assert.equal(problem?.got, got);
            assert.notEqual(problem.got, problem.allowed);
        });
});

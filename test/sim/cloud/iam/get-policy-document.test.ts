/** Does not prove equality with the provider for every document: the examples are those of its documentation. */
import assert from "node:assert/strict";

import type { Props } from "../../../../sim/cloud/contract";
import { text } from "../../../../sim/cloud/props";
import { getPolicyDocument } from "../../../../sim/cloud/aws/iam/get-policy-document";
import { anAccount } from "../an-account";

async function written(args: Props): Promise<unknown> {
    const answer = await anAccount({ lookups: [getPolicyDocument] }).invoke(getPolicyDocument.token, args);
    return JSON.parse(text(answer, "json"));
}

describe("aws.iam.getPolicyDocument", () => {
    it("writes a trust policy", async () => {
        const statements = [
            { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
        ];
        assert.deepEqual(await written({ statements }), {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
        });
    });

    it("sorts lists backwards and keeps conditions by test and variable", async () => {
        const conditions = [
            { test: "StringEquals", variable: "aws:RequestTag/a", values: ["1", "2"] },
            { test: "StringEquals", variable: "aws:RequestTag/b", values: ["3"] },
        ];
        const statements = [{ sid: "One", actions: ["s3:Get", "s3:Put"], resources: ["b", "a", "c"], conditions }];
        assert.deepEqual(await written({ statements }), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "One",
                    Effect: "Allow",
                    Action: ["s3:Put", "s3:Get"],
                    Resource: ["c", "b", "a"],
                    Condition: { StringEquals: { "aws:RequestTag/a": ["1", "2"], "aws:RequestTag/b": "3" } },
                },
            ],
        });
    });

    it("lets an override take the place of the statement with its Sid", async () => {
        const override = JSON.stringify({ Statement: [{ Sid: "One", Effect: "Deny", Action: "*", Resource: "*" }] });
        const statements = [{ sid: "One", actions: ["s3:*"], resources: ["*"] }];
        assert.deepEqual(await written({ statements, overridePolicyDocuments: [override] }), {
            Version: "2012-10-17",
            Statement: [{ Sid: "One", Effect: "Deny", Action: "*", Resource: "*" }],
        });
    });

    it("refuses one Sid twice", async () => {
        const statements = [{ sid: "One" }, { sid: "One" }];
        await assert.rejects(written({ statements }), /duplicate Sid \(One\)/);
        const source = JSON.stringify({ Statement: { Sid: "One", Effect: "Deny", Action: "*", Resource: "*" } });
        const sourcePolicyDocuments = [source, source];
        await assert.rejects(written({ sourcePolicyDocuments }), /duplicate Sid \(One\)/);
    });

    it("shortens everyone to a star only when nobody else is named", async () => {
        const everyone = { type: "*", identifiers: ["*"] };
        const principal = async (...principals: Props[]) => {
            const answer = (await written({ statements: [{ principals }] })) as { Statement: { Principal: unknown }[] };
            return answer.Statement[0]?.Principal;
        };
        assert.equal(await principal(everyone), "*");
        const service = { type: "Service", identifiers: ["ec2.amazonaws.com"] };
        assert.deepEqual(await principal(everyone, service), { "*": "*", Service: "ec2.amazonaws.com" });
    });
});

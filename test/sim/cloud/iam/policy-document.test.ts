/** Does not prove that IAM refuses nothing else: only the rules that stacks of this kind meet are here. */
import assert from "node:assert/strict";

import { letsServiceAssume, parsePermissions, parseTrust } from "../../../../sim/cloud/aws/iam/policy-document";

const trusting = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const ec2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const problemOf = (source: string, exists = true) => {
    const parsed = parseTrust(source, () => exists);
    return "problem" in parsed ? parsed.problem : undefined;
};

describe("trust policy", () => {
    const refused: readonly [what: string, source: string, problem: string][] = [
        ["text that is no JSON", "{", "This policy contains invalid Json"],
        ["a list", "[]", "Syntax errors in policy."],
        ["an unknown version", JSON.stringify({ Version: "2020-01-01", Statement: [ec2] }), "Syntax errors in policy."],
        ["an unknown element", trusting({ ...ec2, Actions: ["sts:AssumeRole"] }), "Syntax errors in policy."],
        ["no effect", trusting({ Principal: ec2.Principal, Action: ec2.Action }), "Syntax errors in policy."],
        ["a resource", trusting({ ...ec2, Resource: "*" }), "Has prohibited field Resource"],
        ["nobody", trusting({ Effect: "Allow", Action: "sts:AssumeRole" }), "Missing required field Principal"],
        [
            "an action of another service",
            trusting({ ...ec2, Action: "ec2:RunInstances" }),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ],
        [
            "a service that does not exist",
            trusting({ ...ec2, Principal: { Service: "ec2.amazonaws.org" } }),
            'Invalid principal in policy: "SERVICE":"ec2.amazonaws.org"',
        ],
        [
            "a misspelt service",
            trusting({ ...ec2, Principal: { Service: "esk.amazonaws.com" } }),
            'Invalid principal in policy: "SERVICE":"esk.amazonaws.com"',
        ],
        [
            "the bare star",
            trusting({ ...ec2, Principal: "*" }),
            'AssumeRolepolicy contained an invalid principal: "STAR":"*".',
        ],
        [
            "two statements of one id",
            JSON.stringify({
                Statement: [
                    { ...ec2, Sid: "a" },
                    { ...ec2, Sid: "a" },
                ],
            }),
            "Statement IDs (SID) in a single policy must be unique.",
        ],
    ];
    for (const [what, source, problem] of refused)
        it(`refuses ${what}`, () => assert.equal(problemOf(source), problem));

    it("refuses a role of this account that does not exist", () => {
        const role = "arn:aws:iam::111122223333:role/none";
        assert.equal(
            problemOf(trusting({ ...ec2, Principal: { AWS: role } }), false),
            `Invalid principal in policy: "AWS":"${role}"`,
        );
    });

    it("takes accounts, roots and services, alone or listed", () => {
        const Principal = { Service: ["ec2.amazonaws.com", "eks.amazonaws.com"], AWS: ["111122223333", "*"] };
        assert.equal(
            problemOf(trusting({ ...ec2, Principal, Action: ["sts:AssumeRole", "sts:TagSession"] })),
            undefined,
        );
    });
});

describe("who may assume a role", () => {
    const lets = (source: string, service: string, action: string) => {
        const parsed = parseTrust(source, () => true);
        assert.ok("document" in parsed);
        return letsServiceAssume(parsed.document, service, action);
    };

    it("is the service named, for the action named", () => {
        assert.equal(lets(trusting(ec2), "ec2.amazonaws.com", "sts:AssumeRole"), true);
        assert.equal(lets(trusting(ec2), "eks.amazonaws.com", "sts:AssumeRole"), false);
        assert.equal(lets(trusting(ec2), "ec2.amazonaws.com", "sts:TagSession"), false);
    });

    it("is nobody whom another statement denies", () => {
        const source = JSON.stringify({ Statement: [ec2, { ...ec2, Effect: "Deny" }] });
        assert.equal(lets(source, "ec2.amazonaws.com", "sts:AssumeRole"), false);
    });
});

describe("permissions policy", () => {
    const grant = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const refused: readonly [what: string, statement: object, problem: string][] = [
        ["a principal", { ...grant, Principal: { AWS: "*" } }, "Policy document should not specify a principal."],
        ["no resource", { Effect: "Allow", Action: "s3:GetObject" }, "Policy statement must contain resources."],
        [
            "an action without a service",
            { ...grant, Action: "GetObject" },
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ],
    ];
    for (const [what, statement, problem] of refused)
        it(`refuses ${what}`, () => {
            const parsed = parsePermissions(trusting(statement));
            assert.deepEqual(parsed, { problem });
        });

    it("takes any action of any service", () =>
        assert.ok("document" in parsePermissions(trusting({ ...grant, Action: "*" }))));
});

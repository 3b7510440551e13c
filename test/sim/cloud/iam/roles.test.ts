/** Does not prove what IAM evaluates at request time: nothing here is authorised, policies are only kept. */
import assert from "node:assert/strict";

import { getSessionContext } from "../../../../sim/cloud/aws/iam/get-session-context";
import { lookups, resourceTypes } from "../../../../sim/cloud/aws/iam";
import {
    INSTANCE_PROFILE,
    OPEN_ID_CONNECT_PROVIDER,
    POLICY,
    ROLE,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
} from "../../../../sim/cloud/aws/iam/tokens";
import { text } from "../../../../sim/cloud/props";
import { anAccount } from "../an-account";

const iamAccount = () => anAccount({ types: resourceTypes, lookups });
const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const worker = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
const permissions = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] });

describe("role", () => {
    it("has the ARN of its name and path", async () => {
        const { id, outputs } = await iamAccount().create(ROLE, { name: "node", path: "/eks/", assumeRolePolicy });
        assert.equal(id, "node");
        assert.equal(outputs.arn, "arn:aws:iam::111122223333:role/eks/node");
        assert.match(text(outputs, "uniqueId"), /^AROA[A-Z2-7]{17}$/);
    });

    it("exists once, whatever the case of its name", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        await assert.rejects(
            account.create(ROLE, { name: "Node", assumeRolePolicy }),
            /creating IAM Role \(Node\): operation error IAM: CreateRole, .*StatusCode: 409, .*EntityAlreadyExists: Role with name Node already exists\./,
        );
    });

    it("is refused with a trust policy that IAM does not take", async () => {
        const account = iamAccount();
        await assert.rejects(
            account.create(ROLE, { name: "node", assumeRolePolicy: "{}" }),
            /MalformedPolicyDocument: Syntax errors in policy\./,
        );
        assert.deepEqual(account.store.all(), []);
    });

    it("shows the policies attached to it", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        await account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: worker });
        assert.deepEqual((await account.read(ROLE, "node"))?.managedPolicyArns, [worker]);
    });

    it("stays while policies are attached to it", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        const attachment = await account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: worker });
        await assert.rejects(
            account.remove(ROLE, "node"),
            /DeleteConflict: Cannot delete entity, must detach all policies first\./,
        );
        await account.remove(ROLE_POLICY_ATTACHMENT, attachment.id);
        const inline = await account.create(ROLE_POLICY, { role: "node", name: "inline", policy: permissions });
        await assert.rejects(
            account.remove(ROLE, "node"),
            /DeleteConflict: Cannot delete entity, must delete policies first\./,
        );
        await account.remove(ROLE_POLICY, inline.id);
        await account.remove(ROLE, "node");
        assert.deepEqual(account.store.all(), []);
    });

    it("takes its policies along when it may", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy, forceDetachPolicies: true });
        await account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: worker });
        await account.remove(ROLE, "node");
        assert.deepEqual(account.store.all(), []);
    });

    it("leaves its instance profiles behind empty", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        await account.create(INSTANCE_PROFILE, { name: "profile", role: "node" });
        await account.remove(ROLE, "node");
        assert.equal((await account.read(INSTANCE_PROFILE, "profile"))?.role, "");
    });
});

describe("attachment", () => {
    const refused: readonly [what: string, role: string, policyArn: string, error: RegExp][] = [
        ["a role that does not exist", "none", worker, /NoSuchEntity: The role with name none cannot be found\./],
        [
            "an AWS policy that does not exist",
            "node",
            "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicies",
            /NoSuchEntity: Policy arn:aws:iam::aws:policy\/AmazonEKSWorkerNodePolicies does not exist or is not attachable\./,
        ],
        [
            "a policy of the account that does not exist",
            "node",
            "arn:aws:iam::111122223333:policy/mine",
            /NoSuchEntity: Policy arn:aws:iam::111122223333:policy\/mine does not exist or is not attachable\./,
        ],
    ];
    for (const [what, role, policyArn, error] of refused)
        it(`is refused for ${what}`, async () => {
            const account = iamAccount();
            await account.create(ROLE, { name: "node", assumeRolePolicy });
            await assert.rejects(account.create(ROLE_POLICY_ATTACHMENT, { role, policyArn }), error);
        });

    it("is the eleventh that a role does not take", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        for (let index = 0; index < 10; index += 1) {
            const policy = await account.create(POLICY, { name: `p${index}`, policy: permissions });
            await account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: policy.id });
        }
        await assert.rejects(
            account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: worker }),
            /LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10/,
        );
    });
});

describe("customer managed policy", () => {
    it("stays while it is attached", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "node", assumeRolePolicy });
        const policy = await account.create(POLICY, { name: "mine", policy: permissions });
        const attachment = await account.create(ROLE_POLICY_ATTACHMENT, { role: "node", policyArn: policy.id });
        assert.equal((await account.read(POLICY, policy.id))?.attachmentCount, 1);
        await assert.rejects(
            account.remove(POLICY, policy.id),
            /DeleteConflict: Cannot delete a policy attached to entities\./,
        );
        await account.remove(ROLE_POLICY_ATTACHMENT, attachment.id);
        await account.remove(POLICY, policy.id);
    });

    it("is refused beyond 6,144 characters", async () => {
        const long = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "x".repeat(6144) }] });
        await assert.rejects(
            iamAccount().create(POLICY, { name: "long", policy: long }),
            /LimitExceeded: Cannot exceed quota for PolicySize: 6144/,
        );
    });
});

describe("OIDC provider", () => {
    it("exists once per URL", async () => {
        const account = iamAccount();
        const url = "https://oidc.eks.us-east-2.amazonaws.com/id/1";
        const { id } = await account.create(OPEN_ID_CONNECT_PROVIDER, { url, clientIdLists: ["sts.amazonaws.com"] });
        assert.equal(id, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-2.amazonaws.com/id/1");
        await assert.rejects(
            account.create(OPEN_ID_CONNECT_PROVIDER, { url, clientIdLists: [] }),
            /EntityAlreadyExists: Provider with url .* already exists\./,
        );
    });
});

describe("aws.iam.getSessionContext", () => {
    it("finds the role behind a session, with its path", async () => {
        const account = iamAccount();
        await account.create(ROLE, { name: "ci", path: "/deploy/", assumeRolePolicy });
        const arn = "arn:aws:sts::111122223333:assumed-role/ci/job-1";
        const context = await account.invoke(getSessionContext.token, { arn });
        assert.equal(context.issuerArn, "arn:aws:iam::111122223333:role/deploy/ci");
        assert.equal(context.sessionName, "job-1");
    });

    it("answers any other ARN with itself", async () => {
        const arn = "arn:aws:iam::111122223333:user/me";
        assert.equal((await iamAccount().invoke(getSessionContext.token, { arn })).issuerArn, arn);
    });
});

/** Does not prove what the API server allows: that is the reviewers' work over what is answered here. */
import assert from "node:assert/strict";

import { authenticate } from "../../../../sim/cloud/aws/eks/authenticate";
import {
    ACCESS_ENTRY,
    ACCESS_POLICY_ASSOCIATION,
    POD_IDENTITY_ASSOCIATION,
} from "../../../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { aCluster, aRole, type TestCluster } from "./a-cluster";

const caller = "arn:aws:iam::111122223333:user/local-cloud";
const adminPolicy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const viewPolicy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

const enter = ({ account }: TestCluster, principalArn: string, changes: Props = {}) =>
    account.create(ACCESS_ENTRY, { clusterName: "shared", principalArn, ...changes });

const allow = (
    { account }: TestCluster,
    principalArn: string,
    policyArn: string,
    accessScope: Props = { type: "cluster" },
) => account.create(ACCESS_POLICY_ASSOCIATION, { clusterName: "shared", principalArn, policyArn, accessScope });

describe("CreateAccessEntry", () => {
    const refused: readonly [what: string, principal: string, changes: Props, error: string][] = [
        [
            "a principal that does not exist",
            "arn:aws:iam::111122223333:role/none",
            {},
            "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
        ],
        [
            "a service-linked role",
            "arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
            {},
            "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        ],
        [
            "a user as node",
            caller,
            { type: "EC2_LINUX" },
            "AccessEntry principalArn must be IAM role when using types [EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, EC2]",
        ],
        [
            "a node of another account",
            "arn:aws:iam::999999999999:role/node",
            { type: "EC2_LINUX" },
            "AccessEntry principalArn must be from the same account as the cluster",
        ],
        [
            "a reserved group",
            "arn:aws:iam::111122223333:role/dev",
            { kubernetesGroups: ["system:masters"] },
            "The kubernetes group name system:masters is invalid, it cannot start with system:",
        ],
        [
            "a reserved user name",
            "arn:aws:iam::111122223333:role/dev",
            { userName: "eks:me" },
            "The username must not begin with eks:",
        ],
        [
            "groups for a node",
            "arn:aws:iam::111122223333:role/dev",
            { type: "EC2_LINUX", kubernetesGroups: ["a"] },
            'setting kubernetesGroups is not allowed when the type is "EC2_LINUX"',
        ],
        [
            "a user name for a node",
            "arn:aws:iam::111122223333:role/dev",
            { type: "EC2_LINUX", userName: "a" },
            'setting username is not allowed when the type is "EC2_LINUX"',
        ],
        [
            "a second entry for one principal",
            caller,
            {},
            "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
        ],
    ];
    for (const [what, principal, changes, error] of refused)
        it(`refuses ${what}`, async () => {
            const cluster = await aCluster();
            await aRole(cluster.account, "dev", "ec2", []);
            await assert.rejects(enter(cluster, principal, changes), (thrown: Error) => thrown.message.includes(error));
        });

    it("is refused in a cluster that reads the ConfigMap", async () => {
        const cluster = await aCluster({ accessConfig: { authenticationMode: "CONFIG_MAP" } });
        await assert.rejects(
            enter(cluster, caller),
            /InvalidRequestException: The cluster's authentication mode must be set to one of \[API, API_AND_CONFIG_MAP\] to perform this operation\./,
        );
    });
});

describe("AssociateAccessPolicy", () => {
    const refused: readonly [what: string, principal: string, policy: string, scope: Props, error: string][] = [
        [
            "a principal without entry",
            "arn:aws:iam::111122223333:role/dev",
            viewPolicy,
            { type: "cluster" },
            "ResourceNotFoundException: The specified principalArn could not be found.",
        ],
        [
            "an IAM policy",
            caller,
            "arn:aws:iam::aws:policy/AdministratorAccess",
            { type: "cluster" },
            "The policyArn parameter format is not valid",
        ],
        [
            "a policy that does not exist",
            caller,
            `${viewPolicy}X`,
            { type: "cluster" },
            "The specified policyArn could not be found.",
        ],
        [
            "namespaces for the whole cluster",
            caller,
            viewPolicy,
            { type: "cluster", namespaces: ["a"] },
            "accessScope should not include namespaces if the type is not set as namespace",
        ],
        [
            "no namespaces",
            caller,
            viewPolicy,
            { type: "namespace" },
            "At least 1 namespace must be provided if the type is set as namespace",
        ],
    ];
    for (const [what, principal, policy, scope, error] of refused)
        it(`refuses ${what}`, async () => {
            const cluster = await aCluster();
            await assert.rejects(allow(cluster, principal, policy, scope), (thrown: Error) =>
                thrown.message.includes(error),
            );
        });

    it("refuses nodes", async () => {
        const cluster = await aCluster();
        await enter(cluster, cluster.nodeRoleArn, { type: "EC2_LINUX" });
        await assert.rejects(
            allow(cluster, cluster.nodeRoleArn, viewPolicy),
            /This operation can only be performed on Access Entries with a type of "STANDARD"/,
        );
    });

    it("goes with its entry", async () => {
        const cluster = await aCluster();
        await cluster.account.remove(ACCESS_ENTRY, `shared:${caller}`);
        assert.deepEqual(cluster.account.store.list(ACCESS_POLICY_ASSOCIATION), []);
    });
});

describe("authenticator", () => {
    const grantsOf = (cluster: TestCluster, principal: string) =>
        authenticate(cluster.account, cluster.arn, principal)?.grants.map(({ policy, namespaces }) => ({
            name: policy.name,
            namespaces,
        }));

    it("knows the creator as cluster administrator", async () => {
        const cluster = await aCluster();
        assert.equal(authenticate(cluster.account, cluster.arn, caller)?.username, caller);
        assert.deepEqual(grantsOf(cluster, caller), [{ name: "AmazonEKSClusterAdminPolicy", namespaces: undefined }]);
    });

    it("knows a session of a role by the role's entry, groups and policies", async () => {
        const cluster = await aCluster();
        const role = await aRole(cluster.account, "dev", "ec2", []);
        await enter(cluster, role, { kubernetesGroups: ["developers"] });
        await allow(cluster, role, viewPolicy, { type: "namespace", namespaces: ["team-*"] });
        const session = "arn:aws:sts::111122223333:assumed-role/dev/jane@example.com";
        const user = authenticate(cluster.account, cluster.arn, session);
        assert.equal(user?.username, "arn:aws:sts::111122223333:assumed-role/dev/jane-example.com");
        assert.deepEqual(user.groups, ["developers"]);
        assert.deepEqual(grantsOf(cluster, session), [{ name: "AmazonEKSViewPolicy", namespaces: ["team-*"] }]);
    });

    it("knows a node by its own name", async () => {
        const cluster = await aCluster();
        await enter(cluster, cluster.nodeRoleArn, { type: "EC2_LINUX" });
        const session = "arn:aws:sts::111122223333:assumed-role/node/i-0123";
        const name = "ip-10-0-1-23.us-east-2.compute.internal";
        const user = authenticate(cluster.account, cluster.arn, session, name);
        assert.equal(user?.username, `system:node:${name}`);
        assert.deepEqual(user.groups, ["system:nodes"]);
    });

    it("knows nobody else, and nobody in a cluster that does not exist", async () => {
        const cluster = await aCluster();
        const role = await aRole(cluster.account, "dev", "ec2", []);
        assert.equal(authenticate(cluster.account, cluster.arn, role), undefined);
        assert.equal(authenticate(cluster.account, `${cluster.arn}x`, caller), undefined);
    });

    it("forgets whose entry was taken away", async () => {
        const cluster = await aCluster();
        await cluster.account.remove(ACCESS_ENTRY, `shared:${caller}`);
        assert.equal(authenticate(cluster.account, cluster.arn, caller), undefined);
    });

    it("takes the creator of a ConfigMap cluster for a master", async () => {
        const cluster = await aCluster({ accessConfig: { authenticationMode: "CONFIG_MAP" } });
        assert.deepEqual(authenticate(cluster.account, cluster.arn, caller)?.groups, ["system:masters"]);
    });

    it("gives the administrator's policy Kubernetes' own role", async () => {
        const cluster = await aCluster();
        const role = await aRole(cluster.account, "ops", "ec2", []);
        await enter(cluster, role);
        await allow(cluster, role, adminPolicy);
        const [grant] = authenticate(cluster.account, cluster.arn, role)?.grants ?? [];
        assert.equal(grant?.policy.clusterRole, "cluster-admin");
    });
});

describe("CreatePodIdentityAssociation", () => {
    const associate = (cluster: TestCluster, roleArn: string, changes: Props = {}) =>
        cluster.account.create(POD_IDENTITY_ASSOCIATION, {
            clusterName: "shared",
            namespace: "kube-system",
            serviceAccount: "aws-node",
            roleArn,
            ...changes,
        });

    it("ties a service account to a role, once", async () => {
        const cluster = await aCluster();
        const role = await aRole(cluster.account, "pods", "pods.eks", []);
        const { id, outputs } = await associate(cluster, role);
        assert.match(id, /^a-[0-9a-f]{17}$/);
        assert.equal(outputs.associationArn, `arn:aws:eks:us-east-2:111122223333:podidentityassociation/shared/${id}`);
        await assert.rejects(
            associate(cluster, role),
            new RegExp(`ResourceInUseException: Association already exists: ${id}`),
        );
    });

    it("refuses a role that pods may not assume", async () => {
        const cluster = await aCluster();
        await assert.rejects(
            associate(cluster, cluster.nodeRoleArn),
            /InvalidParameterException: Trust policy of role provided in the request is missing required permission/,
        );
    });

    it("refuses names that Kubernetes would refuse", async () => {
        const cluster = await aCluster();
        const role = await aRole(cluster.account, "pods", "pods.eks", []);
        await assert.rejects(
            associate(cluster, role, { namespace: "kube.system" }),
            /The parameter namespace contains invalid characters\. It should conform to the regular expression "\^\[a-z0-9\]/,
        );
    });
});

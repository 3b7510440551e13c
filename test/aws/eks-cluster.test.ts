/**
 * The cluster component under mocks, in updates and previews: what it asks for and in which order. It does not prove that EKS
 * accepts it, that a token is given, or that add-ons become healthy: stacks on the local cloud do.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { NewClusterArgs } from "../../components/aws/eks-cluster/arguments";
import { SystemNodeGroup } from "../../components/aws/system-node-group/system-node-group";
import { callerRole } from "./mock-cloud";
import { assertOutputsMatchFields, names, one, record, refusal, unknown } from "./record";

const adopt = {
    region: "us-east-2",
    vpcId: "vpc-1",
    subnets: ["use2-az1", "use2-az2"].map(zoneId => ({ id: `subnet-${zoneId}`, zoneId })),
};
const args: NewClusterArgs = {
    network: { adopt },
    admins: { ci: "arn:aws:iam::123456789012:role/ci" },
    tags: { team: "research" },
};
const cluster = (more: Partial<NewClusterArgs> = {}) => new EksCluster("shared", { ...args, ...more });
const component = "accelerators:aws:EksCluster shared";

for (const preview of [false, true]) {
    describe(`EksCluster, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => cluster(), { preview });
            assert.deepEqual(
                names(registrations),
                [
                    component,
                    "accelerators:aws:Network shared-network",
                    "aws:cloudwatch/logGroup:LogGroup shared-logs",
                    "aws:eks/accessEntry:AccessEntry shared-admin-ci",
                    "aws:eks/accessEntry:AccessEntry shared-creator",
                    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation shared-admin-ci",
                    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation shared-creator",
                    "aws:eks/addon:Addon shared-eks-node-monitoring-agent",
                    "aws:eks/addon:Addon shared-eks-pod-identity-agent",
                    "aws:eks/addon:Addon shared-kube-proxy",
                    "aws:eks/addon:Addon shared-vpc-cni",
                    "aws:eks/cluster:Cluster shared-cluster",
                    "aws:iam/role:Role shared-cluster",
                    "aws:iam/role:Role shared-vpc-cni",
                    "aws:iam/rolePolicy:RolePolicy shared-secrets",
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment shared-cluster-AmazonEKSClusterPolicy",
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment shared-vpc-cni-AmazonEKS_CNI_Policy",
                    "aws:kms/key:Key shared-secrets",
                    "pulumi:providers:kubernetes shared-kubernetes",
                ].sort(),
            );
        });

        it("hangs every child under itself, in the planned region, with the user's tags", async () => {
            const { registrations } = await record(() => cluster(), { preview });
            for (const { type, name, inputs, parent } of registrations.filter(({ custom }) => custom)) {
                assert.equal(parent, component, `${type} ${name}`);
                const regional = type.startsWith("aws:") && !type.startsWith("aws:iam/");
                if (regional) assert.equal(inputs.region, "us-east-2", `${type} ${name}`);
                if (/RolePolicy|PolicyAssociation|pulumi:providers/.test(type)) continue;
                const tags = inputs.tags as Record<string, string>;
                assert.deepEqual([tags.team, tags.Name], ["research", name], `${type} ${name}`);
            }
        });

        it("registers as outputs what it shows as fields", async () => {
            const { result, outputs } = await record(() => cluster(), { preview });
            assert.deepEqual(result.tags, { team: "research" });
            await assertOutputsMatchFields(result, outputs.get(component), ["tags"]);
        });

        it("makes its log group before the cluster, under the name that the cluster will have", async () => {
            const { registrations } = await record(() => cluster(), { preview });
            const logs = one(registrations, "aws:cloudwatch/logGroup:LogGroup", "shared-logs").inputs;
            const eks = one(registrations, "aws:eks/cluster:Cluster", "shared-cluster");
            assert.equal(logs.name, `/aws/eks/${String(eks.inputs.name)}/cluster`);
            assert.equal(logs.retentionInDays, 90);
            assert.ok(eks.dependsOn.includes("aws:cloudwatch/logGroup:LogGroup shared-logs"));
        });
    });
}

describe("EksCluster", () => {
    const made = (more: Partial<NewClusterArgs> = {}) => record(() => cluster(more));

    it("is private, encrypted, logged, without an administrator by accident and without add-ons by themselves", async () => {
        const { registrations } = await made();
        const { inputs, deleteBeforeReplace, ignoreChanges } = one(
            registrations,
            "aws:eks/cluster:Cluster",
            "shared-cluster",
        );
        assert.deepEqual(inputs, {
            region: "us-east-2",
            tags: { team: "research", Name: "shared-cluster" },
            name: "shared-cluster-1a2b3c4",
            version: "1.35",
            roleArn: "arn:aws:iam::123456789012:role/shared-cluster-1a2b3c4",
            vpcConfig: {
                endpointPrivateAccess: true,
                endpointPublicAccess: false,
                subnetIds: ["subnet-use2-az1", "subnet-use2-az2"],
            },
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
            bootstrapSelfManagedAddons: false,
            enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
            encryptionConfig: {
                provider: { keyArn: "arn:aws:kms:us-east-2:123456789012:key/shared-secrets" },
                resources: ["secrets"],
            },
            upgradePolicy: { supportType: "STANDARD" },
            deletionProtection: false,
        });
        assert.ok(deleteBeforeReplace, "two clusters cannot have one name");
        assert.deepEqual(ignoreChanges, ["vpcConfig.subnetIds"], "the network may get a zone later");
    });

    it("turns its key over every year, and uses a given one instead", async () => {
        const { registrations } = await made();
        const key = one(registrations, "aws:kms/key:Key", "shared-secrets").inputs;
        assert.deepEqual([key.enableKeyRotation, key.deletionWindowInDays], [true, 30]);
        const given = await made({ encryptionKeyArn: "arn:aws:kms:us-east-2:123456789012:key/mine" });
        assert.ok(!names(given.registrations).some(name => name.startsWith("aws:kms/")));
        const policy = one(given.registrations, "aws:iam/rolePolicy:RolePolicy", "shared-secrets").inputs.policy;
        assert.match(String(policy), /"Resource":"arn:aws:kms:us-east-2:123456789012:key\/mine"/);
    });

    it("lets the control plane use that key, and do nothing else with it or with others", async () => {
        const { registrations } = await made();
        const { policy } = one(registrations, "aws:iam/rolePolicy:RolePolicy", "shared-secrets").inputs;
        assert.deepEqual((JSON.parse(String(policy)) as { Statement: unknown }).Statement, [
            {
                Effect: "Allow",
                Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
                Resource: "arn:aws:kms:us-east-2:123456789012:key/shared-secrets",
            },
        ]);
    });

    it("makes the role behind the caller's session its administrator, once and for all", async () => {
        const { registrations } = await made();
        const entry = one(registrations, "aws:eks/accessEntry:AccessEntry", "shared-creator");
        assert.deepEqual([entry.inputs.principalArn, entry.inputs.type], [callerRole, "STANDARD"]);
        assert.deepEqual(entry.ignoreChanges, ["principalArn"]);
        const right = one(registrations, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "shared-creator");
        assert.equal(right.inputs.policyArn, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy");
        assert.deepEqual(right.inputs.accessScope, { type: "cluster" });
        assert.deepEqual(right.ignoreChanges, ["principalArn"]);
    });

    it("follows changes of the administrators that it is told", async () => {
        const { registrations } = await made();
        const entry = one(registrations, "aws:eks/accessEntry:AccessEntry", "shared-admin-ci");
        assert.deepEqual([entry.inputs.principalArn, entry.ignoreChanges], ["arn:aws:iam::123456789012:role/ci", []]);
    });

    it("asks nobody who the caller is when the caller is to have no rights", async () => {
        const { registrations } = await made({ creatorIsAdmin: false });
        assert.ok(!names(registrations).some(name => name.endsWith("shared-creator")));
    });

    it("lets its provider in only after its administrators, so that it is also let in until the end", async () => {
        const { registrations } = await made();
        const provider = one(registrations, "pulumi:providers:kubernetes", "shared-kubernetes");
        for (const name of ["shared-creator", "shared-admin-ci"]) {
            assert.ok(provider.dependsOn.includes(`aws:eks/accessPolicyAssociation:AccessPolicyAssociation ${name}`));
        }
        assert.match(String(provider.inputs.clusterIdentifier), /^arn:aws:eks:/);
    });

    it("watches the GPUs of every node, whatever its taints", async () => {
        const { registrations } = await record(() => cluster());
        const agent = one(registrations, "aws:eks/addon:Addon", "shared-eks-node-monitoring-agent").inputs;
        assert.match(String(agent.addonVersion), /^v1\./);
        assert.deepEqual(JSON.parse(String(agent.configurationValues)), {
            dcgmAgent: { tolerations: [{ operator: "Exists" }] },
        });
    });

    it("gives the network add-on prefixes and a role of its own, after the agent that hands the role out", async () => {
        const { registrations } = await made();
        const cni = one(registrations, "aws:eks/addon:Addon", "shared-vpc-cni");
        assert.deepEqual(JSON.parse(String(cni.inputs.configurationValues)), {
            env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
        });
        assert.deepEqual(cni.inputs.podIdentityAssociations, [
            { roleArn: "arn:aws:iam::123456789012:role/shared-vpc-cni-1a2b3c4", serviceAccount: "aws-node" },
        ]);
        assert.ok(cni.dependsOn.includes("aws:eks/addon:Addon shared-eks-pod-identity-agent"));
        const trust = one(registrations, "aws:iam/role:Role", "shared-vpc-cni").inputs.assumeRolePolicy;
        assert.deepEqual(JSON.parse(String(trust)), {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "pods.eks.amazonaws.com" },
                    Action: ["sts:AssumeRole", "sts:TagSession"],
                },
            ],
        });
    });

    it("lets pods act as a role through the agent, with the tags of the cluster", async () => {
        const roleArn = "arn:aws:iam::123456789012:role/neuron-recovery";
        const { registrations } = await record(() => {
            const made = cluster();
            const pods = { namespace: "kube-system", serviceAccount: "plugins-neuron-problem-detector", roleArn };
            made.letPodsAct("plugins-identity", pods, { parent: made });
        });
        const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
        const { inputs, parent } = one(registrations, type, "plugins-identity");
        assert.equal(parent, component);
        const { namespace, serviceAccount, roleArn: role, region, tags } = inputs;
        assert.deepEqual(
            [namespace, serviceAccount, role, region],
            ["kube-system", "plugins-neuron-problem-detector", roleArn, "us-east-2"],
        );
        assert.deepEqual(tags, { team: "research", Name: "plugins-identity" });
    });

    it("installs DNS once, as its own child, after the nodes of the first system group", async () => {
        const { registrations } = await record(() => {
            const made = cluster();
            new SystemNodeGroup("system", { cluster: made, nodes: 2 });
            new SystemNodeGroup("more", { cluster: made, nodes: 1 });
        });
        const dns = one(registrations, "aws:eks/addon:Addon", "shared-coredns");
        assert.equal(dns.parent, component);
        assert.ok(dns.dependsOn.includes("aws:eks/nodeGroup:NodeGroup system-nodes"));
        assert.ok(!dns.dependsOn.includes("aws:eks/nodeGroup:NodeGroup more-nodes"));
    });

    it("never waits for DNS without nodes to run it on", async () => {
        const { registrations } = await made();
        assert.ok(!names(registrations).some(name => name.includes("coredns")));
    });

    it("gives out a kubeconfig that holds no token and asks AWS for one", async () => {
        const { outputs } = await record(() => cluster(), { config: { "aws:profile": "research" } });
        const config = JSON.parse(String(outputs.get(component)?.kubeconfig)) as {
            clusters: { cluster: Record<string, string> }[];
            users: { user: Record<string, unknown> }[];
        };
        assert.deepEqual(config.clusters[0]?.cluster, {
            server: "https://example.gr7.us-east-2.eks.amazonaws.com",
            "certificate-authority-data": "Q0E=",
        });
        assert.deepEqual(config.users[0]?.user, {
            exec: {
                apiVersion: "client.authentication.k8s.io/v1beta1",
                command: "aws",
                args: [
                    ...["--region", "us-east-2", "eks", "get-token"],
                    ...["--cluster-name", "shared-cluster-1a2b3c4", "--output", "json"],
                ],
                env: [{ name: "AWS_PROFILE", value: "research" }],
                interactiveMode: "IfAvailable",
                provideClusterInfo: false,
            },
        });
    });

    it("takes a role on the way to a token when it is told to", async () => {
        const { outputs } = await made({ kubeconfig: { roleArn: "arn:aws:iam::123456789012:role/deploy" } });
        assert.match(
            String(outputs.get(component)?.kubeconfig),
            /"--role-arn","arn:aws:iam::123456789012:role\/deploy"/,
        );
    });

    it("makes a network of its own with its own tags", async () => {
        const { registrations } = await made({ network: { region: "us-east-2", zones: 2, tags: { cost: "1" } } });
        const vpc = one(registrations, "aws:ec2/vpc:Vpc", "shared-network-vpc");
        assert.equal(vpc.parent, "accelerators:aws:Network shared-network");
        assert.deepEqual(vpc.inputs.tags, { team: "research", cost: "1", Name: "shared-network-vpc" });
        assert.equal(one(registrations, "accelerators:aws:Network", "shared-network").parent, component);
    });

    it("has the name it is told, and so has its log group", async () => {
        const { registrations } = await made({ clusterName: "prod" });
        assert.equal(one(registrations, "aws:eks/cluster:Cluster", "shared-cluster").inputs.name, "prod");
        const logs = one(registrations, "aws:cloudwatch/logGroup:LogGroup", "shared-logs");
        assert.equal(logs.inputs.name, "/aws/eks/prod/cluster");
    });

    it("does not know its endpoint in a preview", async () => {
        const { outputs } = await record(() => cluster(), { preview: true });
        assert.equal(outputs.get(component)?.endpoint, unknown);
    });

    it("registers nothing when it is refused, its network neither", async () => {
        const { subject, problems } = await refusal(() =>
            cluster({ version: "1.29", network: { region: "us-east-2", cidr: "10.0.0.0/8" } }),
        );
        assert.equal(subject, 'EksCluster "shared"');
        assert.deepEqual(
            problems.map(problem => problem.id).filter(id => id !== "addon.no-version"),
            ["network.cidr", "kubernetes-version.unknown"],
        );
    });
});

describe("EksCluster, adopted", () => {
    const adopted = (version: "1.34" | "1.35") =>
        new EksCluster("shared", { adopt: { clusterName: "prod", version, network: adopt } });

    it("makes nothing but a provider", async () => {
        const { registrations, outputs } = await record(() => adopted("1.35"));
        assert.deepEqual(names(registrations), [
            component,
            "accelerators:aws:Network shared-network",
            "pulumi:providers:kubernetes shared-kubernetes",
        ]);
        assert.deepEqual(
            [outputs.get(component)?.endpoint, outputs.get(component)?.securityGroupId],
            ["https://adopted.gr7.us-east-2.eks.amazonaws.com", "sg-adopted"],
        );
    });

    it("gets no add-on, not even with system nodes", async () => {
        const { registrations } = await record(() => {
            new SystemNodeGroup("system", { cluster: adopted("1.35"), nodes: 1 });
        });
        assert.ok(!names(registrations).some(name => name.startsWith("aws:eks/addon:")));
    });
});

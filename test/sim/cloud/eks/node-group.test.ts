/** Does not prove that nodes run: the machines of these tests only remember the nodes they were told. */
import assert from "node:assert/strict";

import { ACCESS_ENTRY, NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { ROLE_POLICY_ATTACHMENT } from "../../../../sim/cloud/aws/iam/tokens";
import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import type { Fault } from "../../../../sim/cloud/faults";
import { record, text } from "../../../../sim/cloud/props";
import { aCluster, aRole, createGroup, groupInputs, nodesOf, createAddOn, type TestCluster } from "./a-cluster";

type Changed = (cluster: TestCluster) => Promise<Props> | Props;

async function attempt(changed: Changed): Promise<unknown> {
    const cluster = await aCluster();
    return createGroup(cluster, await changed(cluster));
}

async function aTemplate({ account }: TestCluster, data: Props): Promise<Props> {
    const { id } = await account.create("aws:ec2/launchTemplate:LaunchTemplate", {
        name: `t-${account.newId("t")}`,
        ...data,
    });
    return { id, version: "1" };
}

const withTemplate =
    (data: Props, changes: Props = {}): Changed =>
    async cluster => ({ launchTemplate: await aTemplate(cluster, data), ...changes });

const update = (cluster: TestCluster, changes: Props) =>
    cluster.account.update(NODE_GROUP, "shared:serve", groupInputs(cluster, changes));

describe("CreateNodegroup", () => {
    it("answers an active group whose nodes joined, spread over zones", async () => {
        const cluster = await aCluster();
        const { id, outputs, failure } = await createGroup(cluster, {
            scalingConfig: { minSize: 0, desiredSize: 3, maxSize: 4 },
        });
        assert.equal(failure, undefined);
        assert.equal(id, "shared:serve");
        assert.equal(outputs.status, "ACTIVE");
        assert.equal(outputs.amiType, "AL2023_x86_64_STANDARD");
        assert.equal(outputs.version, "1.35");
        assert.equal(outputs.releaseVersion, "1.35.6-20260923");
        assert.equal(outputs.capacityType, "ON_DEMAND");
        assert.equal(outputs.diskSize, 20);
        assert.match(text(outputs, "arn"), /^arn:aws:eks:us-east-2:111122223333:nodegroup\/shared\/serve\//);
        const zones = nodesOf(cluster).map(node => node.labels["topology.k8s.aws/zone-id"]);
        assert.deepEqual(zones.sort(), ["use2-az1", "use2-az2", "use2-az3"]);
    });

    it("gives its nodes labels and taints in Kubernetes' words", async () => {
        const cluster = await aCluster();
        const taints = [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }];
        await createGroup(cluster, { labels: { team: "search" }, taints });
        const [node] = nodesOf(cluster);
        assert.equal(node?.labels.team, "search");
        assert.deepEqual(node.taints, [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }]);
    });

    it("lets the node role in", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        const entry = await cluster.account.read(ACCESS_ENTRY, `shared:${cluster.nodeRoleArn}`);
        assert.equal(entry?.type, "EC2_LINUX");
        assert.deepEqual(entry.kubernetesGroups, ["system:nodes"]);
        assert.equal(entry.userName, "system:node:{{EC2PrivateDNSName}}");
    });

    it("makes machines of the GPU type with what the image can do with them", async () => {
        const cluster = await aCluster();
        const { failure } = await createGroup(cluster, {
            instanceTypes: ["g6.xlarge"],
            amiType: "AL2023_x86_64_NVIDIA",
            scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 1 },
        });
        assert.equal(failure, undefined);
        const [node] = nodesOf(cluster);
        assert.deepEqual(node?.devices, [
            { kind: "nvidia-gpu", model: "L4", count: 1, driver: true, pluginBuiltIn: false },
        ]);
        assert.equal(node.labels["nvidia.com/gpu.present"], "true");
    });

    it("takes the root volume, the type and the user data of a launch template", async () => {
        const cluster = await aCluster();
        const { outputs } = await createGroup(cluster, {
            instanceTypes: [],
            launchTemplate: await aTemplate(cluster, {
                instanceType: "m7i.xlarge",
                blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 100, encrypted: "true" } }],
            }),
        });
        const [node] = nodesOf(cluster);
        assert.equal(node?.capacity.cpu, "4");
        assert.equal(node.capacity["ephemeral-storage"], "104779756Ki");
        assert.equal(node.labels["eks.amazonaws.com/sourceLaunchTemplateVersion"], "1");
        assert.deepEqual(outputs.instanceTypes, []);
        assert.equal(outputs.diskSize, 0);
    });

    it("answers the number of a version that was named $Latest", async () => {
        const cluster = await aCluster();
        const launchTemplate = { ...(await aTemplate(cluster, {})), version: "$Latest" };
        const { outputs } = await createGroup(cluster, { launchTemplate });
        assert.equal(record(outputs, "launchTemplate")?.version, "1");
    });

    const wrong = "InvalidParameterException: ";
    const refused: readonly [what: string, changed: Changed, error: string][] = [
        [
            "more wanted than allowed",
            () => ({ scalingConfig: { minSize: 0, desiredSize: 3, maxSize: 2 } }),
            `${wrong}desiredSize can't be greater than maxSize`,
        ],
        [
            "less wanted than the minimum",
            () => ({ scalingConfig: { minSize: 2, desiredSize: 1, maxSize: 3 } }),
            `${wrong}minSize can't be greater than desiredSize`,
        ],
        [
            "more than 450 nodes",
            () => ({ scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 451 } }),
            "ResourceLimitExceededException: ",
        ],
        [
            "a type that does not exist",
            () => ({ instanceTypes: ["m7i.large", "p9.large"] }),
            `${wrong}The following supplied instance types do not exist: [p9.large]`,
        ],
        [
            "a type of another architecture",
            () => ({ instanceTypes: ["m7g.large"], amiType: "AL2023_x86_64_STANDARD" }),
            `${wrong}[m7g.large] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD`,
        ],
        [
            "a role that does not exist",
            () => ({ nodeRoleArn: "arn:aws:iam::111122223333:role/none" }),
            `${wrong}The role with name none cannot be found.`,
        ],
        [
            "a role that EC2 may not assume",
            async ({ account }) => ({ nodeRoleArn: await aRole(account, "wrong", "eks", []) }),
            `${wrong}Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole arn:aws:iam::111122223333:role/wrong`,
        ],
        [
            "subnets of another VPC",
            async ({ account }) => {
                const vpc = await account.create("aws:ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" });
                const inputs = { vpcId: vpc.id, cidrBlock: "10.9.1.0/24", availabilityZoneId: "use2-az1" };
                return { subnetIds: [(await account.create("aws:ec2/subnet:Subnet", inputs)).id] };
            },
            `${wrong}Subnets specified must belong to the VPC`,
        ],
        [
            "a newer version than the cluster's",
            () => ({ version: "1.36" }),
            `${wrong}Cluster Kubernetes version 1.35 supports the following Nodegroup Kubernetes versions: [1.35, 1.34, 1.33, 1.32]`,
        ],
        [
            "a release of another version",
            () => ({ releaseVersion: "1.34.9-20260923" }),
            `${wrong}Requested release version 1.34.9-20260923 is not valid for kubernetes version 1.35.`,
        ],
        [
            "Amazon Linux 2",
            () => ({ amiType: "AL2_x86_64" }),
            `${wrong}AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier`,
        ],
        [
            "a custom image without a template",
            () => ({ amiType: "CUSTOM" }),
            `${wrong}Launch template details can't be null for Custom ami type node group`,
        ],
        [
            "a reserved label",
            () => ({ labels: { "eks.amazonaws.com/x": "1" } }),
            `${wrong}Label cannot start with reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]`,
        ],
        [
            "a label that is no label",
            () => ({ labels: { "a b": "1" } }),
            `${wrong}field must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
        ],
        [
            "a taint that is no taint",
            () => ({ taints: [{ key: "-a", effect: "NO_SCHEDULE" }] }),
            `${wrong}invalid taint spec: a qualified name must consist of alphanumeric characters`,
        ],
        [
            "two ways of counting in updates",
            () => ({ updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 10 } }),
            `${wrong}Either provide max-unavailable or max-unavailable-percentage in the request.`,
        ],
        [
            "an empty update configuration",
            () => ({ updateConfig: {} }),
            `${wrong}UpdateConfig cannot be empty if set in the request.`,
        ],
        [
            "two ways of counting in repairs",
            () => ({
                nodeRepairConfig: {
                    enabled: true,
                    maxParallelNodesRepairedCount: 1,
                    maxParallelNodesRepairedPercentage: 10,
                },
            }),
            `${wrong}Either provide max parallel nodes to repair count or percentage in the request.`,
        ],
        [
            "a template by id and name",
            async c => ({ launchTemplate: { ...(await aTemplate(c, {})), name: "t" } }),
            `${wrong}Either provide launch template ID or launch template name in the request.`,
        ],
        [
            "a template that does not exist",
            () => ({ launchTemplate: { id: "lt-0", version: "1" } }),
            `${wrong}The specified launch template, with template ID lt-0, does not exist.`,
        ],
        [
            "a template's version that does not exist",
            async c => ({ launchTemplate: { ...(await aTemplate(c, {})), version: "7" } }),
            `${wrong}Could not find the specified version 7 for the launch template`,
        ],
        [
            "a disk size beside a template",
            withTemplate({}, { diskSize: 50 }),
            `${wrong}Disk size must be specified within the launch template.`,
        ],
        [
            "SSH access beside a template",
            withTemplate({}, { remoteAccess: { ec2SshKey: "k" } }),
            `${wrong}Remote access configuration cannot be specified with a launch template.`,
        ],
        [
            "types in call and template",
            withTemplate({ instanceType: "m7i.large" }),
            `${wrong}Cannot specify instance types in launch template and API request`,
        ],
        [
            "a subnet in the template",
            withTemplate({ networkInterfaces: [{ subnetId: "subnet-1" }] }),
            `${wrong}You must not specify a subnet in your launch template. All subnets must be specified in the API.`,
        ],
        [
            "an instance profile in the template",
            withTemplate({ iamInstanceProfile: { name: "p" } }),
            "should not specify an instance profile. The noderole in your request will be used to construct an instance profile.",
        ],
        [
            "an amiType beside the template's image",
            withTemplate({ imageId: "ami-00000000001234567" }, { amiType: "AL2023_x86_64_NVIDIA" }),
            `${wrong}You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.`,
        ],
        [
            "an image that does not exist",
            withTemplate({ imageId: "ami-12345678901234567" }),
            `${wrong}The image id '[ami-12345678901234567]' does not exist`,
        ],
        [
            "a script as user data",
            withTemplate({ userData: Buffer.from("#!/bin/sh").toString("base64") }),
            `${wrong}User data was not in the MIME multipart format.`,
        ],
        [
            "spot in the template",
            withTemplate({ instanceMarketOptions: { marketType: "spot" } }),
            "should not request Spot Instances",
        ],
        [
            "a block in the template alone",
            withTemplate({ instanceMarketOptions: { marketType: "capacity-block" } }),
            "Use the capacity type CAPACITY_BLOCK",
        ],
        [
            "CAPACITY_BLOCK without a block",
            () => ({ capacityType: "CAPACITY_BLOCK" }),
            "with the market type capacity-block is required",
        ],
    ];
    for (const [what, changed, error] of refused)
        it(`refuses ${what}`, () =>
            assert.rejects(attempt(changed), (thrown: Error) => {
                assert.ok(thrown.message.includes(error), thrown.message);
                assert.match(
                    thrown.message,
                    /^creating EKS Node Group \(shared:serve\): operation error EKS: CreateNodegroup, /,
                );
                return true;
            }));

    it("refuses a second group of one name", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await assert.rejects(
            createGroup(cluster),
            /ResourceInUseException: NodeGroup already exists with name serve and cluster name shared/,
        );
    });

    it("refuses the thirty-first group of a cluster", async () => {
        const cluster = await aCluster();
        const scalingConfig = { minSize: 0, desiredSize: 0, maxSize: 1 };
        for (let index = 0; index < 30; index += 1)
            await createGroup(cluster, { nodeGroupName: `g${index}`, scalingConfig });
        await assert.rejects(createGroup(cluster, { scalingConfig }), /ResourceLimitExceededException: .*30/);
    });

    it("refuses a cluster that does not exist", async () => {
        const cluster = await aCluster();
        await assert.rejects(
            createGroup(cluster, { clusterName: "other" }),
            /StatusCode: 404, .*ResourceNotFoundException: No cluster found for name: other\./,
        );
    });
});

describe("group that cannot come up", () => {
    const expectFailed = async (cluster: TestCluster, changes: Props, last: RegExp) => {
        const { id, outputs, failure } = await createGroup(cluster, changes);
        assert.equal(id, "shared:serve");
        assert.equal(outputs.status, "CREATE_FAILED");
        assert.match(
            failure ?? "",
            /^waiting for EKS Node Group \(shared:serve\) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'\. last error: /,
        );
        assert.match(failure ?? "", last);
        assert.ok(cluster.account.store.get(NODE_GROUP, "us-east-2", id), "the group stays");
    };

    it("says which quota is too low", async () => {
        const cluster = await aCluster({}, { quotas: {} });
        await expectFailed(
            cluster,
            { instanceTypes: ["p5.48xlarge"], amiType: "AL2023_x86_64_NVIDIA" },
            /eks-serve-\S+: AsgInstanceLaunchFailures: Could not launch On-Demand Instances\. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 0 allows .* Launching EC2 instance failed\./,
        );
    });

    it("says where capacity is out, and uses zones that have some", async () => {
        const everywhere = await aCluster(
            {},
            { faults: [{ kind: "capacityOut", instanceType: "m7i.large", zone: "*" }] },
        );
        await expectFailed(
            everywhere,
            {},
            /AsgInstanceLaunchFailures: Could not launch On-Demand Instances\. InsufficientInstanceCapacity - .*will be working on provisioning additional capacity\. Launching EC2 instance failed\./,
        );
        const oneZone = await aCluster(
            {},
            { faults: [{ kind: "capacityOut", instanceType: "m7i.large", zone: "use2-az1" }] },
        );
        assert.equal((await createGroup(oneZone)).failure, undefined);
        assert.deepEqual(
            new Set(nodesOf(oneZone).map(node => node.labels["topology.k8s.aws/zone-id"])),
            new Set(["use2-az2", "use2-az3"]),
        );
    });

    it("says that addresses ran out, and keeps what launched", async () => {
        const cluster = await aCluster({}, {}, 27);
        await expectFailed(
            cluster,
            { scalingConfig: { minSize: 0, desiredSize: 9, maxSize: 9 } },
            /InsufficientFreeAddresses: One or more of the subnets associated with your managed node group does not have enough available IP addresses/,
        );
        const launched = cluster.account.store.list(INSTANCE).length;
        assert.ok(launched > 0 && launched < 9);
        assert.equal(nodesOf(cluster).length, launched);
    });

    it("says that a public subnet gives no public address", async () => {
        const cluster = await aCluster();
        await expectFailed(
            cluster,
            { subnetIds: [cluster.network.publicSubnetId] },
            /Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of \[subnet-\S+\] for node group serve does not automatically assign public IP addresses/,
        );
    });

    const failsToJoin: readonly [what: string, policies: readonly string[], last: RegExp][] = [
        [
            "a role without the worker policy",
            ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"],
            /NodeCreationFailure: Instances failed to join the kubernetes cluster/,
        ],
        [
            "a role that may not pull images",
            ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"],
            /NodeCreationFailure: Unhealthy nodes in the kubernetes cluster \(.*AmazonEC2ContainerRegistryPullOnly/,
        ],
        [
            "a role without network permissions",
            ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
            /NodeCreationFailure: Unhealthy nodes in the kubernetes cluster \(.*AmazonEKS_CNI_Policy/,
        ],
    ];
    for (const [what, policies, last] of failsToJoin)
        it(`says that nodes fail with ${what}`, async () => {
            const cluster = await aCluster();
            await expectFailed(cluster, { nodeRoleArn: await aRole(cluster.account, "poor", "ec2", policies) }, last);
            assert.deepEqual(nodesOf(cluster), []);
        });

    it("says that nodes fail without a way out of their subnet", async () => {
        const cluster = await aCluster();
        const inputs = { vpcId: cluster.network.vpcId, cidrBlock: "10.0.200.0/24", availabilityZoneId: "use2-az1" };
        const closed = await cluster.account.create("aws:ec2/subnet:Subnet", inputs);
        await expectFailed(
            cluster,
            { subnetIds: [closed.id] },
            /NodeCreationFailure: Instances failed to join .*subnet-/,
        );
    });

    it("says that nodes fail without the VPC CNI", async () => {
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
        await expectFailed(cluster, {}, /NodeCreationFailure: Unhealthy nodes .*vpc-cni/);
    });

    it("says that nodes fail with a role that enters as another kind", async () => {
        const cluster = await aCluster();
        const entry = { clusterName: "shared", principalArn: cluster.nodeRoleArn, type: "STANDARD" };
        await cluster.account.create(ACCESS_ENTRY, entry);
        await expectFailed(cluster, {}, /Instances failed to join .*access entry of type EC2_LINUX/);
    });

    it("takes no update, and can be deleted", async () => {
        const cluster = await aCluster({}, { faults: [{ kind: "capacityOut", instanceType: "*", zone: "*" }] });
        await createGroup(cluster);
        await assert.rejects(
            update(cluster, {}),
            /StatusCode: 409, .*ResourceInUseException: Nodegroup cannot be updated as it is currently not in Active State \(it is CREATE_FAILED: .*InsufficientInstanceCapacity.*Delete or replace/,
        );
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });
});

describe("CNI with a role of its own", () => {
    async function minimalGroup(agent: boolean) {
        const cluster = await aCluster({ bootstrapSelfManagedAddons: false });
        const { account } = cluster;
        const roleArn = await aRole(account, "cni", "pods.eks", ["AmazonEKS_CNI_Policy"]);
        if (agent) await createAddOn(cluster, "eks-pod-identity-agent");
        await createAddOn(cluster, "vpc-cni", {
            podIdentityAssociations: [{ roleArn, serviceAccount: "aws-node" }],
        });
        const nodeRoleArn = await aRole(account, "minimal", "ec2", [
            "AmazonEKSWorkerNodePolicy",
            "AmazonEC2ContainerRegistryPullOnly",
        ]);
        return createGroup(cluster, { nodeRoleArn });
    }

    it("lets a minimal node role join", async () => assert.equal((await minimalGroup(true)).failure, undefined));

    it("gets no role without the pod identity agent", async () =>
        assert.match((await minimalGroup(false)).failure ?? "", /Unhealthy nodes .*AmazonEKS_CNI_Policy/));
});

describe("UpdateNodegroup", () => {
    it("grows and shrinks with the desired size", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await update(cluster, { scalingConfig: { minSize: 0, desiredSize: 4, maxSize: 4 } });
        assert.equal(nodesOf(cluster).length, 4);
        await update(cluster, { scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 4 } });
        assert.equal(nodesOf(cluster).length, 1);
        assert.equal(cluster.account.store.list(INSTANCE).length, 1);
    });

    it("is degraded when it cannot grow, without failing the update", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 6 } });
        await createGroup(cluster);
        const { outputs, failure } = await update(cluster, {
            scalingConfig: { minSize: 0, desiredSize: 4, maxSize: 4 },
        });
        assert.equal(failure, undefined);
        assert.equal(outputs.status, "DEGRADED");
        assert.equal(nodesOf(cluster).length, 3);
    });

    it("stays degraded until it launches again", async () => {
        const faults: Fault[] = [{ kind: "capacityOut", instanceType: "*", zone: "*" }];
        const cluster = await aCluster({}, { faults });
        const sized = async (desiredSize: number) =>
            (await update(cluster, { scalingConfig: { minSize: 0, desiredSize, maxSize: 4 } })).outputs.status;
        await createGroup(cluster, { scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 } });
        assert.equal(await sized(2), "DEGRADED");
        assert.equal(await sized(0), "DEGRADED");
        faults.pop();
        assert.equal(await sized(1), "ACTIVE");
    });

    it("refuses a minimum above the desired size in its own words", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await assert.rejects(
            update(cluster, { scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 } }),
            /updating EKS Node Group \(shared:serve\): operation error EKS: UpdateNodegroupConfig, .*InvalidParameterException: Minimum capacity 3 can't be greater than desired size 2/,
        );
    });

    it("shows new labels and taints on the nodes that run", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        const names = nodesOf(cluster).map(node => node.name);
        await update(cluster, { labels: { tier: "b" }, taints: [{ key: "a", effect: "NO_EXECUTE" }] });
        assert.deepEqual(
            nodesOf(cluster).map(({ name, labels, taints }) => ({ name, tier: labels.tier, taints })),
            names.map(name => ({ name, tier: "b", taints: [{ key: "a", effect: "NoExecute" }] })),
        );
    });

    it("replaces every node for another release", async () => {
        const cluster = await aCluster();
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304" });
        const before = nodesOf(cluster).map(node => node.providerId);
        const { outputs } = await update(cluster, { releaseVersion: "1.35.6-20260923" });
        assert.equal(outputs.releaseVersion, "1.35.6-20260923");
        assert.equal(outputs.status, "ACTIVE");
        const after = nodesOf(cluster);
        assert.equal(after.length, 2);
        assert.ok(after.every(node => !before.includes(node.providerId)));
        assert.ok(after.every(node => node.nodeInfo.kubeletVersion === "v1.35.6-eks-simulated"));
    });

    it("leaves the old nodes and versions when it cannot launch new ones", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 4 } });
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304" });
        const before = nodesOf(cluster);
        const { outputs, failure } = await update(cluster, { releaseVersion: "1.35.6-20260923" });
        assert.match(
            failure ?? "",
            /unexpected state 'Failed', wanted target 'Successful'\. last error: .*VcpuLimitExceeded/,
        );
        assert.equal(outputs.releaseVersion, "1.35.2-20260304");
        assert.deepEqual(nodesOf(cluster), before);
    });

    it("needs no room for a surge with the MINIMAL strategy", async () => {
        const cluster = await aCluster({}, { quotas: { "ec2/L-1216C47A": 4 } });
        const updateConfig = { maxUnavailable: 1, updateStrategy: "MINIMAL" };
        await createGroup(cluster, { releaseVersion: "1.35.2-20260304", updateConfig });
        const { failure } = await update(cluster, { releaseVersion: "1.35.6-20260923", updateConfig });
        assert.equal(failure, undefined);
        assert.equal(nodesOf(cluster).length, 2);
    });

    it("follows a desired size that someone else set", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        const { account } = cluster;
        await account.change(() => {
            const group = account.store.get(NODE_GROUP, "us-east-2", "shared:serve");
            assert.ok(group);
            const scalingConfig = { minSize: 0, desiredSize: 3, maxSize: 4 };
            account.store.put({ ...group, outputs: { ...group.outputs, scalingConfig } });
        });
        const read = await account.read(NODE_GROUP, "shared:serve");
        assert.equal(record(read ?? {}, "scalingConfig")?.desiredSize, 3);
        await account.resume();
        assert.equal(nodesOf(cluster).length, 3);
    });
});

describe("DeleteNodegroup", () => {
    it("takes nodes and instances along", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(nodesOf(cluster), []);
        assert.deepEqual(cluster.account.store.list(INSTANCE), []);
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });

    it("works when its role's policies went first", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        for (const each of cluster.account.store.list(ROLE_POLICY_ATTACHMENT))
            if (each.id.startsWith("node/")) await cluster.account.remove(ROLE_POLICY_ATTACHMENT, each.id);
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        assert.deepEqual(cluster.account.store.list(NODE_GROUP), []);
    });
});

/** Does not prove that nodes run: the machines of these tests only remember the nodes they were told. */
import assert from "node:assert/strict";

import { ACCESS_ENTRY } from "../../../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { record, text } from "../../../../sim/cloud/props";
import { aCluster, aRole, aTemplate, createGroup, nodesOf, type TestCluster } from "./a-cluster";

type Changed = (cluster: TestCluster) => Promise<Props> | Props;

async function attempt(changed: Changed): Promise<unknown> {
    const cluster = await aCluster();
    return createGroup(cluster, await changed(cluster));
}

const withTemplate =
    (data: Props, changes: Props = {}): Changed =>
    async cluster => ({ launchTemplate: await aTemplate(cluster, data), ...changes });

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
            { kind: "nvidia-gpu", model: "L4", count: 1, memoryGiB: 22.352, driver: true, pluginBuiltIn: false },
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
            "two ways of counting unhealthy nodes",
            () => ({
                nodeRepairConfig: {
                    enabled: true,
                    maxUnhealthyNodeThresholdCount: 1,
                    maxUnhealthyNodeThresholdPercentage: 10,
                },
            }),
            `${wrong}Either provide max unhealthy node threshold count or percentage in the request.`,
        ],
        [
            "a share of more than all nodes",
            () => ({ nodeRepairConfig: { enabled: true, maxParallelNodesRepairedPercentage: 101 } }),
            `${wrong}The max parallel nodes to repair percentage must be between 1 and 100.`,
        ],
        [
            "a repair that does not exist",
            () => ({
                nodeRepairConfig: {
                    enabled: true,
                    nodeRepairConfigOverrides: [
                        {
                            nodeMonitoringCondition: "AcceleratedHardwareReady",
                            nodeUnhealthyReason: "NvidiaXID64Error",
                            minRepairWaitTimeMins: 5,
                            repairAction: "Terminate",
                        },
                    ],
                },
            }),
            `${wrong}repairAction must be one of [Replace, Reboot, NoAction]`,
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

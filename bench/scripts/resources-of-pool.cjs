const { cluster, region } = require("./mocked.cjs");
const ec2 = require("@pulumi/aws/ec2");
const eks = require("@pulumi/aws/eks");
const iam = require("@pulumi/aws/iam");

const { network, clusterName, controlPlaneVersion } = cluster();
const subnetIds = Object.values(network.privateSubnetIds);
const userData = Buffer.from("raid0").toString("base64").padEnd(600, "A");

/** What a GpuNodeGroup registers, written down resource by resource as a careful author without the library would. */
exports.resourcesOfPool = function (name, parent) {
    const tags = { Name: name };
    const role = new iam.Role(
        `${name}-node`,
        {
            assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
            }),
            description: "Nodes of an EKS node group",
            tags,
        },
        { parent },
    );
    const permissions = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map(
        policy =>
            new iam.RolePolicyAttachment(
                `${name}-node-${policy}`,
                {
                    role: role.name,
                    policyArn: `arn:aws:iam::aws:policy/${policy}`,
                },
                { parent },
            ),
    );
    const template = new ec2.LaunchTemplate(
        `${name}-template`,
        {
            region,
            blockDeviceMappings: [
                {
                    deviceName: "/dev/xvda",
                    ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 200, deleteOnTermination: "true" },
                },
            ],
            metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
            userData,
            tagSpecifications: ["instance", "volume", "network-interface"].map(resourceType => ({
                resourceType,
                tags,
            })),
            updateDefaultVersion: true,
            tags,
        },
        { parent },
    );
    return new eks.NodeGroup(
        `${name}-nodes`,
        {
            region,
            clusterName,
            version: controlPlaneVersion,
            nodeRoleArn: role.arn,
            subnetIds,
            amiType: "AL2023_x86_64_NVIDIA",
            instanceTypes: ["p5.48xlarge"],
            capacityType: "ON_DEMAND",
            scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 },
            updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
            nodeRepairConfig: { enabled: true },
            labels: { "pulumi-accelerators/pool": name, "nvidia.com/gpu.present": "true" },
            taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }],
            launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
            tags,
        },
        { parent, dependsOn: permissions, ignoreChanges: ["scalingConfig.desiredSize"] },
    );
};

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Capacity as programs hold it: reservations, a group of them, a block, and an Auto Scaling group that uses one. */
const config = new pulumi.Config();
const zone = "us-east-2a";
const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("nodes", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", availabilityZone: zone });
const close = new aws.ec2.PlacementGroup("close", { strategy: "cluster" });
const key = new aws.ec2.KeyPair("nodes", {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9l5Yp1dJ0mWq0PqM0gU1p2Zs8yY1dJ2f3u4v5w6x7y tests",
});
const reservation = new aws.ec2.CapacityReservation("nodes", {
    availabilityZone: zone,
    instanceType: "m7i.large",
    instancePlatform: "Linux/UNIX",
    instanceMatchCriteria: "targeted",
    instanceCount: 2,
});
const pool = new aws.resourcegroups.Group("pool", {
    configurations: [
        { type: "AWS::EC2::CapacityReservationPool" },
        {
            type: "AWS::ResourceGroups::Generic",
            parameters: [{ name: "allowed-resource-types", values: ["AWS::EC2::CapacityReservation"] }],
        },
    ],
});
new aws.resourcegroups.Resource("member", { groupArn: pool.arn, resourceArn: reservation.arn });
const offering = aws.ec2.getCapacityBlockOfferingOutput({
    instanceType: "p5.48xlarge",
    instanceCount: 2,
    capacityDurationHours: 24,
});
const block = new aws.ec2.CapacityBlockReservation(
    "block",
    { capacityBlockOfferingId: offering.capacityBlockOfferingId, instancePlatform: "Linux/UNIX" },
    { ignoreChanges: ["capacityBlockOfferingId"] },
);
const image = aws.ssm.getParameterOutput({
    name: "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id",
});
const template = new aws.ec2.LaunchTemplate("nodes", {
    imageId: image.value,
    instanceType: "m7i.large",
    keyName: key.keyName,
    placement: { groupName: close.name },
    capacityReservationSpecification: {
        capacityReservationPreference: "capacity-reservations-only",
        capacityReservationTarget: { capacityReservationResourceGroupArn: pool.arn },
    },
});
const group = new aws.autoscaling.Group("nodes", {
    minSize: 0,
    maxSize: 2,
    desiredCapacity: 2,
    vpcZoneIdentifiers: [subnet.id],
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    tags: [{ key: "owner", value: config.get("owner") ?? "tests", propagateAtLaunch: true }],
});
new aws.autoscaling.Schedule("out", {
    autoscalingGroupName: group.name,
    scheduledActionName: "out",
    startTime: "2099-01-01T00:00:00Z",
    minSize: -1,
    maxSize: -1,
    desiredCapacity: 0,
});

export const state = aws.ec2.getCapacityBlockReservationOutput({ id: block.id }).state;
export const keyPairId = aws.ec2.getKeyPairOutput({ keyName: key.keyName }).keyPairId;
export const free = aws.ec2.getSubnetOutput({ id: subnet.id }).availableIpAddressCount;

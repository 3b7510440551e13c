import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A network as programs make it, in order of dependence, with what the configuration asks for on top. */
const config = new pulumi.Config();
const zones = aws.getAvailabilityZonesOutput({ state: "available" });
const vpc = new aws.ec2.Vpc("net", {
    cidrBlock: config.get("cidr") ?? "10.0.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: "net", owner: config.get("owner") ?? "tests" },
});
const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
const table = new aws.ec2.RouteTable("public", { vpcId: vpc.id });
new aws.ec2.Route("out", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
const subnets = [0, 1].map(index => {
    const subnet = new aws.ec2.Subnet(`public-${index}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZoneId: zones.zoneIds.apply(ids => ids[index] ?? ""),
    });
    new aws.ec2.RouteTableAssociation(`public-${index}`, { subnetId: subnet.id, routeTableId: table.id });
    return subnet;
});
const address = new aws.ec2.Eip("nat", { domain: "vpc" }, { dependsOn: gateway });
new aws.ec2.NatGateway("nat", { allocationId: address.id, subnetId: subnets[0]?.id }, { dependsOn: gateway });
const group = new aws.ec2.SecurityGroup("nodes", { vpcId: vpc.id, description: "nodes" });
new aws.vpc.SecurityGroupIngressRule("itself", {
    securityGroupId: group.id,
    referencedSecurityGroupId: group.id,
    ipProtocol: "-1",
});
const template = new aws.ec2.LaunchTemplate("nodes", {
    vpcSecurityGroupIds: [group.id],
    updateDefaultVersion: true,
    userData: pulumi.secret(Buffer.from(`#!/bin/sh\necho ${config.get("greeting") ?? "hello"}\n`).toString("base64")),
});
const key = new aws.kms.Key("secrets", { enableKeyRotation: true, deletionWindowInDays: 7 });
new aws.kms.Alias("secrets", { targetKeyId: key.arn });
if (config.getBoolean("surplus")) {
    new aws.ec2.Subnet("overlapping", { vpcId: vpc.id, cidrBlock: "10.0.0.128/25" });
}
if (config.getBoolean("stranded")) {
    // Its VPC has no internet gateway: it is made, and then fails.
    const island = new aws.ec2.Vpc("island", { cidrBlock: "10.9.0.0/16" });
    const shore = new aws.ec2.Subnet("shore", { vpcId: island.id, cidrBlock: "10.9.0.0/24" });
    const landing = new aws.ec2.Eip("landing", { domain: "vpc" });
    new aws.ec2.NatGateway("stranded", { allocationId: landing.id, subnetId: shore.id });
}

export const vpcId = vpc.id;
export const templateVersion = template.latestVersion;

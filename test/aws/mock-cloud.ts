import assert from "node:assert/strict";

type Props = Record<string, unknown>;

export const callerRole = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Admin";
const callerSession = "arn:aws:sts::123456789012:assumed-role/Admin/someone@example.com";

/** What the API would answer after creating a resource; in a preview only what was asked for, and names. */
export function state(type: string, name: string, inputs: Props, preview: boolean): Props {
    const named = { ...(type in nameProperty ? { [nameProperty[type]!]: `${name}-1a2b3c4` } : {}), ...inputs };
    return preview ? named : { ...named, ...computed(type, name, named) };
}

/** Resources that the provider names when the program does not. */
const nameProperty: Readonly<Record<string, string>> = {
    "aws:iam/role:Role": "name",
    "aws:eks/cluster:Cluster": "name",
    "aws:eks/nodeGroup:NodeGroup": "nodeGroupName",
    "aws:autoscaling/group:Group": "name",
    "aws:ec2/placementGroup:PlacementGroup": "name",
};

function computed(type: string, name: string, inputs: Props): Props {
    switch (type) {
        case "aws:iam/role:Role":
            return { arn: `arn:aws:iam::123456789012:role/${String(inputs.name)}` };
        case "aws:kms/key:Key":
            return { arn: `arn:aws:kms:us-east-2:123456789012:key/${name}` };
        case "aws:ec2/eip:Eip":
            return { allocationId: `${name}-allocation` };
        case "aws:ec2/launchTemplate:LaunchTemplate":
            return { latestVersion: 1 };
        case "pulumi:index:Stash":
            return { output: inputs.input };
        case "aws:eks/cluster:Cluster":
            return {
                arn: `arn:aws:eks:us-east-2:123456789012:cluster/${String(inputs.name)}`,
                endpoint: "https://example.gr7.us-east-2.eks.amazonaws.com",
                certificateAuthority: { data: "Q0E=" },
                identities: [{ oidcs: [{ issuer: "https://oidc.example/id/1" }] }],
                kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
                vpcConfig: { ...(inputs.vpcConfig as Props), clusterSecurityGroupId: "sg-cluster" },
            };
        default:
            return {};
    }
}

/** Answers of lookups. One that is not here fails the test. */
export function lookups(token: string, inputs: Props, preview: boolean): Props {
    switch (token) {
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return { accountId: "123456789012", arn: callerSession, id: "123456789012", userId: "AROA:someone" };
        case "aws:iam/getSessionContext:getSessionContext":
            assert.equal(inputs.arn, callerSession);
            return {
                arn: callerSession,
                issuerArn: callerRole,
                issuerName: "Admin",
                sessionName: "someone@example.com",
            };
        case "aws:eks/getCluster:getCluster":
            return {
                name: inputs.name,
                arn: `arn:aws:eks:us-east-2:123456789012:cluster/${String(inputs.name)}`,
                version: "1.35",
                endpoint: "https://adopted.gr7.us-east-2.eks.amazonaws.com",
                certificateAuthorities: [{ data: "QURPUFRFRA==" }],
                identities: [{ oidcs: [{ issuer: "https://oidc.example/id/2" }] }],
                kubernetesNetworkConfigs: [{ serviceIpv4Cidr: "10.100.0.0/16" }],
                vpcConfig: { clusterSecurityGroupId: "sg-adopted", vpcId: "vpc-1" },
            };
        case "aws:ssm/getParameter:getParameter":
            return { name: inputs.name, insecureValue: `value of ${String(inputs.name)}` };
        // The id of a subnet says its zone: subnet-use2-az1.
        case "aws:ec2/getSubnet:getSubnet":
            return {
                id: inputs.id,
                vpcId: "vpc-1",
                availabilityZoneId: String(inputs.id).slice("subnet-".length),
                cidrBlock: "10.0.0.0/24",
            };
        default:
            assert.fail(`no mock answers ${token} (${preview ? "preview" : "up"})`);
    }
}

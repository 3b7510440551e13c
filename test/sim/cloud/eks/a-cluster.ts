/** An account with what an EKS cluster needs around it, made through the same calls that a program makes. */
import { ADD_ON, CLUSTER, NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { ROLE, ROLE_POLICY_ATTACHMENT } from "../../../../sim/cloud/aws/iam/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { record, text } from "../../../../sim/cloud/props";
import { anAccount, type TestAccount, type TestAccountParts } from "../an-account";

export interface Network {
    readonly vpcId: string;
    /** Private subnets in use2-az1, use2-az2 and use2-az3, with a way out through a NAT gateway. */
    readonly subnetIds: readonly string[];
    readonly publicSubnetId: string;
}

/** Limits under which every test of this folder has room. */
const quotas = { "ec2/L-1216C47A": 512, "ec2/L-DB2E81BA": 512, "ec2/L-417A185B": 768, "ec2/L-74FC7D96": 768 };

export function eksAccount(parts: TestAccountParts = {}): TestAccount {
    return anAccount({ quotas, ...parts });
}

const zones: Readonly<Record<string, string>> = { "us-east-2": "use2", "us-west-2": "usw2" };

export async function aNetwork(account: TestAccount, prefix = 24): Promise<Network> {
    const vpcId = (await account.create("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" })).id;
    const gateway = await account.create("aws:ec2/internetGateway:InternetGateway", { vpcId });
    const makeSubnet = async (index: number, zone: number) =>
        (
            await account.create("aws:ec2/subnet:Subnet", {
                vpcId,
                cidrBlock: `10.0.${index}.0/${prefix}`,
                availabilityZoneId: `${zones[account.region] ?? "use2"}-az${zone}`,
            })
        ).id;
    const publicSubnetId = await makeSubnet(100, 1);
    const subnetIds = [await makeSubnet(1, 1), await makeSubnet(2, 2), await makeSubnet(3, 3)];
    const address = await account.create("aws:ec2/eip:Eip", { domain: "vpc" });
    const nat = await account.create("aws:ec2/natGateway:NatGateway", {
        allocationId: address.id,
        subnetId: publicSubnetId,
        connectivityType: "public",
    });
    await lead(account, vpcId, [publicSubnetId], { gatewayId: gateway.id });
    await lead(account, vpcId, subnetIds, { natGatewayId: nat.id });
    return { vpcId, subnetIds, publicSubnetId };
}

/** Subnets whose way out leads there. */
async function lead(account: TestAccount, vpcId: string, subnetIds: readonly string[], target: Props): Promise<void> {
    const table = await account.create("aws:ec2/routeTable:RouteTable", { vpcId });
    await account.create("aws:ec2/route:Route", {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        ...target,
    });
    for (const subnetId of subnetIds)
        await account.create("aws:ec2/routeTableAssociation:RouteTableAssociation", {
            routeTableId: table.id,
            subnetId,
        });
}

export function trust(...services: readonly string[]): string {
    const Service = services.map(service => `${service}.amazonaws.com`);
    const Action = services.includes("pods.eks") ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
    return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service }, Action }] });
}

/** The ARN of a role with these AWS managed policies. */
export async function aRole(
    account: TestAccount,
    name: string,
    service: string,
    policies: readonly string[],
): Promise<string> {
    const role = await account.create(ROLE, { name, assumeRolePolicy: trust(service) });
    for (const policy of policies)
        await account.create(ROLE_POLICY_ATTACHMENT, { role: name, policyArn: `arn:aws:iam::aws:policy/${policy}` });
    return text(role.outputs, "arn");
}

export const clusterRole = (account: TestAccount) => aRole(account, "cluster", "eks", ["AmazonEKSClusterPolicy"]);

export const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

/** Inputs of a cluster called `shared` on 1.35 with access entries. */
export function clusterInputs(network: Network, roleArn: string, changes: Props = {}): Props {
    return {
        name: "shared",
        roleArn,
        version: "1.35",
        accessConfig: { authenticationMode: "API" },
        vpcConfig: { subnetIds: network.subnetIds, endpointPrivateAccess: true },
        ...changes,
    };
}

export interface TestCluster {
    readonly account: TestAccount;
    readonly network: Network;
    readonly arn: string;
    readonly nodeRoleArn: string;
    readonly securityGroupId: string;
}

/** A running cluster with a node role, in an account with room for nodes. */
export async function aCluster(
    changes: Props = {},
    parts: Parameters<typeof eksAccount>[0] = {},
    prefix = 24,
): Promise<TestCluster> {
    const account = eksAccount(parts);
    const network = await aNetwork(account, prefix);
    const made = await account.create(CLUSTER, clusterInputs(network, await clusterRole(account), changes));
    if (made.failure) throw new Error(made.failure);
    return {
        account,
        network,
        arn: text(made.outputs, "arn"),
        nodeRoleArn: await aRole(account, "node", "ec2", nodePolicies),
        securityGroupId: text(record(made.outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId"),
    };
}

/** Inputs of a group called `serve` of two m7i.large nodes. */
export function groupInputs(cluster: TestCluster, changes: Props = {}): Props {
    return {
        clusterName: "shared",
        nodeGroupName: "serve",
        nodeRoleArn: cluster.nodeRoleArn,
        subnetIds: cluster.network.subnetIds,
        instanceTypes: ["m7i.large"],
        scalingConfig: { minSize: 0, desiredSize: 2, maxSize: 4 },
        ...changes,
    };
}

export const createGroup = (cluster: TestCluster, changes: Props = {}) =>
    cluster.account.create(NODE_GROUP, groupInputs(cluster, changes));

export const updateGroup = (cluster: TestCluster, changes: Props) =>
    cluster.account.update(NODE_GROUP, "shared:serve", groupInputs(cluster, changes));

/** What a group says of a launch template with this data. */
export async function aTemplate({ account }: TestCluster, data: Props): Promise<Props> {
    const { id } = await account.create("aws:ec2/launchTemplate:LaunchTemplate", {
        name: `t-${account.newId("t")}`,
        ...data,
    });
    return { id, version: "1" };
}

export const createAddOn = (cluster: TestCluster, addonName: string, changes: Props = {}) =>
    cluster.account.create(ADD_ON, { clusterName: "shared", addonName, ...changes });

export function nodesOf(cluster: TestCluster, group = "serve") {
    return cluster.account.machines.nodes.get(`${cluster.arn} ${group}`) ?? [];
}

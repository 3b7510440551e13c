import type { Props } from "../../../../sim/cloud/contract";
import type { TestAccount } from "../an-account";

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const NAT = "aws:ec2/natGateway:NatGateway";
export const EIP = "aws:ec2/eip:Eip";
export const TABLE = "aws:ec2/routeTable:RouteTable";
export const ROUTE = "aws:ec2/route:Route";
export const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
export const GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** The ids of a small network: a VPC 10.0.0.0/16 with one subnet 10.0.0.0/24 in use2-az1 and an internet gateway. */
export interface TestNetwork {
    readonly vpc: string;
    readonly subnet: string;
    readonly gateway: string;
}

export async function aNetwork(account: TestAccount, vpc: Props = {}, subnet: Props = {}): Promise<TestNetwork> {
    const vpcId = await made(account, VPC, { cidrBlock: "10.0.0.0/16", ...vpc });
    const inVpc = { vpcId, cidrBlock: "10.0.0.0/24", availabilityZoneId: "use2-az1", ...subnet };
    return {
        vpc: vpcId,
        subnet: await made(account, SUBNET, inVpc),
        gateway: await made(account, GATEWAY, { vpcId }),
    };
}

/** The id of a new resource. */
export async function made(account: TestAccount, type: string, inputs: Props): Promise<string> {
    const { id, failure } = await account.create(type, inputs);
    if (failure !== undefined) throw new Error(failure);
    return id;
}

/*
 * What EC2 refuses, in its own words, one row each. Each row also shows that a refused call leaves nothing behind.
 * Not proven here: that the words are EC2's of today; they are from its documentation and from recorded errors.
 */
import assert from "node:assert/strict";

import type { Fault } from "../../../../sim/cloud/faults";
import { anAccount, type TestAccount } from "../an-account";
import {
    ASSOCIATION,
    aNetwork,
    EIP,
    ENDPOINT,
    GATEWAY,
    GROUP,
    made,
    NAT,
    ROUTE,
    SUBNET,
    TABLE,
    TEMPLATE,
    VPC,
    type TestNetwork,
} from "./a-network";

interface Refusal {
    readonly what: string;
    readonly call: (account: TestAccount, network: TestNetwork) => Promise<unknown>;
    readonly says: RegExp;
    readonly faults?: readonly Fault[];
}

const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const from443 = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/16" };

const refusals: readonly Refusal[] = [
    {
        what: "a VPC larger than /16",
        call: account => account.create(VPC, { cidrBlock: "10.0.0.0/15" }),
        says: /api error InvalidVpc.Range: The CIDR '10.0.0.0\/15' is invalid\./,
    },
    {
        what: "a VPC smaller than /28",
        call: account => account.create(VPC, { cidrBlock: "10.0.0.0/29" }),
        says: /InvalidVpc.Range/,
    },
    {
        what: "a VPC without addresses",
        call: account => account.create(VPC, {}),
        says: /MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided/,
    },
    {
        what: "a sixth VPC",
        call: async account => {
            for (let index = 1; index <= 5; index += 1) await account.create(VPC, { cidrBlock: `10.${index}.0.0/16` });
        },
        says: /VpcLimitExceeded: The maximum number of VPCs has been reached\./,
    },
    {
        what: "a subnet outside its VPC",
        call: (account, { vpc }) => account.create(SUBNET, { vpcId: vpc, cidrBlock: "10.1.0.0/24" }),
        says: /InvalidSubnet.Range: The CIDR '10.1.0.0\/24' is invalid\./,
    },
    {
        what: "a subnet over another one",
        call: (account, { vpc }) => account.create(SUBNET, { vpcId: vpc, cidrBlock: "10.0.0.128/25" }),
        says: /InvalidSubnet.Conflict: The CIDR '10.0.0.128\/25' conflicts with another subnet/,
    },
    {
        what: "a subnet smaller than /28",
        call: (account, { vpc }) => account.create(SUBNET, { vpcId: vpc, cidrBlock: "10.0.9.0/29" }),
        says: /InvalidSubnet.Range/,
    },
    {
        what: "a subnet in a zone of another region",
        call: (account, { vpc }) =>
            account.create(SUBNET, { vpcId: vpc, cidrBlock: "10.0.9.0/24", availabilityZoneId: "use1-az1" }),
        says: /InvalidParameterValue: Value \(use1-az1\) for parameter availabilityZoneId is invalid\. Subnets can currently only be created in the following availability zones: use2-az1, use2-az2, use2-az3\./,
    },
    {
        what: "a subnet in no VPC",
        call: account => account.create(SUBNET, { vpcId: "vpc-0", cidrBlock: "10.0.9.0/24" }),
        says: /InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist/,
    },
    {
        what: "deleting a VPC with a subnet in it",
        call: (account, { vpc }) => account.remove(VPC, vpc),
        says: /deleting EC2 VPC \(vpc-\w+\): operation error EC2: DeleteVpc, .*DependencyViolation: The vpc 'vpc-\w+' has dependencies and cannot be deleted\./,
    },
    {
        what: "deleting a subnet with a NAT gateway in it",
        call: async (account, { subnet }) => {
            await made(account, NAT, { subnetId: subnet, allocationId: await made(account, EIP, { domain: "vpc" }) });
            await account.remove(SUBNET, subnet);
        },
        says: /DependencyViolation: The subnet 'subnet-\w+' has dependencies and cannot be deleted\./,
    },
    {
        what: "detaching an internet gateway that a NAT gateway needs",
        call: async (account, { subnet, gateway }) => {
            await made(account, NAT, { subnetId: subnet, allocationId: await made(account, EIP, { domain: "vpc" }) });
            await account.remove(GATEWAY, gateway);
        },
        says: /DependencyViolation: Network vpc-\w+ has some mapped public address\(es\)/,
    },
    {
        what: "releasing an address that a NAT gateway has",
        call: async (account, { subnet }) => {
            const address = await made(account, EIP, { domain: "vpc" });
            await made(account, NAT, { subnetId: subnet, allocationId: address });
            await account.remove(EIP, address);
        },
        says: /deleting EC2 EIP \(eipalloc-\w+\): operation error EC2: DisassociateAddress, .*AuthFailure: You do not have permission/,
    },
    {
        what: "a second internet gateway for a VPC",
        call: (account, { vpc }) => account.create(GATEWAY, { vpcId: vpc }),
        says: /Resource.AlreadyAssociated: resource igw-\w+ is already attached to network vpc-\w+/,
    },
    {
        what: "a sixth address",
        call: async account => {
            for (let index = 0; index < 6; index += 1) await account.create(EIP, { domain: "vpc" });
        },
        says: /AddressLimitExceeded: The maximum number of addresses has been reached\./,
    },
    {
        what: "an address that does not exist",
        call: (account, { subnet }) => account.create(NAT, { subnetId: subnet, allocationId: "eipalloc-0" }),
        says: /InvalidAllocationID.NotFound: The allocation ID 'eipalloc-0' does not exist/,
    },
    {
        what: "one address for two NAT gateways",
        call: async (account, { subnet }) => {
            const inputs = { subnetId: subnet, allocationId: await made(account, EIP, { domain: "vpc" }) };
            await made(account, NAT, inputs);
            await account.create(NAT, inputs);
        },
        says: /Resource.AlreadyAssociated: resource eipalloc-\w+ is already associated\./,
    },
    {
        what: "a sixth NAT gateway in a zone",
        call: async (account, { subnet }) => {
            const inputs = { subnetId: subnet, connectivityType: "private" };
            for (let index = 0; index < 6; index += 1) await account.create(NAT, inputs);
        },
        says: /NatGatewayLimitExceeded: Performing this operation would exceed the limit of 5 NAT gateways/,
    },
    {
        what: "a second route to a destination",
        call: async (account, { vpc, gateway }) => {
            const routeTableId = await made(account, TABLE, { vpcId: vpc });
            const inputs = { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway };
            await made(account, ROUTE, inputs);
            await account.create(ROUTE, inputs);
        },
        says: /creating Route \(rtb-\w+\) with destination \(0.0.0.0\/0\): .*RouteAlreadyExists: The route identified by 0.0.0.0\/0 already exists\./,
    },
    {
        what: "a route to an internet gateway of another VPC",
        call: async (account, { gateway }) => {
            const other = await made(account, VPC, { cidrBlock: "10.9.0.0/16" });
            const routeTableId = await made(account, TABLE, { vpcId: other });
            await account.create(ROUTE, { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway });
        },
        says: /InvalidParameterValue: route table rtb-\w+ and network gateway igw-\w+ belong to different networks/,
    },
    {
        what: "a route to a NAT gateway that does not exist",
        call: async (account, { vpc }) => {
            const routeTableId = await made(account, TABLE, { vpcId: vpc });
            await account.create(ROUTE, { routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-0" });
        },
        says: /InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0' does not exist/,
    },
    {
        what: "two route tables for one subnet",
        call: async (account, { vpc, subnet }) => {
            const routeTableId = await made(account, TABLE, { vpcId: vpc });
            await made(account, ASSOCIATION, { routeTableId, subnetId: subnet });
            await account.create(ASSOCIATION, { routeTableId, subnetId: subnet });
        },
        says: /Resource.AlreadyAssociated: the specified association for route table rtb-\w+ conflicts with an existing association/,
    },
    {
        what: "deleting a route table that a subnet has",
        call: async (account, { vpc, subnet }) => {
            const routeTableId = await made(account, TABLE, { vpcId: vpc });
            await made(account, ASSOCIATION, { routeTableId, subnetId: subnet });
            await account.remove(TABLE, routeTableId);
        },
        says: /DependencyViolation: The routeTable 'rtb-\w+' has dependencies and cannot be deleted\./,
    },
    {
        what: "two security groups of one name in a VPC",
        call: async (account, { vpc }) => {
            await made(account, GROUP, { vpcId: vpc, name: "nodes" });
            await account.create(GROUP, { vpcId: vpc, name: "nodes" });
        },
        says: /creating Security Group \(nodes\): .*InvalidGroup.Duplicate: The security group 'nodes' already exists for VPC 'vpc-\w+'/,
    },
    {
        what: "a rule that is there already",
        call: async (account, { vpc }) => {
            const securityGroupId = await made(account, GROUP, { vpcId: vpc, name: "nodes" });
            await made(account, RULE, { securityGroupId, ...from443 });
            await account.create(RULE, { securityGroupId, ...from443 });
        },
        says: /InvalidPermission.Duplicate: the specified rule "peer: 10.0.0.0\/16, TCP, from port: 443, to port: 443, ALLOW" already exists/,
    },
    {
        what: "a rule that the group itself declares",
        call: async (account, { vpc }) => {
            const ingress = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }];
            const securityGroupId = await made(account, GROUP, { vpcId: vpc, name: "nodes", ingress });
            await account.create("aws:ec2/securityGroupRule:SecurityGroupRule", {
                securityGroupId,
                type: "ingress",
                protocol: "6",
                fromPort: 443,
                toPort: 443,
                cidrBlocks: ["10.0.0.0/16"],
            });
        },
        says: /InvalidPermission.Duplicate/,
    },
    {
        what: "a sixty-first rule",
        call: async (account, { vpc }) => {
            const securityGroupId = await made(account, GROUP, { vpcId: vpc, name: "nodes" });
            for (let port = 1; port <= 61; port += 1) {
                await account.create(RULE, { securityGroupId, ...from443, fromPort: port, toPort: port });
            }
        },
        says: /RulesPerSecurityGroupLimitExceeded/,
    },
    {
        what: "deleting a security group that another one's rule names",
        call: async (account, { vpc }) => {
            const [one, other] = [
                await made(account, GROUP, { vpcId: vpc, name: "one" }),
                await made(account, GROUP, { vpcId: vpc, name: "other" }),
            ];
            await made(account, RULE, { securityGroupId: other, ipProtocol: "-1", referencedSecurityGroupId: one });
            await account.remove(GROUP, one);
        },
        says: /DependencyViolation: resource sg-\w+ has a dependent object/,
    },
    {
        what: "deleting the security group that came with a VPC",
        call: async (account, { vpc }) => {
            const found = await account.read(VPC, vpc);
            await account.remove(GROUP, found!.defaultSecurityGroupId as string);
        },
        says: /CannotDelete: the specified group: "sg-\w+" name: "default" cannot be deleted by a user/,
    },
    {
        what: "an endpoint of a service that does not exist",
        call: (account, { vpc }) =>
            account.create(ENDPOINT, {
                vpcId: vpc,
                serviceName: "com.amazonaws.us-east-2.s4",
                vpcEndpointType: "Gateway",
            }),
        says: /InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-2.s4' does not exist/,
    },
    {
        what: "private names in a VPC that gives its hosts none",
        call: (account, { vpc, subnet }) =>
            account.create(ENDPOINT, {
                vpcId: vpc,
                serviceName: "com.amazonaws.us-east-2.ecr.api",
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                subnetIds: [subnet],
            }),
        says: /InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true/,
    },
    {
        what: "an endpoint twice in a zone",
        call: async (account, { vpc, subnet }) => {
            const second = await made(account, SUBNET, {
                vpcId: vpc,
                cidrBlock: "10.0.1.0/24",
                availabilityZoneId: "use2-az1",
            });
            await account.create(ENDPOINT, {
                vpcId: vpc,
                serviceName: "com.amazonaws.us-east-2.sts",
                vpcEndpointType: "Interface",
                subnetIds: [subnet, second],
            });
        },
        says: /DuplicateSubnetsInSameZone/,
    },
    {
        what: "two gateway endpoints of a service in one route table",
        call: async (account, { vpc }) => {
            const table = await made(account, TABLE, { vpcId: vpc });
            const inputs = { vpcId: vpc, serviceName: "com.amazonaws.us-east-2.s3", routeTableIds: [table] };
            await made(account, ENDPOINT, inputs);
            await account.create(ENDPOINT, inputs);
        },
        says: /RouteAlreadyExists/,
    },
    {
        what: "two launch templates of one name",
        call: async account => {
            await made(account, TEMPLATE, { name: "nodes" });
            await account.create(TEMPLATE, { name: "nodes" });
        },
        says: /InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use\./,
    },
    {
        what: "user data that is not base64",
        call: account => account.create(TEMPLATE, { name: "nodes", userData: "#!/bin/sh" }),
        says: /InvalidUserData.Malformed: Invalid BASE64 encoding of user data\./,
    },
    {
        what: "two placement groups of one name",
        call: async account => {
            const inputs = { name: "near", strategy: "cluster" };
            await made(account, "aws:ec2/placementGroup:PlacementGroup", inputs);
            await account.create("aws:ec2/placementGroup:PlacementGroup", inputs);
        },
        says: /InvalidPlacementGroup.Duplicate: The placement group 'near' already exists\./,
    },
    {
        what: "a reservation of a type where it is not offered",
        call: account =>
            account.create("aws:ec2/capacityReservation:CapacityReservation", {
                availabilityZone: "us-east-2a",
                instanceType: "trn1.2xlarge",
                instancePlatform: "Linux/UNIX",
                instanceCount: 1,
            }),
        says: /Unsupported: Your requested instance type \(trn1.2xlarge\) is not supported in your requested Availability Zone \(us-east-2a\)/,
    },
    {
        what: "a reservation over the quota",
        call: account =>
            account.create("aws:ec2/capacityReservation:CapacityReservation", {
                availabilityZone: "us-east-2a",
                instanceType: "p5.48xlarge",
                instancePlatform: "Linux/UNIX",
                instanceCount: 1,
            }),
        says: /VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 0 allows/,
    },
];

describe("EC2 refuses", () => {
    for (const { what, call, says } of refusals) {
        it(what, async () => {
            const account = anAccount();
            const network = await aNetwork(account);
            let before = JSON.stringify(account.store.all());
            // Only the last call of a row is refused: what stood before it has to stand after it.
            const watched: TestAccount = {
                ...account,
                create: async (...args) => {
                    before = JSON.stringify(account.store.all());
                    return account.create(...args);
                },
                remove: async (...args) => {
                    before = JSON.stringify(account.store.all());
                    return account.remove(...args);
                },
            };
            await assert.rejects(call(watched, network), says);
            assert.equal(JSON.stringify(account.store.all()), before);
        });
    }
});

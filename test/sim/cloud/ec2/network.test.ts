/*
 * What EC2 does with a network beside keeping what it is told.
 * Not proven here: traffic; nothing is ever sent.
 */
import assert from "node:assert/strict";

import type { Props } from "../../../../sim/cloud/contract";
import { anAccount } from "../an-account";
import { ASSOCIATION, aNetwork, EIP, ENDPOINT, GROUP, made, NAT, ROUTE, SUBNET, TABLE, VPC } from "./a-network";

describe("a VPC", () => {
    it("comes with a security group and a main route table, which go with it", async () => {
        const account = anAccount();
        const { id, outputs } = await account.create(VPC, { cidrBlock: "10.0.0.0/16" });
        const group = await account.read(GROUP, outputs.defaultSecurityGroupId as string);
        assert.equal(group!.name, "default");
        assert.deepEqual((group!.ingress as Props[])[0]!.self, true);
        assert.deepEqual((group!.egress as Props[])[0]!.cidrBlocks, ["0.0.0.0/0"]);
        assert.ok(await account.read(TABLE, outputs.mainRouteTableId as string));
        await account.remove(VPC, id);
        assert.deepEqual(account.store.all(), []);
    });

    it("takes another main route table, and its own again", async () => {
        const account = anAccount();
        const { id: vpcId, outputs } = await account.create(VPC, { cidrBlock: "10.0.0.0/16" });
        const routeTableId = await made(account, TABLE, { vpcId });
        const main = async () => (await account.read(VPC, vpcId))!.mainRouteTableId;
        const MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
        const association = await made(account, MAIN, { vpcId, routeTableId });
        assert.equal(await main(), routeTableId);
        await assert.rejects(account.remove(TABLE, routeTableId), /DependencyViolation/);
        await account.remove(MAIN, association);
        assert.equal(await main(), outputs.mainRouteTableId);
        await account.remove(TABLE, routeTableId);
    });
});

describe("a subnet", () => {
    it("lies in the zone that its id names, under the account's name for it", async () => {
        const account = anAccount();
        const { subnet } = await aNetwork(account);
        const found = await account.read(SUBNET, subnet);
        assert.deepEqual([found!.availabilityZoneId, found!.availabilityZone], ["use2-az1", "us-east-2a"]);
    });

    it("has five addresses less than its block, and less those of interfaces", async () => {
        const account = anAccount();
        const { subnet } = await aNetwork(account);
        const available = async () =>
            (await account.invoke("aws:ec2/getSubnet:getSubnet", { id: subnet })).availableIpAddressCount;
        assert.equal(await available(), 251);
        const nat = await made(account, NAT, {
            subnetId: subnet,
            allocationId: await made(account, EIP, { domain: "vpc" }),
        });
        assert.equal(await available(), 250);
        await account.remove(NAT, nat);
        assert.equal(await available(), 251);
    });
});

describe("a NAT gateway", () => {
    it("takes an address and gives it back", async () => {
        const account = anAccount();
        const { subnet } = await aNetwork(account);
        const address = await made(account, EIP, { domain: "vpc" });
        const nat = await account.create(NAT, { subnetId: subnet, allocationId: address });
        const tied = (await account.read(EIP, address))!;
        assert.equal(tied.publicIp, nat.outputs.publicIp);
        assert.equal(tied.networkInterface, nat.outputs.networkInterfaceId);
        await account.remove(NAT, nat.id);
        assert.equal((await account.read(EIP, address))!.associationId, "");
        await account.remove(EIP, address);
    });

    it("is made and then fails in a VPC without internet gateway, and stays failed", async () => {
        const account = anAccount();
        const vpcId = await made(account, VPC, { cidrBlock: "10.0.0.0/16" });
        const subnetId = await made(account, SUBNET, { vpcId, cidrBlock: "10.0.0.0/24" });
        const inputs = { subnetId, allocationId: await made(account, EIP, { domain: "vpc" }) };
        const { id, failure } = await account.create(NAT, inputs);
        assert.match(
            failure!,
            /^waiting for EC2 NAT Gateway \(nat-\w+\) create: .*Gateway.NotAttached: Network vpc-\w+ has no Internet gateway attached$/,
        );
        assert.match(
            (await account.update(NAT, id, inputs)).failure!,
            /^waiting for EC2 NAT Gateway \(nat-\w+\) update: .*Gateway.NotAttached/,
        );
        await account.remove(NAT, id);
    });
});

describe("a route table", () => {
    it("shows the routes that were made beside it, and loses them again", async () => {
        const account = anAccount();
        const { vpc, gateway } = await aNetwork(account);
        const routeTableId = await made(account, TABLE, { vpcId: vpc });
        const inputs = { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway };
        const route = await made(account, ROUTE, inputs);
        assert.equal(route, `r-${routeTableId}1080289494`);
        const routes = async () => (await account.read(TABLE, routeTableId))!.routes;
        assert.deepEqual(await routes(), [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway }]);
        await account.remove(ROUTE, route);
        assert.deepEqual(await routes(), []);
    });

    it("holds the routes it declares, and no others, after an update", async () => {
        const account = anAccount();
        const { vpc, gateway } = await aNetwork(account);
        const declared = { vpcId: vpc, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway }] };
        const table = await made(account, TABLE, declared);
        const other = { ...declared, routes: [{ cidrBlock: "1.0.0.0/8", gatewayId: gateway }] };
        assert.deepEqual((await account.update(TABLE, table, other)).outputs.routes, other.routes);
    });

    it("is free of a subnet that is gone", async () => {
        const account = anAccount();
        const { vpc, subnet } = await aNetwork(account);
        const routeTableId = await made(account, TABLE, { vpcId: vpc });
        await made(account, ASSOCIATION, { routeTableId, subnetId: subnet });
        await account.remove(SUBNET, subnet);
        await account.remove(TABLE, routeTableId);
    });

    it("reads a route as gone when it is", async () => {
        const account = anAccount();
        const { vpc, gateway } = await aNetwork(account);
        const table = await made(account, TABLE, { vpcId: vpc, routes: [] });
        const route = await made(account, ROUTE, {
            routeTableId: table,
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: gateway,
        });
        await account.update(TABLE, table, { vpcId: vpc, routes: [{ cidrBlock: "1.0.0.0/8", gatewayId: gateway }] });
        assert.equal(await account.read(ROUTE, route), undefined);
    });
});

describe("a security group", () => {
    it("lets nothing out unless it says so", async () => {
        const account = anAccount();
        const { vpc } = await aNetwork(account);
        const { outputs } = await account.create(GROUP, { vpcId: vpc, name: "nodes" });
        assert.deepEqual([outputs.ingress, outputs.egress], [[], []]);
    });

    it("keeps rules that were made beside it when it changes its own", async () => {
        const account = anAccount();
        const { vpc } = await aNetwork(account);
        const web = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"] }];
        const group = await made(account, GROUP, { vpcId: vpc, name: "nodes", ingress: web });
        await made(account, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", {
            securityGroupId: group,
            ipProtocol: "-1",
            cidrIpv4: "0.0.0.0/0",
        });
        const less = [{ ...web[0]!, cidrBlocks: ["10.0.0.0/16"] }];
        const { outputs } = await account.update(GROUP, group, { vpcId: vpc, name: "nodes", ingress: less });
        assert.deepEqual((outputs.ingress as Props[])[0]!.cidrBlocks, ["10.0.0.0/16"]);
        assert.equal((outputs.egress as Props[]).length, 1);
    });

    it("that came with a VPC is emptied by the resource that takes it over", async () => {
        const account = anAccount();
        const { vpc } = await aNetwork(account);
        const { id, outputs } = await account.create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {
            vpcId: vpc,
        });
        assert.deepEqual([outputs.ingress, outputs.egress], [[], []]);
        await account.remove("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", id);
        assert.ok(await account.read(GROUP, id));
    });
});

describe("a VPC endpoint", () => {
    it("of the gateway kind puts its route into the tables it names", async () => {
        const account = anAccount();
        const { vpc } = await aNetwork(account);
        const [one, other] = [await made(account, TABLE, { vpcId: vpc }), await made(account, TABLE, { vpcId: vpc })];
        const inputs = { vpcId: vpc, serviceName: "com.amazonaws.us-east-2.s3", routeTableIds: [one] };
        const endpoint = await made(account, ENDPOINT, inputs);
        const moved = await account.update(ENDPOINT, endpoint, { ...inputs, routeTableIds: [other] });
        assert.deepEqual(moved.outputs.routeTableIds, [other]);
        await account.remove(ENDPOINT, endpoint);
        for (const table of [one, other]) await account.remove(TABLE, table);
    });

    it("of the interface kind has an interface per subnet, in the VPC's own group when it names none", async () => {
        const account = anAccount();
        const { vpc, subnet } = await aNetwork(account, { enableDnsHostnames: true });
        const { id, outputs } = await account.create(ENDPOINT, {
            vpcId: vpc,
            serviceName: "com.amazonaws.us-east-2.ecr.api",
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            subnetIds: [subnet],
        });
        const found = (await account.read(VPC, vpc))!;
        assert.deepEqual(outputs.securityGroupIds, [found.defaultSecurityGroupId]);
        assert.equal((outputs.networkInterfaceIds as string[]).length, 1);
        assert.deepEqual((outputs.dnsEntries as Props[])[1]!.dnsName, "api.ecr.us-east-2.amazonaws.com");
        await assert.rejects(account.remove(SUBNET, subnet), /DependencyViolation/);
        await account.remove(ENDPOINT, id);
        await account.remove(SUBNET, subnet);
    });
});

/*
 * Placement groups at launch, and whether EFA peers reach each other.
 * Not proven here: how near to each other the machines of a group are; nothing is ever sent between them.
 */
import assert from "node:assert/strict";

import { fabricOf } from "../../../../sim/cloud/aws/ec2/fabric";
import {
    allInstances,
    runInstances,
    terminateInstances,
    type RunRequest,
} from "../../../../sim/cloud/aws/ec2/instances";
import { instanceType } from "../../../../sim/cloud/aws/ec2/instance-types";
import { refusePlacement } from "../../../../sim/cloud/aws/ec2/placement";
import { interfacesOf } from "../../../../sim/cloud/aws/ec2/interface-layout";
import { text } from "../../../../sim/cloud/props";
import { anAccount, testRegion, type TestAccount } from "../an-account";
import { aNetwork, GROUP, made, SUBNET } from "./a-network";

const PLACEMENT = "aws:ec2/placementGroup:PlacementGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const quotas = { "ec2/L-417A185B": 1920, "ec2/L-1216C47A": 64, "ec2/L-DB2E81BA": 512 };

async function anEfaNetwork() {
    const account = anAccount({ quotas });
    const { vpc, subnet } = await aNetwork(account);
    const other = { vpcId: vpc, cidrBlock: "10.0.1.0/24", availabilityZoneId: "use2-az2" };
    const elsewhere = await made(account, SUBNET, other);
    const group = await made(account, GROUP, { vpcId: vpc, egress: [], ingress: [] });
    return { account, subnet, elsewhere, group };
}

function run(account: TestAccount, subnetId: string, changes: Partial<RunRequest> = {}) {
    const call = { account, region: testRegion, tags: {}, signal: account.closing };
    return account.change(() =>
        runInstances(call, {
            instanceType: "p5.48xlarge",
            subnetId,
            count: 1,
            market: "onDemand",
            owner: "a-group",
            securityGroupIds: [],
            tags: {},
            ...changes,
        }),
    );
}

const inGroup = (groupName: string) => ({ groupName, groupId: undefined, tenancy: "default" });

describe("a cluster placement group", () => {
    it("holds one zone for as long as instances run in it", async () => {
        const { account, subnet, elsewhere } = await anEfaNetwork();
        await account.create(PLACEMENT, { name: "close", strategy: "cluster" });
        const placement = inGroup("close");
        const [first] = await run(account, subnet, { placement });
        await assert.rejects(
            run(account, elsewhere, { placement }),
            /Instances in the close Placement Group must be launched in the us-east-2a Availability Zone\. Specify the us-east-2a Availability Zone and try again\./,
        );
        await assert.rejects(account.remove(PLACEMENT, "close"), /InvalidPlacementGroup\.InUse/);
        await account.change(() => terminateInstances(account, testRegion, [first!.id]));
        await run(account, elsewhere, { placement });
    });

    it("is found by its id too", async () => {
        const { account, subnet } = await anEfaNetwork();
        const { outputs } = await account.create(PLACEMENT, { name: "close", strategy: "cluster" });
        const groupId = text(outputs, "placementGroupId");
        const [instance] = await run(account, subnet, {
            placement: { groupName: undefined, groupId, tenancy: "default" },
        });
        assert.equal(instance!.placementGroup, "close");
    });

    it("is refused to types that do not support it", () => {
        const type = instanceType("vt1.3xlarge");
        assert.ok(type);
        const group = { name: "close", arn: "arn", strategy: "cluster" };
        assert.throws(
            () => refusePlacement({ account: anAccount(), region: testRegion }, group, type, "us-east-2a"),
            /Placement groups may not be used with instances of type 'vt1\.3xlarge'\./,
        );
    });

    it("that is not there is refused", async () => {
        const { account, subnet } = await anEfaNetwork();
        await assert.rejects(
            run(account, subnet, { placement: inGroup("far") }),
            /InvalidPlacementGroup\.Unknown: The Placement Group 'far' is unknown\./,
        );
    });
});

describe("the fabric of a group of instances", () => {
    const interfaces = (group: string) =>
        interfacesOf({
            networkInterfaces: [
                { networkCardIndex: 0, deviceIndex: 0, securityGroups: [group] },
                { networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only", securityGroups: [group] },
            ],
        });
    const fabric = (account: TestAccount) => fabricOf(account, testRegion, allInstances(account));
    const toItself = (securityGroupId: string) => ({
        securityGroupId,
        ipProtocol: "-1",
        referencedSecurityGroupId: securityGroupId,
    });

    it("is closed until its security group lets its members reach each other both ways; the instances run all the same", async () => {
        const { account, subnet, group } = await anEfaNetwork();
        await run(account, subnet, { count: 2, interfaces: interfaces(group) });
        const { because } = fabric(account);
        assert.deepEqual(because, [
            `security group ${group} has no ingress nor egress rule to itself for all protocols`,
        ]);
        await account.create(INGRESS, toItself(group));
        assert.match(fabric(account).because.join(), /has no egress rule to itself/);
        await account.create(EGRESS, { securityGroupId: group, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        assert.match(fabric(account).because.join(), /has no egress rule to itself/);
        await account.create(EGRESS, toItself(group));
        assert.deepEqual(fabric(account), { interfaces: 2, peersReachable: true, because: [] });
    });

    it("does not cross zones", async () => {
        const { account, subnet, elsewhere, group } = await anEfaNetwork();
        await account.create(INGRESS, toItself(group));
        await account.create(EGRESS, toItself(group));
        await run(account, subnet, { interfaces: interfaces(group) });
        await run(account, elsewhere, { interfaces: interfaces(group) });
        assert.deepEqual(fabric(account).because, ["EFA traffic does not cross zones: us-east-2a, us-east-2b"]);
    });

    it("does not join P4d with other types", async () => {
        const { account, subnet, group } = await anEfaNetwork();
        await account.create(INGRESS, toItself(group));
        await account.create(EGRESS, toItself(group));
        await run(account, subnet, { interfaces: interfaces(group) });
        await run(account, subnet, { interfaces: interfaces(group), instanceType: "p4d.24xlarge" });
        assert.match(fabric(account).because.join(), /does not cross generations of EFA: others, p4d/);
    });

    it("needs a security group that all share", async () => {
        const { account, subnet, group } = await anEfaNetwork();
        const vpcId = text((await account.read(SUBNET, subnet)) ?? {}, "vpcId");
        const other = await made(account, GROUP, { vpcId, description: "another", name: "another" });
        await run(account, subnet, { interfaces: interfaces(group) });
        await run(account, subnet, { interfaces: interfaces(other) });
        assert.deepEqual(fabric(account).because, ["the EFA interfaces share no security group"]);
    });

    it("of instances without EFA reaches nobody", async () => {
        const { account, subnet } = await anEfaNetwork();
        await run(account, subnet);
        assert.deepEqual(fabric(account), {
            interfaces: 0,
            peersReachable: false,
            because: ["no instance has an EFA interface"],
        });
    });
});

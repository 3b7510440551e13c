// Lookups of EC2. Not proven here: facts that the tables of the checkout do not hold, such as EBS throughput.
import assert from "node:assert/strict";

import { anAccount } from "../an-account";
import { aNetwork } from "./a-network";

const OFFERINGS = "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings";
const TYPE = "aws:ec2/getInstanceType:getInstanceType";
const BLOCK = "aws:ec2/getCapacityBlockOffering:getCapacityBlockOffering";

describe("EC2 answers", () => {
    it("where a type is offered", async () => {
        const filters = [{ name: "instance-type", values: ["trn1.32xlarge"] }];
        const found = await anAccount().invoke(OFFERINGS, { filters, locationType: "availability-zone-id" });
        assert.deepEqual([found.locations, found.instanceTypes], [["use2-az3"], ["trn1.32xlarge"]]);
    });

    it("which types match a pattern", async () => {
        const filters = [{ name: "instance-type", values: ["p5*"] }];
        const found = await anAccount().invoke(OFFERINGS, { filters });
        assert.ok((found.instanceTypes as string[]).includes("p5.48xlarge"));
        assert.ok((found.instanceTypes as string[]).every(type => type.startsWith("p5")));
    });

    it("what a type is", async () => {
        const found = await anAccount().invoke(TYPE, { instanceType: "p5.48xlarge" });
        assert.deepEqual(found.gpuses, [{ count: 8, manufacturer: "NVIDIA", memorySize: 81920, name: "H100" }]);
        assert.deepEqual([found.defaultVcpus, found.efaMaximumInterfaces, found.memorySize], [192, 32, 2097152]);
    });

    it("nothing about a type that does not exist", async () => {
        await assert.rejects(
            anAccount().invoke(TYPE, { instanceType: "p5.48xlrge" }),
            /InvalidInstanceType: .*\[p5.48xlrge\]/,
        );
    });

    it("zones without those to leave out", async () => {
        const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
        const found = await anAccount().invoke(token, { excludeZoneIds: ["use2-az2"], state: "available" });
        assert.deepEqual(found.names, ["us-east-2a", "us-east-2c"]);
    });

    it("VPCs and subnets by tag, filter and id, and refuses to choose between two", async () => {
        const account = anAccount();
        const tags = { tags: { env: "test" } };
        const first = await aNetwork(account, { tags: { env: "test" } });
        await aNetwork(account, { cidrBlock: "10.0.0.0/16" });
        await account.update("aws:ec2/vpc:Vpc", first.vpc, { cidrBlock: "10.0.0.0/16" }, { tags: { env: "test" } });
        assert.equal((await account.invoke("aws:ec2/getVpc:getVpc", tags)).id, first.vpc);
        const filters = [{ name: "vpc-id", values: [first.vpc] }];
        assert.deepEqual((await account.invoke("aws:ec2/getSubnets:getSubnets", { filters })).ids, [first.subnet]);
        await assert.rejects(account.invoke("aws:ec2/getVpc:getVpc", {}), /multiple EC2 VPCs matched/);
        await assert.rejects(account.invoke("aws:ec2/getVpc:getVpc", { id: "vpc-0" }), /no matching EC2 VPC found/);
    });

    it("refuses a filter that EC2 does not have", async () => {
        const account = anAccount();
        await aNetwork(account);
        const filters = [{ name: "colour", values: ["blue"] }];
        await assert.rejects(account.invoke("aws:ec2/getVpc:getVpc", { filters }), /The filter 'colour' is invalid/);
    });

    it("a capacity block that begins and ends at half past eleven, which can be bought", async () => {
        const account = anAccount();
        const asked = { instanceType: "p5.48xlarge", instanceCount: 2, capacityDurationHours: 48 };
        const offer = await account.invoke(BLOCK, asked);
        assert.deepEqual([offer.startDateRange, offer.endDateRange], ["2026-11-23T11:30:00Z", "2026-11-25T11:30:00Z"]);
        const { outputs } = await account.create("aws:ec2/capacityBlockReservation:CapacityBlockReservation", {
            capacityBlockOfferingId: offer.capacityBlockOfferingId!,
            instancePlatform: "Linux/UNIX",
        });
        assert.deepEqual(
            [outputs.instanceType, outputs.instanceCount, outputs.startDate],
            ["p5.48xlarge", 2, offer.startDateRange],
        );
        await assert.rejects(
            account.invoke(BLOCK, { ...asked, instanceType: "g6.xlarge" }),
            /not supported for Capacity Blocks/,
        );
        await assert.rejects(account.invoke(BLOCK, { ...asked, capacityDurationHours: 30 }), /Invalid value '30'/);
    });
});

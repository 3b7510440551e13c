/*
 * Instances that other services run: where, how many, at what addresses.
 * Not proven here: nodes and their clusters (test/sim/cloud/eks), reservations.
 */
import assert from "node:assert/strict";

import type { Call } from "../../../../sim/cloud/contract";
import {
    instancesOfOwner,
    runInstances,
    terminateInstances,
    type RunRequest,
} from "../../../../sim/cloud/aws/ec2/instances";
import { freeAddresses } from "../../../../sim/cloud/aws/ec2/network-interfaces";
import { cellList, tableRows } from "../../../../sim/cloud/aws/ec2/table";
import { subnetOf } from "../../../../sim/cloud/aws/ec2/subnets";
import { vcpuQuota } from "../../../../sim/cloud/aws/ec2/vcpu-quotas";
import { anAccount, testRegion, type TestAccount } from "../an-account";
import { aNetwork, made, SUBNET } from "./a-network";

const raised = { "ec2/L-417A185B": 2000, "ec2/L-1216C47A": 2000, "ec2/L-34B43A08": 2000 };

function callOf(account: TestAccount): Call {
    return { account, region: testRegion, tags: {}, signal: account.closing };
}

function run(account: TestAccount, request: Partial<RunRequest> & { readonly subnetId: string }) {
    return account.change(() =>
        runInstances(callOf(account), {
            instanceType: "m7i.large",
            count: 1,
            market: "onDemand",
            owner: "a-group",
            securityGroupIds: [],
            tags: {},
            ...request,
        }),
    );
}

describe("instances", () => {
    it("start with ids, addresses and names of their subnet", async () => {
        const account = anAccount({ quotas: raised });
        const { subnet } = await aNetwork(account);
        const [first, second] = await run(account, { subnetId: subnet, count: 2 });
        assert.match(first!.id, /^i-[0-9a-f]{17}$/);
        assert.deepEqual([first!.privateIp, second!.privateIp], ["10.0.0.4", "10.0.0.5"]);
        assert.equal(first!.privateDnsName, "ip-10-0-0-4.us-east-2.compute.internal");
        assert.deepEqual([first!.zone, first!.zoneId], ["us-east-2a", "use2-az1"]);
        assert.deepEqual(instancesOfOwner(account, testRegion, "a-group"), [first, second]);
    });

    it("give their addresses back", async () => {
        const account = anAccount({ quotas: raised });
        const { subnet } = await aNetwork(account);
        const free = () => freeAddresses(account, testRegion, subnetOf(account, testRegion, subnet, "test"));
        assert.equal(free(), 251);
        const started = await run(account, {
            subnetId: subnet,
            count: 3,
            network: { prefixes: 2, secondaryAddresses: 1 },
        });
        assert.equal(free(), 251 - 3 * (2 + 2 * 16));
        await account.change(() =>
            terminateInstances(
                account,
                testRegion,
                started.map(each => each.id),
            ),
        );
        assert.equal(free(), 251);
        assert.deepEqual(instancesOfOwner(account, testRegion, "a-group"), []);
    });

    it("start all or none when the subnet has not enough addresses", async () => {
        const account = anAccount({ quotas: raised });
        const { subnet } = await aNetwork(account, {}, { cidrBlock: "10.0.0.0/28" });
        await run(account, { subnetId: subnet, count: 10 });
        await assert.rejects(run(account, { subnetId: subnet, count: 2 }), /InsufficientFreeAddressesInSubnet/);
        assert.equal(instancesOfOwner(account, testRegion, "a-group").length, 10);
        await run(account, { subnetId: subnet, count: 1 });
    });

    it("keep their subnet", async () => {
        const account = anAccount({ quotas: raised });
        const { subnet } = await aNetwork(account);
        await run(account, { subnetId: subnet });
        await assert.rejects(account.remove(SUBNET, subnet), /DependencyViolation/);
    });

    it("count against the quota of their family and market, with EC2's defaults", async () => {
        const account = anAccount();
        const { subnet } = await aNetwork(account);
        await run(account, { subnetId: subnet, count: 2 });
        await assert.rejects(
            run(account, { subnetId: subnet }),
            /VcpuLimitExceeded: .* current vCPU limit of 5 allows/,
        );
        await run(account, { subnetId: subnet, market: "spot", count: 2 });
        await assert.rejects(run(account, { subnetId: subnet, market: "spot" }), /MaxSpotInstanceCountExceeded/);
        await assert.rejects(run(account, { subnetId: subnet, instanceType: "p5.48xlarge" }), /vCPU limit of 0 allows/);
    });

    it("count a reservation's vCPUs too", async () => {
        const account = anAccount({ quotas: { "ec2/L-417A185B": 192 } });
        const { subnet } = await aNetwork(account);
        await made(account, "aws:ec2/capacityReservation:CapacityReservation", {
            availabilityZone: "us-east-2a",
            instanceType: "p5.48xlarge",
            instancePlatform: "Linux/UNIX",
            instanceMatchCriteria: "targeted",
            instanceCount: 1,
        });
        await assert.rejects(
            run(account, { subnetId: subnet, instanceType: "p5.48xlarge" }),
            /vCPU limit of 192 allows/,
        );
    });

    it("do not start where their type is not offered, and say where it is", async () => {
        const account = anAccount({ quotas: { "ec2/L-2C3B7624": 2000 } });
        const { subnet } = await aNetwork(account);
        await assert.rejects(
            run(account, { subnetId: subnet, instanceType: "trn1.32xlarge" }),
            /Unsupported: Your requested instance type \(trn1.32xlarge\) is not supported in your requested Availability Zone \(us-east-2a\)\. .* choosing us-east-2c\./,
        );
    });

    it("do not start with a type that does not exist, or exists no more", async () => {
        const account = anAccount({ quotas: raised });
        const { subnet } = await aNetwork(account);
        for (const instanceType of ["p5.48xlrge", "p2.xlarge"]) {
            await assert.rejects(
                run(account, { subnetId: subnet, instanceType }),
                new RegExp(`InvalidParameterValue: Invalid value '${instanceType}' for InstanceType\\.`),
            );
        }
    });

    it("do not start on Spot for less than the price of their zone, where that is known", async () => {
        const [row] = tableRows<"instanceType" | "region" | "zoneId" | "spotUsdPerHour">(
            "data/aws-spot-by-zone.csv",
        ).filter(each => each.region === testRegion && each.instanceType.startsWith("p"));
        assert.ok(row);
        const { instanceType, zoneId, spotUsdPerHour } = row;
        const account = anAccount({ quotas: { "ec2/L-7212CCBC": 2000 } });
        const { subnet } = await aNetwork(account, {}, { availabilityZoneId: zoneId });
        const spot = (maxPrice: number) =>
            run(account, { subnetId: subnet, instanceType, market: "spot", maxPrice: String(maxPrice) });
        const price = Number(spotUsdPerHour);
        await assert.rejects(
            spot(price - 0.01),
            /SpotMaxPriceTooLow: Your Spot request price of [\d.]+ is lower than the minimum required Spot request fulfillment price of/,
        );
        assert.equal((await spot(price)).length, 1);
    });

    it("do not start while capacity is out in the zone", async () => {
        const account = anAccount({
            quotas: raised,
            faults: [{ kind: "capacityOut", instanceType: "p5.48xlarge", zone: "use2-az1" }],
        });
        const { vpc, subnet } = await aNetwork(account);
        await assert.rejects(
            run(account, { subnetId: subnet, instanceType: "p5.48xlarge" }),
            /InsufficientInstanceCapacity: We currently do not have sufficient p5.48xlarge capacity in the Availability Zone you requested \(us-east-2a\)\. .* choosing us-east-2b, us-east-2c\./,
        );
        const elsewhere = await made(account, SUBNET, {
            vpcId: vpc,
            cidrBlock: "10.0.1.0/24",
            availabilityZoneId: "use2-az2",
        });
        await run(account, { subnetId: elsewhere, instanceType: "p5.48xlarge" });
        await run(account, { subnetId: subnet });
    });
});

describe("the quota of an instance", () => {
    const rows: readonly (readonly [family: string, onDemand: string | undefined, spot: string | undefined])[] = [
        ["p5", "L-417A185B", "L-7212CCBC"],
        ["p4d", "L-417A185B", "L-7212CCBC"],
        ["g6e", "L-DB2E81BA", "L-3819A6DF"],
        ["gr6", "L-DB2E81BA", "L-3819A6DF"],
        ["vt1", "L-DB2E81BA", "L-3819A6DF"],
        ["trn2", "L-2C3B7624", "L-6B0D517C"],
        ["inf2", "L-1945791B", "L-B5D1601B"],
        ["f2", "L-74FC7D96", "L-88CF9481"],
        ["dl1", "L-6E869C2A", "L-85EED4F7"],
        ["hpc7a", "L-F7808C92", undefined],
        ["x2idn", "L-7295265B", "L-E3A00192"],
        ["m7i", "L-1216C47A", "L-34B43A08"],
        ["i4i", "L-1216C47A", "L-34B43A08"],
    ];
    for (const [family, onDemand, spot] of rows) {
        it(`is that of its family: ${family}`, () => {
            assert.deepEqual([vcpuQuota(family, "onDemand"), vcpuQuota(family, "spot")], [onDemand, spot]);
            assert.equal(vcpuQuota(family, "capacityBlock"), undefined);
        });
    }

    it("is the one that the table of quotas names, for every family of the table", () => {
        const rows = tableRows<"market" | "code" | "instanceFamilies">("data/aws-quotas.csv");
        for (const { market, code, instanceFamilies } of rows) {
            for (const family of cellList(instanceFamilies)) {
                assert.equal(vcpuQuota(family, market === "spot" ? "spot" : "onDemand"), code, `${family} ${market}`);
            }
        }
    });
});

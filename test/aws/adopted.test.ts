/** What is said of existing things, held against what AWS says of them. That nothing is made when they differ, a stack shows. */
import assert from "node:assert/strict";
import { adoptedVpcProblems } from "../../components/aws/eks-cluster/adopted-cluster";
import { adoptedSubnetProblems } from "../../components/aws/network/adopted-subnets";

const inZone = (zoneId: string, vpcId = "vpc-1") => ({ id: `subnet-${zoneId}`, vpcId, zoneId });

describe("adopted subnets", () => {
    const zones = ["use2-az1", "use2-az2"];

    it("are taken when each is in its zone and in the VPC", () => {
        assert.deepEqual(
            adoptedSubnetProblems(
                "vpc-1",
                zones,
                zones.map(zone => inZone(zone)),
            ),
            [],
        );
    });

    it("are refused all at once, each for its VPC and for its zone", () => {
        const found = [inZone("use2-az1", "vpc-2"), inZone("use2-az3", "vpc-2")];
        assert.deepEqual(
            adoptedSubnetProblems("vpc-1", zones, found).map(({ path, fix }) => [path, fix]),
            [
                ["adopt.subnets[0].id", "give a subnet of vpc-1, or adopt vpc-2"],
                ["adopt.subnets[1].id", "give a subnet of vpc-1, or adopt vpc-2"],
                ["adopt.subnets[1].zoneId", 'write "use2-az3"'],
            ],
        );
    });
});

describe("the network of an adopted cluster", () => {
    it("is the one it lives in", () => {
        assert.deepEqual(adoptedVpcProblems("vpc-1", "vpc-1"), []);
        assert.deepEqual(
            adoptedVpcProblems("vpc-1", "vpc-2").map(({ path, got }) => [path, got]),
            [["adopt.network.vpcId", '"vpc-1"']],
        );
    });
});

/** What is said of existing things, held against what AWS says of them. That nothing is made when they differ, a stack shows. */
import assert from "node:assert/strict";
import { adoptedVpcProblems } from "../../components/aws/eks-cluster/adopted-cluster";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { adoptedSubnetProblems } from "../../components/aws/network/adopted-subnets";
import { subnetRoomProblems } from "../../components/aws/node-group/group-subnets";
import { aPool } from "../fleet/builders";
import { one, record } from "./record";

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

describe("the room in an adopted subnet", () => {
    const pool = (max: number, zones = ["use2-az1"]) =>
        aPool({
            zones,
            nodes: { min: 0, desired: 0, max },
            addresses: { known: true, unit: "prefixes", atStart: 17, atMost: 273 },
        });
    const ids = (...args: Parameters<typeof subnetRoomProblems>) => subnetRoomProblems(...args).map(({ id }) => id);

    it("is what AWS leaves of it, for the nodes of its zone at their largest and while they are updated", () => {
        assert.deepEqual(ids(pool(12), "use2-az1", "subnet-1", 256), []); // 238 of 251, an update included
        assert.deepEqual(ids(pool(13), "use2-az1", "subnet-1", 256), ["subnet.full"]); // 255
        assert.deepEqual(ids(pool(24, ["use2-az1", "use2-az2"]), "use2-az1", "subnet-1", 256), []);
    });

    it("is not judged for a pool of which nobody knows how many addresses it takes", () => {
        const unknown = { ...pool(1000), addresses: { known: false, why: "not said" } as const };
        assert.deepEqual(ids(unknown, "use2-az1", "subnet-1", 16), []);
    });

    /** A group in an adopted cluster whose only subnet has 256 addresses. */
    const group = (max: number) =>
        record(() => {
            const network = {
                region: "us-east-2",
                vpcId: "vpc-1",
                subnets: [{ id: "subnet-use2-az1", zoneId: "use2-az1" }],
            };
            const cluster = new EksCluster("shared", {
                adopt: { clusterName: "prod", version: "1.35", network, podAddresses: "prefixes" },
            });
            return new GpuNodeGroup("train", { cluster, instanceType: "g6.xlarge", nodes: { min: 0, max } });
        });

    it("lets a group through that fits", async () => {
        const { registrations } = await group(12);
        assert.deepEqual(one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes").inputs.subnetIds, [
            "subnet-use2-az1",
        ]);
    });
});

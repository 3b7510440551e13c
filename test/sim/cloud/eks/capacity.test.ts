/*
 * Node groups in reservations and capacity blocks, with a clock that is moved.
 * Not proven here: how long EKS takes to drain a group, nor whether pods are gone when its instances are.
 */
import assert from "node:assert/strict";

import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import { NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { instancesInReservation } from "../../../../sim/cloud/aws/ec2/reservations";
import type { Props } from "../../../../sim/cloud/contract";
import { giveReservation } from "../../../../sim/cloud/given-reservations";
import { record } from "../../../../sim/cloud/props";
import { openVolatile } from "../../../../sim/cloud/store/durable";
import { fakeClock } from "../an-account";
import { aCluster, aTemplate, createGroup, eksAccount, nodesOf, updateGroup, type TestCluster } from "./a-cluster";

const region = "us-east-2";
const start = "2026-12-01T11:30:00Z";
const end = "2026-12-03T11:30:00Z";
const block = { kind: "capacity-block", region, zone: "us-east-2a", instanceType: "p5.48xlarge", count: 2 } as const;

const blockTemplate = (cluster: TestCluster, capacityReservationId: string, changes: Props = {}) =>
    aTemplate(cluster, {
        instanceType: "p5.48xlarge",
        instanceMarketOptions: { marketType: "capacity-block" },
        capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } },
        ...changes,
    });

/** A cluster, a block of two p5.48xlarge from 1 to 3 December, and a group for it in the block's zone. */
async function aBlockGroup(desiredSize: number, parts: Parameters<typeof aCluster>[1] = {}) {
    const cluster = await aCluster({}, { clock: fakeClock("2026-11-23T10:00:00Z"), quotas: {}, ...parts });
    const id = await giveReservation(cluster.account, { ...block, startsAt: start, endsAt: end });
    const inputs = {
        capacityType: "CAPACITY_BLOCK",
        amiType: "AL2023_x86_64_NVIDIA",
        instanceTypes: [],
        launchTemplate: await blockTemplate(cluster, id),
        subnetIds: cluster.network.subnetIds.slice(0, 1),
        scalingConfig: { minSize: 0, desiredSize, maxSize: 2 },
    };
    return { cluster, id, inputs, made: await createGroup(cluster, inputs) };
}

const scale = (inputs: Props, desiredSize: number): Props => ({
    ...inputs,
    scalingConfig: { minSize: 0, desiredSize, maxSize: 2 },
});
const status = async ({ account }: TestCluster) => (await account.read(NODE_GROUP, "shared:serve"))?.status;
const desired = async ({ account }: TestCluster) =>
    record((await account.read(NODE_GROUP, "shared:serve")) ?? {}, "scalingConfig")?.desiredSize;
const running = ({ account }: TestCluster) => account.store.list(INSTANCE).length;

describe("node group of a capacity block", () => {
    it("waits at zero until the block begins", async () => {
        const { cluster, made, inputs } = await aBlockGroup(0);
        assert.deepEqual([made.failure, made.outputs.status], [undefined, "ACTIVE"]);
        await cluster.account.moveClock(new Date(start));
        await updateGroup(cluster, scale(inputs, 2));
        assert.equal(nodesOf(cluster).length, 2);
        assert.equal(nodesOf(cluster)[0]!.labels["eks.amazonaws.com/capacityType"], "CAPACITY_BLOCK");
    });

    it("fails when it wants nodes before that", async () => {
        const { made, id } = await aBlockGroup(1);
        assert.match(
            made.failure ?? "",
            new RegExp(
                `AsgInstanceLaunchFailures: Could not launch On-Demand Instances\\. .* Your Capacity Block reservation ${id} is not active yet\\. Launching EC2 instance failed\\.`,
            ),
        );
    });

    it("gets the nodes that it already wants as soon as the block begins", async () => {
        const { cluster, inputs } = await aBlockGroup(0);
        await updateGroup(cluster, scale(inputs, 2));
        assert.deepEqual([await status(cluster), running(cluster)], ["DEGRADED", 0]);
        await cluster.account.moveClock(new Date(start));
        assert.deepEqual([await status(cluster), nodesOf(cluster).length], ["ACTIVE", 2]);
    });

    it("is at zero forty minutes before the block ends, and EC2 takes the rest thirty minutes before", async () => {
        const { cluster, id, inputs } = await aBlockGroup(0);
        const { account } = cluster;
        await account.moveClock(new Date(start));
        await updateGroup(cluster, scale(inputs, 2));
        await account.moveClock(new Date("2026-12-03T10:49:59Z"));
        assert.deepEqual([await desired(cluster), running(cluster)], [2, 2]);
        await account.moveClock(new Date("2026-12-03T10:50:00Z"));
        assert.deepEqual([await desired(cluster), running(cluster), nodesOf(cluster).length], [0, 0, 0]);
        await account.moveClock(new Date(end));
        assert.equal(await status(cluster), "ACTIVE");
        assert.deepEqual(instancesInReservation(account, region, id), []);
    });

    it("comes to the same end when the local cloud was stopped over it", async () => {
        const durable = openVolatile();
        const { cluster, inputs } = await aBlockGroup(0, { durable });
        await cluster.account.moveClock(new Date(start));
        await updateGroup(cluster, scale(inputs, 2));
        assert.equal(running(cluster), 2);

        const account = eksAccount({ durable, clock: fakeClock("2026-12-04T00:00:00Z"), quotas: {} });
        assert.deepEqual(await account.resume(), []);
        await account.passTime();
        const after = { ...cluster, account };
        assert.deepEqual([await desired(after), running(after), nodesOf(after).length], [0, 0, 0]);
    });

    it("does not get more nodes than the block has", async () => {
        const { cluster, inputs } = await aBlockGroup(0);
        await cluster.account.moveClock(new Date(start));
        const wanted = { minSize: 0, desiredSize: 3, maxSize: 3 };
        await updateGroup(cluster, { ...inputs, scalingConfig: wanted });
        assert.deepEqual([await status(cluster), nodesOf(cluster).length], ["DEGRADED", 2]);
    });

    it("gets none in another zone", async () => {
        const { cluster, inputs } = await aBlockGroup(0);
        await cluster.account.moveClock(new Date(start));
        const { failure } = await createGroup(cluster, {
            ...scale(inputs, 1),
            nodeGroupName: "elsewhere",
            subnetIds: cluster.network.subnetIds.slice(1),
        });
        assert.match(failure ?? "", /ReservationCapacityExceeded - The requested reservation does not have sufficient/);
    });

    const refusals: readonly (readonly [
        what: string,
        template: (cluster: TestCluster, id: string) => Promise<Props>,
        group: Props,
        says: RegExp,
    ])[] = [
        [
            "without its market type",
            (cluster, id) => blockTemplate(cluster, id, { instanceMarketOptions: {} }),
            {},
            /market type capacity-block is required/,
        ],
        [
            "without its reservation",
            (cluster, id) => blockTemplate(cluster, id, { capacityReservationSpecification: {} }),
            {},
            /must specify a capacityReservationId/,
        ],
        [
            "whose instance type is the group's",
            (cluster, id) => blockTemplate(cluster, id, { instanceType: "" }),
            { instanceTypes: ["p5.48xlarge"] },
            /must specify the instance type/,
        ],
        [
            "of a reservation that is not there",
            cluster => blockTemplate(cluster, "cr-00000000000000000"),
            {},
            /InvalidRequestException: The Capacity Reservation ID 'cr-00000000000000000' does not exist/,
        ],
        [
            "in a group of another capacity type",
            (cluster, id) => blockTemplate(cluster, id),
            { capacityType: "ON_DEMAND" },
            /Use the capacity type CAPACITY_BLOCK/,
        ],
    ];
    for (const [what, template, group, says] of refusals)
        it(`refuses a launch template ${what}`, async () => {
            const { cluster, id, inputs } = await aBlockGroup(0);
            const launchTemplate = await template(cluster, id);
            const attempt = createGroup(cluster, { ...inputs, nodeGroupName: "other", launchTemplate, ...group });
            await assert.rejects(attempt, says);
        });
});

describe("node group of an on-demand reservation", () => {
    it("takes its slots, stays degraded beyond them, and recovers when there are more", async () => {
        const cluster = await aCluster();
        const { id } = await cluster.account.create("aws:ec2/capacityReservation:CapacityReservation", {
            availabilityZone: "us-east-2a",
            instanceType: "m7i.large",
            instancePlatform: "Linux/UNIX",
            instanceMatchCriteria: "targeted",
            instanceCount: 1,
        });
        const launchTemplate = await aTemplate(cluster, {
            capacityReservationSpecification: {
                capacityReservationPreference: "capacity-reservations-only",
                capacityReservationTarget: { capacityReservationId: id },
            },
        });
        const inputs = { launchTemplate, scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 2 } };
        const { failure } = await createGroup(cluster, inputs);
        assert.equal(failure, undefined);
        await updateGroup(cluster, scale(inputs, 2));
        assert.deepEqual([await status(cluster), nodesOf(cluster).length], ["DEGRADED", 1]);
        const reservation = cluster.account.store.get("aws:ec2/capacityReservation:CapacityReservation", region, id);
        await cluster.account.update("aws:ec2/capacityReservation:CapacityReservation", id, {
            ...reservation?.inputs,
            instanceCount: 2,
        });
        await cluster.account.passTime();
        assert.deepEqual([await status(cluster), nodesOf(cluster).length], ["ACTIVE", 2]);
    });
});

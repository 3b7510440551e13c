/**
 * What groups are planned to be, given to the simulated account as the provider would: both sides of the table, without an engine and
 * without machines. It does not prove how the engine orders the calls, nor that AWS answers as the account does.
 */
import assert from "node:assert/strict";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { planGpuNodeGroup } from "../../components/aws/gpu-node-group/plan";
import { imageNames } from "../../components/aws/node-group/image";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import type { ClusterToJoin } from "../../components/aws/node-group/user-data/user-data-plan";
import { userData } from "../../components/aws/node-group/user-data/user-data";
import { nodeImageParameters } from "../../components/catalog/aws/images";
import { capacityBlock, futureReservation, reservation, spot } from "../../components/fleet/capacity/capacity";
import type { Instant } from "../../components/fleet/instant";
import { INSTANCE } from "../../sim/cloud/aws/ec2/tokens";
import { NODE_GROUP } from "../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../sim/cloud/contract";
import { giveReservation } from "../../sim/cloud/given-reservations";
import { record, text } from "../../sim/cloud/props";
import { aCluster as aPlannedCluster, aNetwork } from "../aws/builders";
import { fakeClock } from "../sim/cloud/an-account";
import { aCluster, nodesOf, type TestCluster } from "../sim/cloud/eks/a-cluster";

type Args = Partial<PlannedGroup<GpuNodeGroupArgs>>;

const start: Instant = "2026-12-13T11:30:00Z";
const before: Instant = "2026-11-24T12:00:00Z";
const draining: Instant = "2026-12-20T10:50:00Z";
const end: Instant = "2026-12-20T11:30:00Z";
const zones = ["use2-az1", "use2-az2", "use2-az3"];
const cluster = aPlannedCluster({ network: aNetwork({ zones }) });

const planned = (args: Args, now: Instant = before) =>
    planGpuNodeGroup("train", { cluster, instanceType: "p5.48xlarge", nodes: 2, ...args }, now);

const quotas = { "ec2/L-DB2E81BA": 512, "ec2/L-417A185B": 768, "ec2/L-7212CCBC": 768 };

/** A cluster of an account whose clock stands at a moment. */
const accountAt = (now: Instant) => aCluster({}, { clock: fakeClock(now), quotas });

/** The group as `makeManagedGroups` asks for it. */
async function groupOf(made: TestCluster, plan: NodeGroupPlan, more: { imageId?: string } = {}): Promise<Props> {
    const [{ settings, zones: inZones } = assert.fail()] = plan.groups;
    const facts = await clusterToJoin(made);
    const told = userData(plan.userData, plan.userData.joins === "itself" ? facts : undefined);
    const template = await made.account.create("aws:ec2/launchTemplate:LaunchTemplate", {
        ...plain(plan.template),
        ...more,
        ...(told === undefined ? {} : { userData: told }),
    });
    return {
        ...plain(settings),
        clusterName: "shared",
        nodeGroupName: "train",
        nodeRoleArn: made.nodeRoleArn,
        labels: plain(plan.pool.labels),
        subnetIds: inZones.map(zone => made.network.subnetIds[zones.indexOf(zone)] ?? ""),
        launchTemplate: { id: template.id, version: "1" },
        ...(more.imageId === undefined ? { version: "1.35" } : {}),
    };
}

async function clusterToJoin({ account }: TestCluster): Promise<ClusterToJoin> {
    const found = (await account.read("aws:eks/cluster:Cluster", "shared")) ?? {};
    return {
        clusterName: "shared",
        serviceCidr: text(record(found, "kubernetesNetworkConfig") ?? {}, "serviceIpv4Cidr"),
        endpoint: text(found, "endpoint"),
        certificateAuthority: text(record(found, "certificateAuthority") ?? {}, "data"),
    };
}

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Props;
const running = ({ account }: TestCluster) => account.store.list(INSTANCE).length;
const state = async ({ account }: TestCluster) => {
    const group = (await account.read(NODE_GROUP, "shared:train")) ?? {};
    return [group.status, record(group, "scalingConfig")?.desiredSize];
};

describe("a group on a capacity block, in the account", () => {
    it("waits at zero, is raised when it opens, is emptied in time, and is refused once it is over", async () => {
        const made = await accountAt(before);
        const { account } = made;
        const reservationId = await giveReservation(account, {
            kind: "capacity-block",
            region: "us-east-2",
            zone: "us-east-2b",
            instanceType: "p5.48xlarge",
            count: 2,
            startsAt: start,
            endsAt: end,
        });
        const capacity = capacityBlock({ reservationId, zone: "use2-az2", startsAt: start, endsAt: end, instances: 2 });
        const inputs = await groupOf(made, planned({ capacity }));
        const { failure } = await account.create(NODE_GROUP, inputs);
        assert.deepEqual([failure, running(made)], [undefined, 0]);

        await account.moveClock(new Date(start));
        assert.equal(running(made), 0, "nobody raises the number but an update");
        const sizes = (now: Instant) => plain(planned({ capacity }, now).groups[0]?.settings.scalingConfig ?? {});
        await account.update(NODE_GROUP, "shared:train", { ...inputs, scalingConfig: sizes(start) });
        assert.deepEqual([await state(made), running(made)], [["ACTIVE", 2], 2]);
        assert.equal(nodesOf(made, "train").length, 2);

        const { drainBy = assert.fail() } = planned({ capacity }).window;
        assert.equal(drainBy, draining);
        await account.moveClock(new Date(Date.parse(drainBy) - 1000));
        assert.equal(running(made), 2, "a second before, everything runs");
        await account.moveClock(new Date(drainBy));
        assert.equal(running(made), 0);
        // What the engine then asks for is what the cloud did by itself.
        const after = await account.update(NODE_GROUP, "shared:train", { ...inputs, scalingConfig: sizes(drainBy) });
        assert.deepEqual([after.failure, await state(made)], [undefined, ["ACTIVE", 0]]);
        assert.throws(() => planned({ capacity }, end), /capacity\.ended/);
    });

    it("would fail with nodes before it opens, which the plan never asks for", async () => {
        const made = await accountAt(before);
        const facts = { region: "us-east-2", zone: "us-east-2b", instanceType: "p5.48xlarge", count: 2 };
        const times = { startsAt: start, endsAt: end };
        const reservationId = await giveReservation(made.account, { kind: "capacity-block", ...facts, ...times });
        const capacity = capacityBlock({ reservationId, zone: "use2-az2", ...times });
        const inputs = await groupOf(made, planned({ capacity }));
        const scalingConfig = { minSize: 2, desiredSize: 2, maxSize: 2 };
        const { failure } = await made.account.create(NODE_GROUP, { ...inputs, scalingConfig });
        assert.match(failure ?? "", /is not active yet/);
    });
});

describe("a group with other capacity, in the account", () => {
    it("of a reservation has its machines at once, all of them in it", async () => {
        const made = await accountAt(before);
        const id = await giveReservation(made.account, {
            kind: "on-demand",
            region: "us-east-2",
            zone: "us-east-2b",
            instanceType: "p5.48xlarge",
            count: 2,
        });
        const plan = planned({ capacity: reservation({ id, zone: "use2-az2", instances: 2 }) });
        const { failure } = await made.account.create(NODE_GROUP, await groupOf(made, plan));
        assert.deepEqual([failure, running(made)], [undefined, 2]);
    });

    it("on the spot market is taken", async () => {
        const made = await accountAt(before);
        const { failure } = await made.account.create(NODE_GROUP, await groupOf(made, planned({ capacity: spot() })));
        assert.deepEqual([failure, running(made)], [undefined, 2]);
    });

    it("that is promised waits for its day", async () => {
        const made = await accountAt(before);
        const startsAt = "2026-12-24T00:00:00Z";
        // EC2 promises no machines of the P families.
        const instanceType = "g6.xlarge";
        const facts = { region: "us-east-2", zone: "us-east-2b", instanceType, count: 2 };
        const reservationId = await giveReservation(made.account, { kind: "future", ...facts, startsAt });
        const capacity = futureReservation({ reservationId, zone: "use2-az2", startsAt, instances: 2 });
        const inputs = await groupOf(made, planned({ capacity, instanceType }));
        const { failure } = await made.account.create(NODE_GROUP, inputs);
        assert.deepEqual([failure, running(made)], [undefined, 0]);
        await made.account.moveClock(new Date(startsAt));
        const scalingConfig = plain(
            planned({ capacity, instanceType }, startsAt).groups[0]?.settings.scalingConfig ?? {},
        );
        await made.account.update(NODE_GROUP, "shared:train", { ...inputs, scalingConfig });
        assert.deepEqual([await state(made), running(made)], [["ACTIVE", 2], 2]);
    });
});

describe("a group with an image, in the account", () => {
    for (const image of imageNames) {
        for (const instanceType of ["p5.48xlarge", "g6.xlarge", "g5.xlarge"] as const) {
            it(`boots ${image} on ${instanceType}`, async () => {
                const made = await accountAt(before);
                const plan = planned({ image, instanceType, nodes: 1 });
                const { failure } = await made.account.create(NODE_GROUP, await groupOf(made, plan));
                assert.equal(failure, undefined);
                const [node = assert.fail()] = nodesOf(made, "train");
                assert.equal(node.labels["pulumi-accelerators/pool"], "train");
            });
        }
    }

    const amis = [
        ["al2023", "AL2023_x86_64_NVIDIA"],
        ["bottlerocket", "BOTTLEROCKET_x86_64_NVIDIA"],
    ] as const;
    for (const [os, name] of amis) {
        it(`boots an AMI of one's own, ${os}, which joins by itself with its taint and its labels`, async () => {
            const made = await accountAt(before);
            const parameter = nodeImageParameters(name, "1.35").imageId;
            const found = await made.account.invoke("aws:ssm/getParameter:getParameter", { name: parameter });
            const imageId = text(found, "value");
            const plan = planned({
                nodes: 1,
                image: { ami: { id: imageId, architecture: "amd64", os, drivers: ["nvidia"] } },
            });
            const group = await groupOf(made, plan, { imageId });
            const { failure, outputs } = await made.account.create(NODE_GROUP, group);
            assert.deepEqual([failure, outputs.amiType], [undefined, "CUSTOM"]);
            const [node = assert.fail()] = nodesOf(made, "train");
            assert.equal(node.labels["pulumi-accelerators/pool"], "train");
            assert.ok(node.taints.some(({ key }) => key === "nvidia.com/gpu"));

            const untold = { ...plan, userData: { ...plan.userData, joins: "byEks" as const } };
            const mute = { ...(await groupOf(made, untold, { imageId })), nodeGroupName: "mute" };
            assert.match((await made.account.create(NODE_GROUP, mute)).failure ?? "", /NodeCreationFailure/);
        });
    }
});

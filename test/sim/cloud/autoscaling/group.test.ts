/*
 * Auto Scaling groups whose machines join a cluster by themselves.
 * Not proven here: that a real kubelet fails for the same reasons; what a machine needs to join is a table of the simulator.
 */
import assert from "node:assert/strict";

import { AUTO_SCALING_GROUP, SCHEDULE } from "../../../../sim/cloud/aws/autoscaling/tokens";
import { INSTANCE } from "../../../../sim/cloud/aws/ec2/tokens";
import { ACCESS_ENTRY } from "../../../../sim/cloud/aws/eks/tokens";
import { INSTANCE_PROFILE } from "../../../../sim/cloud/aws/iam/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import type { Fault } from "../../../../sim/cloud/faults";
import { giveReservation } from "../../../../sim/cloud/given-reservations";
import { reportInstances } from "../../../../sim/cloud/instance-reports";
import { text } from "../../../../sim/cloud/props";
import { openVolatile } from "../../../../sim/cloud/store/durable";
import { fakeClock } from "../an-account";
import { aCluster, aTemplate, eksAccount, nodesOf, type TestCluster } from "../eks/a-cluster";
import { allowNodes, clusterFacts, createGroup, groupInputs, joiningTemplate, userData } from "./a-group";

const region = "us-east-2";
const nodes = (cluster: TestCluster) => nodesOf(cluster, "asg/own");
const running = ({ account }: TestCluster) => account.store.list(INSTANCE).length;
const report = ({ account }: TestCluster) => reportInstances(account).find(each => each.id === "own");
const reasons = (cluster: TestCluster) => [...new Set(report(cluster)?.instances.map(each => each.notJoined))];

async function aJoinedGroup(changes: Props = {}, parts: Parameters<typeof aCluster>[1] = {}) {
    const cluster = await aCluster({}, parts);
    await allowNodes(cluster);
    const inputs = await groupInputs(cluster, await joiningTemplate(cluster), changes);
    const made = await cluster.account.create(AUTO_SCALING_GROUP, inputs);
    const update = (next: Props) => cluster.account.update(AUTO_SCALING_GROUP, "own", { ...inputs, ...next });
    return { cluster, inputs, made, update };
}

describe("Auto Scaling group", () => {
    it("launches its machines over its zones, and they become nodes that no managed group has", async () => {
        const { cluster, made } = await aJoinedGroup();
        assert.deepEqual([made.failure, made.outputs.desiredCapacity], [undefined, 2]);
        assert.deepEqual(made.outputs.availabilityZones, ["us-east-2a", "us-east-2b", "us-east-2c"]);
        const [node] = nodes(cluster);
        assert.equal(nodes(cluster).length, 2);
        assert.equal(node!.labels.team, "search");
        assert.equal(node!.labels["eks.amazonaws.com/nodegroup"], undefined);
        assert.equal(new Set(nodes(cluster).map(each => each.labels["topology.kubernetes.io/zone"])).size, 2);
        assert.deepEqual(reasons(cluster), [undefined]);
    });

    it("follows its sizes, and goes with everything that it started", async () => {
        const { cluster, update } = await aJoinedGroup();
        await update({ desiredCapacity: 4 });
        assert.equal(nodes(cluster).length, 4);
        await update({ desiredCapacity: 1, maxSize: 1 });
        assert.equal(nodes(cluster).length, 1);
        await cluster.account.remove(AUTO_SCALING_GROUP, "own");
        assert.deepEqual([running(cluster), nodes(cluster).length], [0, 0]);
    });

    it("starts as many as its minimum when it is asked for no number", async () => {
        const cluster = await aCluster();
        await allowNodes(cluster);
        const template = await joiningTemplate(cluster);
        const { desiredCapacity: _asked, ...inputs } = await groupInputs(cluster, template, { minSize: 3 });
        const { outputs } = await cluster.account.create(AUTO_SCALING_GROUP, inputs);
        assert.deepEqual([outputs.desiredCapacity, running(cluster)], [3, 3]);
    });

    it("replaces its machines when the template changes and it has an instance refresh, else starts only new ones from it", async () => {
        for (const refreshes of [true, false]) {
            const instanceRefresh = { strategy: "Rolling", preferences: { maxHealthyPercentage: 150 } };
            const { cluster, update } = await aJoinedGroup(refreshes ? { instanceRefresh } : {});
            const before = nodes(cluster).map(each => each.providerId);
            const launchTemplate = await aTemplate(
                cluster,
                await joiningTemplate(cluster, { instanceType: "m7i.xlarge" }),
            );
            await update({ launchTemplate, ...(refreshes && { instanceRefresh }) });
            const stayed = nodes(cluster).filter(each => before.includes(each.providerId)).length;
            assert.deepEqual([nodes(cluster).length, stayed], refreshes ? [2, 0] : [2, 2]);
        }
    });

    it("starts another when EC2 has lost one", async () => {
        const { cluster } = await aJoinedGroup();
        const [lost] = cluster.account.store.list(INSTANCE);
        await cluster.account.change(() => cluster.account.store.remove(INSTANCE, region, lost!.id));
        await cluster.account.passTime();
        assert.equal(nodes(cluster).length, 2);
        assert.ok(!nodes(cluster).some(each => each.providerId.endsWith(lost!.id)));
    });

    it("says what EC2 refused while the provider waits for it, and keeps what runs", async () => {
        const faults: Fault[] = [{ kind: "capacityOut", instanceType: "m7i.large", zone: "*" }];
        const { made, cluster, update } = await aJoinedGroup({}, { faults });
        assert.match(
            made.failure ?? "",
            /^waiting for Auto Scaling Group \(own\) capacity satisfied: scaling activity \(\w+\): Failed: We currently do not have sufficient m7i\.large capacity .* Launching EC2 instance failed\.$/,
        );
        faults.length = 0;
        assert.equal((await update({})).failure, undefined);
        assert.equal(nodes(cluster).length, 2);
    });

    it("is created all the same when the provider does not wait", async () => {
        const faults: Fault[] = [{ kind: "capacityOut", instanceType: "m7i.large", zone: "*" }];
        const ways: readonly Props[] = [{ waitForCapacityTimeout: "0" }, { ignoreFailedScalingActivities: true }];
        for (const changes of ways) assert.equal((await aJoinedGroup(changes, { faults })).made.failure, undefined);
    });

    it("runs again what ran, and shows its nodes, after the local cloud was stopped", async () => {
        const durable = openVolatile();
        const { cluster } = await aJoinedGroup({}, { durable });
        const account = eksAccount({ durable });
        assert.deepEqual(await account.resume(), []);
        assert.equal(nodes({ ...cluster, account }).length, 2);
    });
});

describe("machine that joins by itself", () => {
    const obstacles: readonly (readonly [what: string, template: (cluster: TestCluster) => Props, because: RegExp])[] =
        [
            ["without user data", () => ({ userData: "" }), /names no cluster/],
            [
                "whose user data leaves out the service range",
                cluster => ({ userData: userData({ ...clusterFacts(cluster), cidr: "" }) }),
                /names no cluster, or not everything of it/,
            ],
            [
                "whose user data names another endpoint",
                cluster => ({
                    userData: userData({ ...clusterFacts(cluster), apiServerEndpoint: "https://10.0.0.1" }),
                }),
                /names another endpoint than that of cluster shared/,
            ],
            [
                "whose user data names another certificate",
                cluster => ({ userData: userData({ ...clusterFacts(cluster), certificateAuthority: "eA==" }) }),
                /names another certificate authority/,
            ],
            [
                "of a cluster that does not exist",
                cluster => ({ userData: userData({ ...clusterFacts(cluster), name: "other" }) }),
                /there is no cluster other/,
            ],
            ["without a profile", () => ({ iamInstanceProfile: {} }), /no profile with a role/],
            [
                "outside the cluster's security group",
                () => ({ vpcSecurityGroupIds: [] }),
                /not in the cluster's security group/,
            ],
        ];
    for (const [what, changes, because] of obstacles)
        it(`never joins: one ${what}`, async () => {
            const cluster = await aCluster();
            await allowNodes(cluster);
            const template = await joiningTemplate(cluster, changes(cluster));
            assert.equal((await createGroup(cluster, template)).failure, undefined);
            assert.deepEqual([running(cluster), nodes(cluster).length], [2, 0]);
            assert.match(String(reasons(cluster)), because);
        });

    it("waits for the access entry of its role, and joins when it comes", async () => {
        const cluster = await aCluster();
        await cluster.account.create(INSTANCE_PROFILE, { name: "node", role: "node" });
        await createGroup(cluster, await joiningTemplate(cluster));
        assert.match(String(reasons(cluster)), /no access entry of type EC2_LINUX/);
        const entry = { clusterName: "shared", principalArn: cluster.nodeRoleArn };
        await cluster.account.create(ACCESS_ENTRY, { ...entry, type: "EC2_LINUX" });
        await cluster.account.passTime();
        assert.equal(nodes(cluster).length, 2);
    });
});

describe("what Auto Scaling refuses", () => {
    const refusals: readonly (readonly [what: string, template: Props, group: Props, says: RegExp])[] = [
        [
            "bounds the wrong way round",
            {},
            { minSize: 5, desiredCapacity: 5 },
            /ValidationError: Max bound, 4, must be greater than or equal to min bound, 5/,
        ],
        [
            "a desired capacity outside them",
            {},
            { desiredCapacity: 5 },
            /Desired capacity:5 must be between the specified min size:0 and max size:4/,
        ],
        ["no subnet", {}, { vpcZoneIdentifiers: [] }, /At least one Availability Zone or VPC Subnet is required/],
        ["an unknown subnet", {}, { vpcZoneIdentifiers: ["subnet-0"] }, /The subnet ID 'subnet-0' does not exist/],
        [
            "an image that is not there",
            { imageId: "ami-12345678901234567" },
            {},
            /You must use a valid fully-formed launch template\. The image id '\[ami-12345678901234567\]' does not exist/,
        ],
        [
            "an image of another architecture",
            { instanceType: "m7g.large" },
            {},
            /The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI/,
        ],
        [
            "a profile that is not there",
            { iamInstanceProfile: { name: "nobody" } },
            {},
            /Value \(nobody\) for parameter iamInstanceProfile\.name is invalid\. Invalid IAM Instance Profile name/,
        ],
        ["a key pair that is not there", { keyName: "mine" }, {}, /The key pair 'mine' does not exist/],
        [
            "groups beside interfaces",
            { networkInterfaces: [{ deviceIndex: 0 }] },
            {},
            /Network interfaces and an instance-level security groups may not be specified on the same request/,
        ],
        [
            "a placement group that is not there",
            { placement: { groupName: "close" } },
            {},
            /The Placement Group 'close' is unknown/,
        ],
        ["what is not simulated, by name", {}, { targetGroupArns: ["arn"] }, /does not simulate targetGroupArns/],
    ];
    for (const [what, template, group, says] of refusals)
        it(`is ${what}`, async () => {
            const cluster = await aCluster();
            await allowNodes(cluster);
            await assert.rejects(createGroup(cluster, await joiningTemplate(cluster, template), group), says);
            assert.equal(running(cluster), 0);
        });
});

describe("scheduled action", () => {
    it("brings a group into its capacity block and out of it, before EC2 takes what is left", async () => {
        const cluster = await aCluster({}, { clock: fakeClock("2026-11-23T10:00:00Z"), quotas: {} });
        const { account } = cluster;
        await allowNodes(cluster);
        const capacityReservationId = await giveReservation(account, {
            kind: "capacity-block",
            region,
            zone: "us-east-2a",
            instanceType: "p5.48xlarge",
            count: 2,
            startsAt: "2026-12-01T11:30:00Z",
            endsAt: "2026-12-03T11:30:00Z",
        });
        const template = await joiningTemplate(cluster, {
            instanceType: "p5.48xlarge",
            instanceMarketOptions: { marketType: "capacity-block" },
            capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } },
        });
        await createGroup(cluster, template, { desiredCapacity: 0 });
        const action = (scheduledActionName: string, startTime: string, desiredCapacity: number) =>
            account.create(SCHEDULE, {
                autoscalingGroupName: "own",
                scheduledActionName,
                startTime,
                minSize: -1,
                maxSize: -1,
                desiredCapacity,
            });
        const { id } = await action("in", "2026-12-01T11:30:00Z", 2);
        await action("out", "2026-12-03T10:40:00Z", 0);
        await account.moveClock(new Date("2026-12-01T11:29:59Z"));
        assert.equal(running(cluster), 0);
        await account.moveClock(new Date("2026-12-01T12:00:00Z"));
        assert.equal(nodes(cluster).length, 2);
        assert.equal(await account.read(SCHEDULE, id), undefined);
        await account.moveClock(new Date("2026-12-03T10:40:00Z"));
        assert.deepEqual([running(cluster), nodes(cluster).length], [0, 0]);
    });

    it("left out, EC2 takes the machines and the group tries in vain to replace them", async () => {
        const cluster = await aCluster({}, { clock: fakeClock("2026-12-01T12:00:00Z"), quotas: {} });
        await allowNodes(cluster);
        const capacityReservationId = await giveReservation(cluster.account, {
            kind: "capacity-block",
            region,
            zone: "us-east-2a",
            instanceType: "p5.48xlarge",
            count: 2,
            startsAt: "2026-12-01T11:30:00Z",
            endsAt: "2026-12-03T11:30:00Z",
        });
        const template = await joiningTemplate(cluster, {
            instanceType: "p5.48xlarge",
            instanceMarketOptions: { marketType: "capacity-block" },
            capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } },
        });
        await createGroup(cluster, template);
        assert.equal(nodes(cluster).length, 2);
        await cluster.account.moveClock(new Date("2026-12-03T11:00:00Z"));
        assert.deepEqual([running(cluster), nodes(cluster).length], [0, 0]);
        const group = cluster.account.store.get(AUTO_SCALING_GROUP, region, "own");
        assert.match(text(group?.hidden ?? {}, "failedActivity"), /ReservationCapacityExceeded/);
    });

    it("is refused for the past, for a group that is not there, and when it recurs", async () => {
        const { cluster } = await aJoinedGroup();
        const make = (changes: Props) =>
            cluster.account.create(SCHEDULE, { autoscalingGroupName: "own", scheduledActionName: "a", ...changes });
        await assert.rejects(make({ startTime: "2020-01-01T00:00:00Z" }), /Given start time is in the past/);
        await assert.rejects(make({ autoscalingGroupName: "other" }), /AutoScalingGroup other not found/);
        await assert.rejects(make({ recurrence: "0 0 * * *" }), /does not simulate recurring scheduled actions/);
    });
});

/**
 * How GPU groups are planned and made from bought, reserved and promised machines, before, within and after their window. It does
 * not prove that EKS takes them, nor what happens when the clock moves: the local cloud does.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { GpuNodeGroup } from "../../components/aws/gpu-node-group/gpu-node-group";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { GpuNodeGroupArgs } from "../../components/aws/gpu-node-group/arguments";
import { planGpuNodeGroup } from "../../components/aws/gpu-node-group/plan";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { flexStart, type AwsCapacity } from "../../components/fleet/capacity/capacity";
import { asInstant, type Instant } from "../../components/fleet/instant";
import { aBlock, aReservation, blockAndMoment, oneOfEach } from "../fleet/capacity/builders";
import { aCluster, aNetwork } from "./builders";
import { problemsFrom } from "./problems";
import { assertOutputsMatchFields, one, record, refusal } from "./record";

type Args = PlannedGroup<GpuNodeGroupArgs>;
const before: Instant = "2026-11-24T12:00:00Z";
const within: Instant = "2026-12-14T00:00:00Z";
const draining: Instant = "2026-12-20T11:00:00Z";
const after: Instant = "2026-12-21T00:00:00Z";

const planned = (args: Partial<Args> = {}, now = before) =>
    planGpuNodeGroup(
        "train",
        { cluster: aCluster(), instanceType: "p5.48xlarge", nodes: 4, capacity: aBlock(), ...args },
        now,
    );
const refused = (args: object, now = before) =>
    problemsFrom(() => planned(args as Partial<Args>, now)).map(({ id, path }) => [id, path]);
const scaling = (args: Partial<Args>, now: Instant) => planned(args, now).groups[0]?.settings.scalingConfig;

describe("a group on a capacity block", () => {
    it("is asked for in all three places", () => {
        const { template, groups } = planned();
        assert.equal(groups[0]?.settings.capacityType, "CAPACITY_BLOCK");
        assert.equal(groups[0].settings.instanceTypes, undefined);
        assert.equal(template.instanceType, "p5.48xlarge");
        assert.deepEqual(template.instanceMarketOptions, { marketType: "capacity-block" });
        assert.deepEqual(template.capacityReservationSpecification, {
            capacityReservationTarget: { capacityReservationId: "cr-0a1b2c3d4e5f60718" },
        });
    });

    it("has no nodes before its block opens, all within, none while it drains", () => {
        const none = { minSize: 0, desiredSize: 0, maxSize: 4 };
        const all = { minSize: 4, desiredSize: 4, maxSize: 4 };
        assert.deepEqual(scaling({}, before), none);
        assert.deepEqual(scaling({}, "2026-12-13T11:29:59Z"), none);
        assert.deepEqual(scaling({}, "2026-12-13T11:30:00Z"), all);
        assert.deepEqual(scaling({}, within), all);
        assert.deepEqual(scaling({}, draining), none);
    });

    it("shares that out among its zones too", () => {
        assert.deepEqual(
            planned({ groupPerZone: true }).groups.map(({ nodes }) => nodes),
            [{ min: 0, desired: 0, max: 4 }],
        );
    });

    it("says when it opens and by when it must be empty", () => {
        assert.deepEqual(planned().window, {
            opensAt: "2026-12-13T11:30:00Z",
            drainBy: "2026-12-20T10:50:00Z",
            stopsFrom: "2026-12-20T11:00:00Z",
            endsAt: "2026-12-20T11:30:00Z",
        });
    });

    it("stands in the zone of its block", () => assert.deepEqual(planned().pool.zones, ["use2-az2"]));

    it("lets the engine raise its nodes when it opens, or an autoscaler that starts from none", () => {
        const owned = (nodes: Args["nodes"], now: Instant) => planned({ nodes }, now).ownedByAutoscaler;
        for (const now of [before, within, draining]) {
            assert.deepEqual(owned(4, now), []);
            assert.deepEqual(owned({ min: 1, max: 4 }, now), []);
            assert.deepEqual(owned({ min: 0, max: 4 }, now), ["scalingConfig.desiredSize"]);
        }
    });

    it("removes a node before its replacement starts, when nothing is said", () => {
        assert.equal(planned().pool.update.strategy, "minimal");
    });

    it("is refused once it is over", () =>
        assert.deepEqual(refused({}, after), [["capacity.ended", "capacity.endsAt"]]));

    it("is the same plan for the same moment, and never more nodes than asked for", () => {
        fc.assert(
            fc.property(blockAndMoment, ({ block, now }) => {
                if (now >= block.endsAt) return;
                const plan = planned({ capacity: block }, now);
                assert.deepEqual(plan, planned({ capacity: block }, now));
                const { min, desired, max } = plan.pool.nodes;
                assert.ok(0 <= min && min <= desired && desired <= max && max === 4);
                const there = now >= block.startsAt && now < (plan.window.drainBy ?? "");
                assert.equal(desired, there ? 4 : 0);
            }),
        );
    });
});

describe("a group on a reservation", () => {
    it("targets it, and has its nodes at once", () => {
        const { template, groups, pool } = planned({ capacity: aReservation() });
        const target = { capacityReservationId: "cr-0a1b2c3d4e5f60718" };
        assert.deepEqual(template, {
            ...template,
            capacityReservationSpecification: { capacityReservationTarget: target },
        });
        assert.equal(template.instanceType, undefined);
        assert.deepEqual(groups[0]?.settings.instanceTypes, ["p5.48xlarge"]);
        assert.equal(groups[0].settings.capacityType, "ON_DEMAND");
        assert.deepEqual(pool.nodes, { min: 4, desired: 4, max: 4 });
    });

    it("of the future waits for it", () => {
        const promised = { capacity: oneOfEach.futureReservation, instanceType: "g6e.48xlarge" } as const;
        assert.equal(planned(promised, before).pool.nodes.desired, 0);
        assert.equal(planned(promised, "2026-12-13T00:00:00Z").pool.nodes.desired, 4);
    });

    it("names its type in its template where an Auto Scaling group keeps the machines", () => {
        const { template, autoScaling } = planned({ manager: "selfManaged" });
        assert.equal(template.instanceType, "p5.48xlarge");
        assert.equal(template.instanceMarketOptions?.marketType, "capacity-block");
        assert.equal(autoScaling[0]?.settings.desiredCapacity, 0);
    });
});

describe("capacity is refused", () => {
    const twoZones = aCluster({ network: aNetwork({ zones: ["use2-az1", "use2-az3"] }) });
    const virginia = aCluster({ network: aNetwork({ region: "us-east-1", zones: ["use1-az1", "use1-az2"] }) });
    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        ["in a zone that the network has not", { cluster: twoZones }, [["zone.not-in-network", "capacity.zone"]]],
        [
            "in a zone that does not offer the type",
            { cluster: virginia, instanceType: "p5en.48xlarge", capacity: aBlock({ zone: "use1-az1" }) },
            [["zone.not-offered", "capacity.zone"]],
        ],
        ["in another zone than the group", { zones: ["use2-az1"] }, [["capacity.other-zone", "zones"]]],
        ["of Google", { capacity: flexStart({ hours: 24 }) }, [["capacity.kind", "capacity.kind"]]],
        [
            "by tags",
            { capacity: aReservation({ from: { tags: { team: "ml" } } }) },
            [["capacity.tags", "capacity.from.tags"]],
        ],
        [
            "without what it needs",
            { capacity: { kind: "capacityBlock" } },
            ["reservationId", "zone", "startsAt", "endsAt"].map(key => ["config.missing", `capacity.${key}`] as const),
        ],
        [
            "with what another kind has",
            { capacity: { kind: "spot", reservationId: "cr-1" } },
            [["config.unknown-key", "capacity.reservationId"]],
        ],
    ];
    for (const [what, args, expected] of cases) it(what, () => assert.deepEqual(refused(args), expected));
});

describe("GpuNodeGroup on a block", () => {
    const made = (capacity: AwsCapacity) => () =>
        new GpuNodeGroup("train", {
            cluster: new EksCluster("shared", { network: { region: "us-east-2", zones: ["use2-az1", "use2-az2"] } }),
            instanceType: "p5.48xlarge",
            nodes: 2,
            capacity,
        });
    const hour = 3_600_000;
    const fromNow = (hours: number) => asInstant(Date.now() + hours * hour);

    for (const preview of [false, true]) {
        it(`is declared at 0 in the block's subnet, and says when it opens, ${preview ? "previewed" : "made"}`, async () => {
            const block = aBlock({ startsAt: fromNow(24), endsAt: fromNow(48) });
            const { result, registrations, outputs } = await record(made(block), { preview });
            const { inputs } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
            assert.deepEqual(inputs.scalingConfig, { minSize: 0, desiredSize: 0, maxSize: 2 });
            assert.equal(inputs.capacityType, "CAPACITY_BLOCK");
            assert.equal(inputs.instanceTypes, undefined);
            if (!preview) assert.deepEqual(inputs.subnetIds, ["shared-network-private-use2-az2-id"]);
            const template = one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", "train-template").inputs;
            assert.equal(template.instanceType, "p5.48xlarge");
            assert.deepEqual(template.instanceMarketOptions, { marketType: "capacity-block" });
            assert.equal(result.window.opensAt, block.startsAt);
            await assertOutputsMatchFields(result, outputs.get("accelerators:aws:GpuNodeGroup train"));
        });
    }

    it("goes by the clock: open, it has its nodes", async () => {
        const block = aBlock({ startsAt: fromNow(-1), endsAt: fromNow(48) });
        const { registrations } = await record(made(block));
        const { inputs } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "train-nodes");
        assert.deepEqual(inputs.scalingConfig, { minSize: 2, desiredSize: 2, maxSize: 2 });
    });

    it("is refused, and registers nothing, once the block is over", async () => {
        const block = aBlock({ startsAt: fromNow(-48), endsAt: fromNow(-1) });
        const network = { region: "us-east-2", zones: ["use2-az2"] };
        const cluster = { key: "shared", version: "1.35", network } as unknown as GpuNodeGroupArgs["cluster"];
        const { problems } = await refusal(
            () => new GpuNodeGroup("train", { cluster, instanceType: "p5.48xlarge", nodes: 2, capacity: block }),
        );
        assert.deepEqual(
            problems.map(({ id }) => id),
            ["capacity.ended"],
        );
    });
});

/*
 * Instances in reservations: which slot they take, when, and that slots are never exceeded nor lost.
 * Not proven here: that EC2 chooses among several open reservations as this account does (the oldest first).
 */
import assert from "node:assert/strict";

import fc from "fast-check";

import {
    allInstances,
    instancesOfOwner,
    runInstances,
    terminateInstances,
    type RunRequest,
} from "../../../../sim/cloud/aws/ec2/instances";
import { vcpusInUse } from "../../../../sim/cloud/aws/ec2/launch-limits";
import { anyReservation, type ReservationWish } from "../../../../sim/cloud/aws/ec2/reservation-choice";
import { instancesInReservation, reservationsIn } from "../../../../sim/cloud/aws/ec2/reservations";
import { RESOURCE_GROUP, RESOURCE_GROUP_RESOURCE } from "../../../../sim/cloud/aws/resourcegroups/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import type { Fault } from "../../../../sim/cloud/faults";
import { giveReservation } from "../../../../sim/cloud/given-reservations";
import { text } from "../../../../sim/cloud/props";
import { anAccount, fakeClock, testRegion, type TestAccount } from "../an-account";
import { aNetwork, made } from "./a-network";

const RESERVATION = "aws:ec2/capacityReservation:CapacityReservation";
const PLACEMENT = "aws:ec2/placementGroup:PlacementGroup";
const quotas = { "ec2/L-417A185B": 1920, "ec2/L-1216C47A": 64, "ec2/L-7212CCBC": 1920 };

const callOf = (account: TestAccount) => ({ account, region: testRegion, tags: {}, signal: account.closing });

async function aReservation(account: TestAccount, changes: Props = {}): Promise<string> {
    return made(account, RESERVATION, {
        availabilityZone: "us-east-2a",
        instanceType: "p5.48xlarge",
        instancePlatform: "Linux/UNIX",
        instanceCount: 1,
        ...changes,
    });
}

/** Inputs of a reservation's update: what it was made with, and the changes. */
const changed = (account: TestAccount, id: string, changes: Props): Promise<unknown> =>
    account.update(RESERVATION, id, { ...account.store.get(RESERVATION, testRegion, id)?.inputs, ...changes });

function run(account: TestAccount, subnetId: string, wish: Partial<ReservationWish>, more: Partial<RunRequest> = {}) {
    return account.change(() =>
        runInstances(callOf(account), {
            instanceType: "p5.48xlarge",
            subnetId,
            count: 1,
            market: "onDemand",
            owner: "a-group",
            securityGroupIds: [],
            reservation: { ...anyReservation, ...wish },
            tags: {},
            ...more,
        }),
    );
}

const used = (account: TestAccount, id: string) => instancesInReservation(account, testRegion, id).length;
const full = /ReservationCapacityExceeded: The requested reservation does not have sufficient compatible and available/;

describe("an on-demand capacity reservation", () => {
    it("takes instances that fit when it is open, and leaves the rest on demand", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const id = await aReservation(account);
        const started = await run(account, subnet, {}, { count: 2 });
        assert.deepEqual(
            started.map(each => each.reservationId),
            [id, undefined],
        );
    });

    const notMatched: readonly (readonly [what: string, reservation: Props, wish: Partial<ReservationWish>])[] = [
        ["of another type", { instanceType: "p5en.48xlarge" }, {}],
        ["in another zone", { availabilityZone: "us-east-2b" }, {}],
        ["of another platform", { instancePlatform: "Windows" }, {}],
        ["for dedicated tenancy", { tenancy: "dedicated" }, {}],
        ["that must be named", { instanceMatchCriteria: "targeted" }, {}],
        ["when the launch wants none", {}, { preference: "none" }],
    ];
    for (const [what, reservation, wish] of notMatched)
        it(`is not used by itself: one ${what}`, async () => {
            const account = anAccount({ quotas });
            const { subnet } = await aNetwork(account);
            const id = await aReservation(account, reservation);
            const [instance] = await run(account, subnet, wish);
            assert.equal(instance!.reservationId, undefined);
            assert.equal(used(account, id), 0);
        });

    it("is full when its slots are taken, and has room when one of its instances ends", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const targetId = await aReservation(account, { instanceMatchCriteria: "targeted" });
        const [first] = await run(account, subnet, { targetId });
        await assert.rejects(run(account, subnet, { targetId }), full);
        await account.change(() => terminateInstances(account, testRegion, [first!.id]));
        assert.equal((await run(account, subnet, { targetId }))[0]!.reservationId, targetId);
    });

    it("starts all of one launch, or none", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const targetId = await aReservation(account, { instanceMatchCriteria: "targeted", instanceCount: 2 });
        await assert.rejects(run(account, subnet, { targetId }, { count: 3 }), full);
        assert.equal(used(account, targetId), 0);
    });

    it("has capacity where there is none any more", async () => {
        const faults: Fault[] = [];
        const account = anAccount({ quotas, faults });
        const { subnet } = await aNetwork(account);
        const targetId = await aReservation(account);
        faults.push({ kind: "capacityOut", instanceType: "p5.48xlarge", zone: "use2-az1" });
        await run(account, subnet, { targetId });
        await assert.rejects(run(account, subnet, {}), /InsufficientInstanceCapacity/);
        await assert.rejects(run(account, subnet, { preference: "capacity-reservations-only" }), full);
    });

    it("counts towards the quota in full and once, used or not", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const count = () => vcpusInUse(callOf(account), "L-417A185B") / 192;
        const targetId = await aReservation(account, { instanceCount: 3 });
        assert.equal(count(), 3);
        await run(account, subnet, { targetId }, { count: 2 });
        assert.equal(count(), 3);
        await run(account, subnet, { preference: "none" });
        assert.equal(count(), 4);
        await account.remove(RESERVATION, targetId);
        assert.equal(count(), 3);
    });

    it("takes in what runs already when it is made open", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        await run(account, subnet, {});
        await run(account, subnet, { preference: "none" });
        await run(account, subnet, {}, { instanceType: "m7i.large" });
        await run(account, subnet, {}, { market: "spot" });
        const id = await aReservation(account, { instanceCount: 4 });
        assert.equal(used(account, id), 1);
    });

    it("leaves its instances running when it is cancelled or its end comes", async () => {
        const clock = fakeClock("2026-11-23T10:00:00Z");
        const account = anAccount({ quotas, clock });
        const { subnet } = await aNetwork(account);
        const cancelled = await aReservation(account);
        await run(account, subnet, { targetId: cancelled });
        await account.remove(RESERVATION, cancelled);
        const limited = await aReservation(account, {
            endDateType: "limited",
            endDate: "2026-11-24T10:00:00Z",
            instanceCount: 2,
        });
        assert.equal(used(account, limited), 1);
        await account.moveClock(new Date("2026-11-24T10:00:00Z"));
        assert.equal(used(account, limited), 0);
        assert.equal(instancesOfOwner(account, testRegion, "a-group").length, 1);
        assert.equal(await account.read(RESERVATION, limited), undefined);
        await assert.rejects(run(account, subnet, { targetId: limited }), full);
    });

    it("cannot become smaller than what runs in it", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const targetId = await aReservation(account, { instanceCount: 3 });
        await run(account, subnet, { targetId }, { count: 2 });
        await changed(account, targetId, { instanceCount: 2 });
        await assert.rejects(changed(account, targetId, { instanceCount: 1 }), /less than the 2 instances/);
    });

    it("in a placement group serves that group only", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const group = await account.create(PLACEMENT, { name: "close", strategy: "cluster" });
        const targetId = await aReservation(account, { placementGroupArn: text(group.outputs, "arn") });
        await assert.rejects(run(account, subnet, { targetId }), full);
        const placement = { groupName: "close", groupId: undefined, tenancy: "default" };
        assert.equal((await run(account, subnet, { targetId }, { placement }))[0]!.reservationId, targetId);
    });

    it("is found through a resource group, beside which instances run on demand", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const id = await aReservation(account, { instanceMatchCriteria: "targeted" });
        const group = await account.create(RESOURCE_GROUP, {
            name: "training",
            configurations: [{ type: "AWS::EC2::CapacityReservationPool" }],
        });
        const groupArn = text(group.outputs, "arn");
        const resourceArn = text(account.store.get(RESERVATION, testRegion, id)?.outputs ?? {}, "arn");
        await account.create(RESOURCE_GROUP_RESOURCE, { groupArn, resourceArn });
        const started = await run(account, subnet, { groupArn }, { count: 2 });
        assert.deepEqual(
            started.map(each => each.reservationId),
            [id, undefined],
        );
        await assert.rejects(run(account, subnet, { groupArn, preference: "capacity-reservations-only" }), full);
    });
});

describe("what a launch says of reservations", () => {
    const refusals: readonly (readonly [
        what: string,
        wish: Partial<ReservationWish>,
        market: RunRequest["market"],
        says: RegExp,
    ])[] = [
        ["an id of another form", { targetId: "cr-1" }, "onDemand", /InvalidCapacityReservationId\.Malformed/],
        [
            "one that is not there",
            { targetId: "cr-00000000000000000" },
            "onDemand",
            /InvalidCapacityReservationId\.NotFound: The Capacity Reservation ID 'cr-00000000000000000' does not exist/,
        ],
        ["a target and none", { targetId: "cr-00000000000000000", preference: "none" }, "onDemand", /'none' cannot/],
        ["a target and any", { groupArn: "arn", preference: "open" }, "onDemand", /'open' cannot/],
        ["an id and a group", { targetId: "cr-00000000000000000", groupArn: "arn" }, "onDemand", /cannot both be/],
        ["a target for Spot", { targetId: "cr-00000000000000000" }, "spot", /Spot Instances cannot run in/],
        ["no target for a block", {}, "capacityBlock", /requires the Capacity Block as its target/],
    ];
    for (const [what, wish, market, says] of refusals)
        it(`is refused: ${what}`, async () => {
            const account = anAccount({ quotas });
            const { subnet } = await aNetwork(account);
            await assert.rejects(run(account, subnet, wish, { market }), says);
            assert.deepEqual(allInstances(account), []);
        });

    it("names a market that is not the reservation's", async () => {
        const account = anAccount({ quotas });
        const { subnet } = await aNetwork(account);
        const targetId = await aReservation(account);
        await assert.rejects(
            run(account, subnet, { targetId }, { market: "capacityBlock" }),
            /InvalidParameterValue: The market type \(purchasing\) option is not valid\. Choose a different market type and try again/,
        );
    });
});

describe("a capacity block", () => {
    const BLOCK = "aws:ec2/capacityBlockReservation:CapacityBlockReservation";
    const LOOKUP = "aws:ec2/getCapacityBlockReservation:getCapacityBlockReservation";

    async function aBlock() {
        const account = anAccount({ clock: fakeClock("2026-11-23T10:00:00Z") });
        const { subnet } = await aNetwork(account);
        const offering = await account.invoke("aws:ec2/getCapacityBlockOffering:getCapacityBlockOffering", {
            instanceType: "p5.48xlarge",
            instanceCount: 2,
            capacityDurationHours: 48,
        });
        const id = await made(account, BLOCK, {
            capacityBlockOfferingId: text(offering, "capacityBlockOfferingId"),
            instancePlatform: "Linux/UNIX",
        });
        assert.equal(text(offering, "startDateRange"), "2026-11-23T11:30:00Z");
        const launch = () => run(account, subnet, { targetId: id }, { market: "capacityBlock" });
        const state = async () => (await account.invoke(LOOKUP, { id })).state;
        return { account, id, launch, state };
    }

    it("takes instances from its start until thirty minutes before its end, without quota", async () => {
        const { account, id, launch, state } = await aBlock();
        assert.equal(await state(), "scheduled");
        await assert.rejects(launch(), new RegExp(`Your Capacity Block reservation ${id} is not active yet\\.`));
        await account.moveClock(new Date("2026-11-23T11:30:00Z"));
        assert.equal(await state(), "active");
        await launch();
        await launch();
        await assert.rejects(launch(), full);
        await account.moveClock(new Date("2026-11-25T10:59:59Z"));
        assert.equal(used(account, id), 2);
        await account.moveClock(new Date("2026-11-25T11:00:00Z"));
        assert.deepEqual(allInstances(account), []);
        assert.equal(await state(), "active");
        await assert.rejects(launch(), full);
        await account.moveClock(new Date("2026-11-25T11:30:00Z"));
        assert.equal(await state(), "expired");
        assert.equal(await account.read(BLOCK, id), undefined);
    });

    it("is not used by a launch of another market", async () => {
        const { account, id } = await aBlock();
        await account.moveClock(new Date("2026-11-23T12:00:00Z"));
        const subnetId = account.store.list("aws:ec2/subnet:Subnet").at(0)?.id ?? "";
        await assert.rejects(
            run(account, subnetId, { targetId: id }),
            /market type \(purchasing\) option is not valid/,
        );
    });

    it("tells how many of its instances are free", async () => {
        const { account, id, launch } = await aBlock();
        const free = async () => (await account.invoke(LOOKUP, { id })).availableInstanceCount;
        assert.equal(await free(), 0);
        await account.moveClock(new Date("2026-11-24T00:00:00Z"));
        assert.equal(await free(), 2);
        await launch();
        assert.equal(await free(), 1);
    });
});

describe("a reservation that was bought elsewhere", () => {
    const given = { region: testRegion, zone: "us-east-2a", instanceType: "p5.48xlarge", count: 2 };

    it("is in the account under the id that it was sold with", async () => {
        const account = anAccount({ clock: fakeClock() });
        const id = "cr-0123456789abcdef0";
        const block = { ...given, kind: "capacity-block", id, startsAt: "2026-12-01T11:30:00Z" };
        await giveReservation(account, { ...block, endsAt: "2026-12-03T11:30:00Z" });
        const found = await account.invoke("aws:ec2/getCapacityBlockReservation:getCapacityBlockReservation", { id });
        assert.deepEqual(
            [found.state, found.reservationType, found.instanceCount, found.startDate],
            ["scheduled", "capacity-block", 2, "2026-12-01T11:30:00Z"],
        );
    });

    it("for a future date opens then, and takes in what fits", async () => {
        const account = anAccount({ quotas, clock: fakeClock("2026-11-23T10:00:00Z") });
        const { subnet } = await aNetwork(account);
        const future = { ...given, kind: "future", matching: "open", startsAt: "2026-12-01T00:00:00Z" };
        const id = await giveReservation(account, future);
        await run(account, subnet, {});
        assert.equal(used(account, id), 0);
        await account.moveClock(new Date("2026-12-01T00:00:00Z"));
        assert.equal(used(account, id), 1);
    });

    it("is refused with everything that is wrong with it", async () => {
        await assert.rejects(
            giveReservation(anAccount(), { ...given, kind: "capacity-block", zone: "us-east-1a", instanceType: "p5" }),
            error => ["startsAt", "endsAt", "instanceType", "zone"].every(path => String(error).includes(path)),
        );
    });
});

describe("slots of reservations", () => {
    type Step =
        | { readonly kind: "reserve"; readonly count: number; readonly matching: "open" | "targeted" }
        | { readonly kind: "launch"; readonly count: number; readonly target: number | undefined }
        | { readonly kind: "terminate" | "cancel" | "resize"; readonly which: number }
        | { readonly kind: "capacity"; readonly out: boolean };
    const index = fc.nat(5);
    const step: fc.Arbitrary<Step> = fc.oneof(
        fc.record({
            kind: fc.constant("reserve" as const),
            count: fc.integer({ min: 1, max: 3 }),
            matching: fc.constantFrom("open" as const, "targeted" as const),
        }),
        fc.record({
            kind: fc.constant("launch" as const),
            count: fc.integer({ min: 1, max: 3 }),
            target: fc.option(index, { nil: undefined }),
        }),
        fc.record({ kind: fc.constantFrom("terminate" as const, "cancel" as const, "resize" as const), which: index }),
        fc.record({ kind: fc.constant("capacity" as const), out: fc.boolean() }),
    );

    it("are never exceeded nor lost over any sequence of calls, refused ones included", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
                const faults: Fault[] = [];
                const account = anAccount({ quotas: { "ec2/L-417A185B": 192 * 6 }, faults });
                const { subnet } = await aNetwork(account);
                const reservations = () => reservationsIn(account, testRegion);
                const take = async (next: Step): Promise<unknown> => {
                    switch (next.kind) {
                        case "reserve":
                            return aReservation(account, {
                                instanceCount: next.count,
                                instanceMatchCriteria: next.matching,
                            });
                        case "launch": {
                            const target = next.target === undefined ? undefined : reservations().at(next.target);
                            return run(account, subnet, { targetId: target?.id }, { count: next.count });
                        }
                        case "terminate": {
                            const instance = allInstances(account).at(next.which);
                            if (!instance) return undefined;
                            return account.change(() => terminateInstances(account, testRegion, [instance.id]));
                        }
                        case "cancel": {
                            const reservation = reservations().at(next.which);
                            return reservation && account.remove(RESERVATION, reservation.id);
                        }
                        case "resize": {
                            const reservation = reservations().at(next.which);
                            return reservation && changed(account, reservation.id, { instanceCount: 1 });
                        }
                        case "capacity":
                            faults.length = 0;
                            if (next.out) faults.push({ kind: "capacityOut", instanceType: "*", zone: "*" });
                            return undefined;
                    }
                };
                for (const next of steps) {
                    await take(next).catch(() => undefined);
                    const known = new Set(reservations().map(each => each.id));
                    for (const each of reservations()) assert.ok(used(account, each.id) <= each.count);
                    for (const { reservationId } of allInstances(account))
                        assert.ok(reservationId === undefined || known.has(reservationId));
                    assert.ok(vcpusInUse(callOf(account), "L-417A185B") <= 192 * 12);
                }
                await account.change(() =>
                    terminateInstances(
                        account,
                        testRegion,
                        allInstances(account).map(each => each.id),
                    ),
                );
                for (const each of reservations()) assert.equal(used(account, each.id), 0);
            }),
            { numRuns: 60 },
        );
    });
});

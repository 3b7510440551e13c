/*
 * What every type of resource gets from the account: transactions, waiting, durations, and going on after a restart.
 * The types here are made up. Not proven here: any service's own rules.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { createAccount, openAccount } from "../../../sim/cloud/account";
import { ApiError, type Props, type ResourceType } from "../../../sim/cloud/contract";
import {
    createResource,
    deleteResource,
    readResource,
    updateResource,
    type ResourceRequest,
} from "../../../sim/cloud/operations";
import type { SimAccount } from "../../../sim/cloud/sim-account";
import { openVolatile, type DurableDatabase } from "../../../sim/cloud/store/durable";
import { fakeClock, fakeMachines, testRegion } from "./an-account";

const token = "aws:ec2/thing:Thing";

function aType(parts: Partial<ResourceType> = {}): ResourceType {
    return {
        token,
        title: "EC2 Thing",
        replaceOn: [],
        create: ({ account }) => ({ id: account.newId("thing"), outputs: { state: "made" } }),
        update: () => ({ state: "updated" }),
        remove: () => undefined,
        ...parts,
    };
}

function anAccountOf(type: ResourceType, durable: DurableDatabase = openVolatile(), clock = fakeClock()): SimAccount {
    return createAccount({
        durable,
        machines: fakeMachines(),
        clock,
        faults: () => [],
        types: [type],
        lookups: [],
    });
}

function requestOf(type: ResourceType, parts: Partial<ResourceRequest> = {}): ResourceRequest {
    return { type, region: testRegion, inputs: {}, tags: {}, signal: new AbortController().signal, ...parts };
}

/** A promise with its ends outside. */
function aGate(): { opened: Promise<void>; open: () => void } {
    const ends: (() => void)[] = [];
    const opened = new Promise<void>(resolve => ends.push(resolve));
    return { opened, open: () => ends.forEach(end => end()) };
}

describe("a resource", () => {
    it("answers its inputs, what its type adds, and what every resource has", async () => {
        const type = aType();
        const { outputs } = await createResource(
            anAccountOf(type),
            requestOf(type, { inputs: { size: 1 }, tags: { a: "b" } }),
        );
        assert.deepEqual(outputs, { size: 1, state: "made", region: testRegion, tagsAll: { a: "b" } });
    });

    it("leaves no trace when its creation is refused", async () => {
        const type = aType({
            create({ account }) {
                account.store.put({
                    type: "side",
                    region: testRegion,
                    id: "1",
                    inputs: {},
                    outputs: {},
                    hidden: {},
                    createdAt: "",
                    requested: false,
                });
                throw new ApiError("EC2", "CreateThing", 400, "ThingLimitExceeded", "No more things.");
            },
        });
        const account = anAccountOf(type);
        await assert.rejects(
            createResource(account, requestOf(type)),
            /creating EC2 Thing: .*api error ThingLimitExceeded: No more things\./,
        );
        assert.deepEqual(account.store.all(), []);
    });

    it("keeps in an update what the cloud filled in, and drops inputs that were taken back", async () => {
        const type = aType({ computed: ["zone"], create: () => ({ id: "1", outputs: { arn: "arn", zone: "a" } }) });
        const account = anAccountOf(type);
        await createResource(account, requestOf(type, { inputs: { zone: "a", note: "x" } }));
        const { outputs } = await updateResource(account, requestOf(type, { inputs: { size: 2 } }), "1");
        assert.deepEqual(outputs, {
            arn: "arn",
            zone: "a",
            size: 2,
            state: "updated",
            region: testRegion,
            tagsAll: {},
        });
    });

    it("cannot be updated when it is gone", async () => {
        const type = aType();
        await assert.rejects(
            updateResource(anAccountOf(type), requestOf(type), "1"),
            /updating EC2 Thing \(1\): couldn't find resource/,
        );
    });

    it("is deleted when what stood in the way goes in time, and not when it stays", async () => {
        const clock = fakeClock();
        let refusals = 3;
        const type = aType({
            create: () => ({ id: "1", outputs: {} }),
            outlasts: { codes: ["DependencyViolation"], seconds: 60 },
            remove() {
                refusals -= 1;
                if (refusals >= 0)
                    throw new ApiError("EC2", "DeleteThing", 400, "DependencyViolation", "Something is in it.");
            },
        });
        const account = anAccountOf(type, openVolatile(), clock);
        await createResource(account, requestOf(type));
        await deleteResource(account, requestOf(type), "1");
        assert.deepEqual(account.store.all(), []);
        await createResource(account, requestOf(type));
        refusals = 1_000_000;
        await assert.rejects(
            deleteResource(account, requestOf(type), "1"),
            /deleting EC2 Thing \(1\): .*DependencyViolation/,
        );
    });

    it("that lives once per account is found from every region, and has none", async () => {
        const type = aType({ global: true, create: () => ({ id: "1", outputs: {} }) });
        const account = anAccountOf(type);
        const { outputs } = await createResource(account, requestOf(type));
        assert.equal(outputs.region, undefined);
        assert.ok(await readResource(account, requestOf(type, { region: "eu-north-1" }), "1"));
    });

    it("waits as long as the cloud does, or a share of that", async () => {
        const type = aType({ token: "aws:ec2/natGateway:NatGateway" });
        for (const [latency, seconds] of [
            [0, 0],
            [1, 104],
            [0.5, 52],
        ] as const) {
            const clock = fakeClock();
            const before = clock.now().getTime();
            const parts = {
                durable: openVolatile(),
                machines: fakeMachines(),
                clock,
                latency,
                types: [type],
                lookups: [],
            };
            await createResource(createAccount({ ...parts, faults: () => [] }), requestOf(type));
            assert.equal(clock.now().getTime() - before, seconds * 1000);
        }
    });
});

describe("a resource that becomes usable later", () => {
    it("stays, with its failure, when it fails to", async () => {
        const type = aType({
            settle: () => Promise.reject(new ApiError("EKS", "DescribeThing", 400, "ThingFailed", "Out of luck")),
        });
        const account = anAccountOf(type);
        const { id, failure } = await createResource(account, requestOf(type));
        assert.match(failure!, /^waiting for EC2 Thing \(thing-\w+\) create: .*ThingFailed: Out of luck$/);
        assert.ok(account.store.get(token, testRegion, id));
    });

    it("goes on becoming so when the engine stops waiting", async () => {
        const gate = aGate();
        const type = aType({
            create: () => ({ id: "1", outputs: {} }),
            async settle({ account }, id) {
                await gate.opened;
                await account.change(() => {
                    const thing = account.store.get(token, testRegion, id)!;
                    account.store.put({ ...thing, outputs: { ...thing.outputs, state: "usable" } });
                });
            },
        });
        const account = anAccountOf(type);
        const interrupt = new AbortController();
        const creation = createResource(account, requestOf(type, { signal: interrupt.signal }));
        while (account.store.all().length === 0) await new Promise(setImmediate);
        interrupt.abort(new Error("context canceled"));
        assert.match((await creation).failure!, /context canceled/);
        gate.open();
        await Promise.all(account.underWay.values());
        assert.equal(account.store.get(token, testRegion, "1")!.outputs.state, "usable");
    });

    it("is in the account until it is gone, and is waited for by everyone who deletes it", async () => {
        const gate = aGate();
        let removals = 0;
        const type = aType({
            create: () => ({ id: "1", outputs: {} }),
            remove: () => void (removals += 1),
            settle: (_, __, after) => (after === "delete" ? gate.opened : Promise.resolve()),
        });
        const account = anAccountOf(type);
        await createResource(account, requestOf(type));
        const deletions = [
            deleteResource(account, requestOf(type), "1"),
            deleteResource(account, requestOf(type), "1"),
        ];
        await new Promise(setImmediate);
        assert.ok(account.store.get(token, testRegion, "1"));
        gate.open();
        await Promise.all(deletions);
        assert.equal(account.store.get(token, testRegion, "1"), undefined);
        assert.equal(removals, 1);
    });
});

describe("an account that stopped", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "accelerators-account-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("runs again what ran, ends what was being deleted, and tells what it could not", async () => {
        const resumed: string[] = [];
        const type = aType({
            settle: (_, id, after) =>
                after === "delete" ? Promise.resolve(void resumed.push(`${id} goes`)) : Promise.resolve(),
            resume(_, { id }) {
                resumed.push(`${id} runs`);
                return id === "broken" ? Promise.reject(new Error("no ports left")) : Promise.resolve();
            },
        });
        const durable = openVolatile();
        const { database } = durable;
        await durable.change(() => {
            for (const id of ["one", "broken", "leaving", "two"]) {
                const hidden: Props = id === "leaving" ? { deleting: true } : {};
                database.put({
                    type: token,
                    region: testRegion,
                    id,
                    inputs: {},
                    outputs: {},
                    hidden,
                    createdAt: "",
                    requested: true,
                });
            }
        });
        const failures = await anAccountOf(type, durable).resume();
        assert.deepEqual(resumed, ["one runs", "broken runs", "leaving goes", "two runs"]);
        assert.deepEqual(
            failures.map(({ resource, error }) => [resource.id, error.message]),
            [["broken", "no ports left"]],
        );
        assert.equal(database.get(token, testRegion, "leaving"), undefined);
    });

    it("is the same when it is opened again, and opened by one process at a time", async () => {
        const VPC = "aws:ec2/vpc:Vpc";
        const options = { directory: folder, machines: fakeMachines() };
        const first = await openAccount(options);
        const type = first.types.get(VPC)!;
        const { id } = await createResource(first, requestOf(type, { inputs: { cidrBlock: "10.0.0.0/16" } }));
        await assert.rejects(openAccount(options), /is in use by process/);
        const all = first.store.all();
        await first.close();
        const second = await openAccount(options);
        assert.deepEqual(second.store.all(), all);
        assert.ok(second.store.get(VPC, testRegion, id));
        await second.close();
    });

    it("refuses a quota that does not exist", async () => {
        const options = { directory: folder, machines: fakeMachines(), quotas: { "ec2/L-00000000": 1 } };
        await assert.rejects(openAccount(options), /"ec2\/L-00000000" is not a quota of the simulated account/);
    });
});

describe("quotas", () => {
    it("have a new account's limits unless they were raised, for all regions or one", () => {
        const account = createAccount({
            durable: openVolatile(),
            machines: fakeMachines(),
            faults: () => [],
            quotas: { "ec2/L-417A185B": 192, "ec2/L-417A185B/eu-north-1": 384 },
        });
        assert.equal(account.quota("ec2", "L-417A185B", "us-east-2"), 192);
        assert.equal(account.quota("ec2", "L-417A185B", "eu-north-1"), 384);
        assert.equal(account.quota("ec2", "L-DB2E81BA", "us-east-2"), 0);
        assert.equal(account.quota("vpc", "L-F678F1CE", "us-east-2"), 5);
        assert.throws(() => account.quota("ec2", "L-00000000", "us-east-2"), /has no quota ec2\/L-00000000/);
    });
});

/*
 * Faults as a user writes them, and what a call that meets one says and leaves behind.
 * Not proven here: how the engine goes on from each (test/sim/provider, test/stacks).
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { faultsIn, type Fault } from "../../../sim/cloud/faults";
import { anAccount, fakeClock, type TestAccount } from "./an-account";

const VPC = "aws:ec2/vpc:Vpc";
const KEY = "aws:kms/key:Key";
const network = { cidrBlock: "10.0.0.0/16" };

const create = (account: TestAccount) => account.create(VPC, network);

describe("a fault", () => {
    describe("that is an error", () => {
        const error: Fault = {
            kind: "error",
            type: VPC,
            on: "create",
            call: 2,
            times: 2,
            code: "InternalError",
            message: "An internal error has occurred",
            statusCode: 500,
        };

        it("meets the calls it names, and no others", async () => {
            const account = anAccount({ faults: [error] });
            await create(account);
            for (let call = 2; call <= 3; call += 1) {
                await assert.rejects(
                    create(account),
                    /creating EC2 VPC: operation error EC2: CreateVpc, .*StatusCode: 500, .*api error InternalError: An internal error has occurred/,
                );
            }
            await create(account);
            assert.equal(account.store.list(VPC).length, 2);
        });

        it("leaves other types and operations alone", async () => {
            const account = anAccount({ faults: [{ ...error, call: 1 }] });
            await account.create(KEY, {});
            await assert.rejects(create(account));
        });

        it("may be for every type and operation", async () => {
            const account = anAccount({ faults: [{ ...error, type: "*", on: "*", call: 3, times: 1 }] });
            const { id } = await create(account);
            await account.read(VPC, id);
            await assert.rejects(account.remove(VPC, id), /deleting EC2 VPC/);
            await account.remove(VPC, id);
        });
    });

    describe("that throttles", () => {
        const throttle: Fault = { kind: "throttle", type: "*", on: "create", call: 1, times: 3 };

        it("is outlasted by the provider's own retries, which take their time", async () => {
            const clock = fakeClock();
            const account = anAccount({ faults: [throttle], clock, latency: 1 });
            const before = clock.now().getTime();
            await account.create("aws:ec2/launchTemplate:LaunchTemplate", { name: "nodes" });
            assert.equal(clock.now().getTime() - before, (2 + 4 + 8) * 1000);
        });

        it("wins when it goes on for longer, in the words of the service", async () => {
            await assert.rejects(
                create(anAccount({ faults: [{ ...throttle, times: 25 }] })),
                /operation error EC2: CreateVpc, exceeded maximum number of attempts, 25, https response error StatusCode: 503, .*api error RequestLimitExceeded: Request limit exceeded\./,
            );
            await assert.rejects(
                anAccount({ faults: [{ ...throttle, times: 25 }] }).create(KEY, {}),
                /operation error KMS: CreateKey, .*StatusCode: 400, .*api error ThrottlingException: Rate exceeded/,
            );
        });
    });

    describe("that loses the answer", () => {
        it("lets the cloud do what it was asked", async () => {
            const account = anAccount({
                faults: [{ kind: "loseAnswer", type: VPC, on: "create", call: 1, how: "break" }],
            });
            await assert.rejects(create(account), /https response error StatusCode: 0, .*connection reset by peer/);
            assert.equal(account.store.list(VPC).length, 1);
        });

        it("can leave the call waiting until the user gives up", async () => {
            const account = anAccount({
                faults: [{ kind: "loseAnswer", type: VPC, on: "create", call: 1, how: "hang" }],
            });
            const interrupt = new AbortController();
            const call = account.create(VPC, network, { signal: interrupt.signal });
            setImmediate(() => interrupt.abort(new Error("given up")));
            await assert.rejects(call, /given up/);
            assert.equal(account.store.list(VPC).length, 1);
        });
    });

    describe("that is a drift", () => {
        it("changes a resource once, as soon as there is one, and its tags everywhere", async () => {
            const account = anAccount({
                faults: [
                    {
                        kind: "drift",
                        type: VPC,
                        where: { cidrBlock: "10.0.0.0/16" },
                        set: { tags: { who: "else" } },
                        gone: false,
                    },
                ],
            });
            const { id } = await create(account);
            const changed = (await account.read(VPC, id))!;
            assert.deepEqual([changed.tags, changed.tagsAll], [{ who: "else" }, { who: "else" }]);
            await account.update(VPC, id, network);
            assert.equal((await account.read(VPC, id))!.tags, undefined);
        });

        it("can take a resource away", async () => {
            const account = anAccount({ faults: [{ kind: "drift", type: VPC, set: {}, gone: true }] });
            const { id } = await create(account);
            assert.equal(await account.read(VPC, id), undefined);
        });
    });

    it("is forgotten for calls of a fault that was written anew", () => {
        const account = anAccount({ faults: [] });
        assert.deepEqual(account.faults(), []);
    });
});

describe("the faults file", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "accelerators-faults-"));
        file = path.join(folder, "faults.json");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const write = (content: unknown) => writeFileSync(file, JSON.stringify(content));

    it("need not be there, and is read when it comes and when it changes", () => {
        const faults = faultsIn(file);
        assert.deepEqual(faults(), []);
        write({ faults: [{ kind: "throttle", type: VPC, on: "create" }] });
        assert.deepEqual(faults()[0]!.fault, { kind: "throttle", type: VPC, on: "create", call: 1, times: 3 });
        write({ faults: [] });
        assert.deepEqual(faults(), []);
    });

    it("keeps the count of a fault that stays, and starts anew with one that changes", () => {
        const faults = faultsIn(file);
        const one = { kind: "throttle", type: VPC, on: "create" };
        write({ faults: [one] });
        const [before] = faults();
        write({ faults: [{ ...one, call: 2 }, one, one] });
        const [changed, same, copy] = faults();
        assert.notEqual(changed!.key, before!.key);
        assert.equal(same!.key, before!.key);
        assert.notEqual(copy!.key, before!.key);
    });

    it("is refused with every problem it has", () => {
        write({ faults: [{ kind: "throttle", type: VPC, on: "creation" }, { kind: "flood" }], falts: [] });
        assert.throws(faultsIn(file), error => {
            assert.match(String(error), /does not describe faults/);
            assert.match(String(error), /falts/);
            assert.match(String(error), /faults\[0\]\.on/);
            assert.match(String(error), /faults\[1\]/);
            return true;
        });
        writeFileSync(file, "{");
        assert.throws(faultsIn(file), /is not JSON/);
    });
});

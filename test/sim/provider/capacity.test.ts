/*
 * The real engine and the real SDK on reservations, blocks and Auto Scaling groups, with an account in memory.
 * Not proven here: clusters, and what AWS would answer.
 */
import assert from "node:assert/strict";

import { INSTANCE } from "../../../sim/cloud/aws/ec2/tokens";
import { serveProvider, type ServedProvider } from "../../../sim/provider/serve";
import { anAccount, type TestAccount } from "../cloud/an-account";
import { anEngine, type TestEngine } from "./an-engine";

describe("the real engine, on capacity", function () {
    this.timeout(600_000);

    let account: TestAccount;
    let served: ServedProvider;
    let engine: TestEngine;
    beforeEach(async () => {
        account = anAccount();
        served = await serveProvider(account, { version: "7.48.0" });
        engine = await anEngine("capacity.ts", () => served.port);
        await engine.set("aws:region", "us-east-2");
    });
    afterEach(async () => {
        engine.close();
        await served.close();
    });

    it("brings it up, finds nothing to change, changes it, and leaves nothing", async () => {
        const first = await engine.run("up", "--skip-preview");
        assert.deepEqual(first.changes, { create: 12 });
        assert.match(first.output, /state *: "scheduled"/);
        assert.match(first.output, /keyPairId *: "key-[0-9a-f]{17}"/);
        assert.equal(account.store.list(INSTANCE).length, 2);
        assert.deepEqual((await engine.run("up", "--skip-preview")).changes, {});
        assert.deepEqual((await engine.run("refresh")).changes, {});
        assert.deepEqual((await engine.run("preview")).changes, {});
        await engine.set("owner", "others");
        assert.deepEqual((await engine.run("up", "--skip-preview")).changes, { update: 1 });
        assert.deepEqual((await engine.run("destroy")).changes, { delete: 12 });
        assert.deepEqual(account.store.all(), []);
    });
});

/*
 * The real engine and the real SDK against the provider, with an account in memory.
 * Not proven here: clusters (test/stacks), plugins as processes of their own (test/sim/daemon), what AWS would answer.
 */
import assert from "node:assert/strict";

import { drifted } from "../../../sim/cloud/drift";
import { serveProvider, type ServedProvider } from "../../../sim/provider/serve";
import { anAccount, type TestAccount } from "../cloud/an-account";
import { anEngine, type TestEngine } from "./an-engine";

describe("the real engine, on a network", function () {
    this.timeout(600_000);

    let account: TestAccount;
    let served: ServedProvider;
    let engine: TestEngine;
    beforeEach(async () => {
        account = anAccount();
        served = await serveProvider(account, { version: "7.48.0" });
        engine = await anEngine("network.ts", () => served.port);
        await engine.set("aws:region", "us-east-2");
    });
    afterEach(async () => {
        engine.close();
        await served.close();
    });

    const up = () => engine.run("up", "--skip-preview");

    it("brings it up, changes it, sees drift and mends it, keeps what failed half-way, and leaves nothing", async () => {
        assert.deepEqual((await engine.run("preview")).changes, { create: 16 });
        assert.deepEqual(account.store.all(), []);
        assert.deepEqual((await up()).changes, { create: 16 });
        assert.deepEqual((await up()).changes, {});

        await engine.set("owner", "others");
        await engine.set("greeting", "good morning");
        const changed = await engine.run("up");
        assert.deepEqual(changed.changes, { update: 2 });
        assert.match(changed.output, /templateVersion: 1 => 2|templateVersion: 2/);
        assert.doesNotMatch(changed.output, /good morning/);

        const [vpc] = account.store.list("aws:ec2/vpc:Vpc");
        const [route] = account.store.list("aws:ec2/route:Route");
        await account.change(() => {
            account.store.put(drifted(vpc!, { enableDnsHostnames: false, tags: { owner: "a stranger" } }));
        });
        await account.remove("aws:ec2/route:Route", route!.id);
        assert.deepEqual((await engine.run("refresh")).changes, { update: 1, delete: 1 });
        assert.deepEqual((await up()).changes, { create: 1, update: 1 });
        assert.equal(account.store.get(vpc!.type, vpc!.region, vpc!.id)!.outputs.enableDnsHostnames, true);

        await engine.set("surplus", "true");
        const refused = await engine.fail("up", "--skip-preview");
        assert.match(
            refused,
            /creating EC2 Subnet: operation error EC2: CreateSubnet, .*InvalidSubnet.Conflict: The CIDR '10.0.0.128\/25' conflicts/,
        );
        await engine.set("surplus", "false");
        await engine.set("stranded", "true");
        const stranded = await engine.fail("up", "--skip-preview");
        assert.match(stranded, /waiting for EC2 NAT Gateway \(nat-\w+\) create: .*Gateway.NotAttached/);
        assert.equal(account.store.list("aws:ec2/natGateway:NatGateway").length, 2);
        await engine.set("stranded", "false");
        assert.deepEqual((await up()).changes, { delete: 4 });

        assert.deepEqual((await engine.run("destroy")).changes, { delete: 16 });
        assert.deepEqual(account.store.all(), []);
    });
});

/**
 * The real engine, with an account that publishes new releases of a node image: what a group that says nothing, that follows, and
 * that names a release asks for. A log group's tag stands for the node group; that EKS takes the release, other tests show.
 */
import assert from "node:assert/strict";
import { lookups } from "../../sim/cloud/aws";
import type { LookupFunction } from "../../sim/cloud/contract";
import { text } from "../../sim/cloud/props";
import { serveProvider, type ServedProvider } from "../../sim/provider/serve";
import { anAccount, type TestAccount } from "../sim/cloud/an-account";
import { anEngine, type TestEngine } from "../sim/provider/an-engine";

describe("the release of a node image, on the real engine", function () {
    this.timeout(600_000);

    let account: TestAccount;
    let served: ServedProvider;
    let engine: TestEngine;
    let published: Readonly<Record<string, string>>;
    const getParameter: LookupFunction = {
        token: "aws:ssm/getParameter:getParameter",
        invoke(_call, args) {
            const name = text(args, "name");
            const [, kubernetes = ""] = /optimized-ami\/(1\.\d+)\//.exec(name) ?? [];
            const value = published[kubernetes] ?? "";
            return { id: name, name, type: "String", value, insecureValue: value, version: 1 };
        },
    };
    before(async () => {
        account = anAccount({
            lookups: [...lookups.filter(({ token }) => token !== getParameter.token), getParameter],
        });
        served = await serveProvider(account, { version: "7.48.0" });
        engine = await anEngine("../../../local-cloud/programs/release.ts", () => served.port);
        await engine.set("aws:region", "us-east-2");
    });
    after(async () => {
        engine.close();
        await served.close();
    });

    const up = async () => (await engine.run("up", "--skip-preview")).changes;
    const release = () => {
        const [group] = account.store.list("aws:cloudwatch/logGroup:LogGroup");
        return (group?.outputs.tags as Record<string, string> | undefined)?.release;
    };

    it("stays what it was first, follows on request, and starts anew with the next version", async () => {
        published = { "1.35": "1.35.6-20260923", "1.36": "1.36.2-20260923" };
        await up();
        assert.equal(release(), "1.35.6-20260923");

        published = { "1.35": "1.35.7-20261008", "1.36": "1.36.3-20261008" };
        assert.deepEqual(await up(), {}, "a newer release changes nothing");
        assert.equal(release(), "1.35.6-20260923");

        await engine.set("kubernetes", "1.36");
        await up();
        assert.equal(release(), "1.36.3-20261008");
        published = { "1.36": "1.36.4-20261022" };
        assert.deepEqual(await up(), {}, "a newer release changes nothing");

        await engine.set("release", "recommended");
        assert.equal((await up()).update, 1);
        assert.equal(release(), "1.36.4-20261022");
        published = { "1.36": "1.36.4-20261105" };
        assert.deepEqual(await up(), { update: 1 }, "what follows is updated");
        assert.equal(release(), "1.36.4-20261105");

        await engine.set("release", "1.36.3-20261008");
        assert.deepEqual(await up(), { update: 1 });
        assert.equal(release(), "1.36.3-20261008");

        assert.doesNotMatch((await engine.run("preview", "--diff")).output, /\[secret\]/);
    });
});

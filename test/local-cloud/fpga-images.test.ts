/**
 * The builder of FPGA images through the real engine: made, unchanged, given to somebody else, gone. It does not prove that an
 * image can be made: the simulated account makes none, and evaluates no policy.
 */
import assert from "node:assert/strict";
import { resourceTypes } from "../../sim/cloud/aws";
import { serveProvider, type ServedProvider } from "../../sim/provider/serve";
import { text } from "../../sim/cloud/props";
import { anAccount, type TestAccount } from "../sim/cloud/an-account";
import { anEngine, type TestEngine } from "../sim/provider/an-engine";

describe("a builder of FPGA images, on the real engine", function () {
    this.timeout(600_000);

    let account: TestAccount;
    let served: ServedProvider;
    let engine: TestEngine;
    before(async () => {
        account = anAccount();
        served = await serveProvider(account, { version: "7.48.0" });
        engine = await anEngine("../../../local-cloud/programs/fpga-images.ts", () => served.port);
        await engine.set("aws:region", "us-east-2");
    });
    after(async () => {
        engine.close();
        await served.close();
    });

    const up = async () => (await engine.run("up", "--skip-preview")).changes;
    const types = () =>
        [
            ...new Set(
                resourceTypes
                    .filter(({ token }) => account.store.list(token).length > 0)
                    .map(({ token }) => token.replace(/^.*:/, "")),
            ),
        ].sort();

    it("is made, stays as it is, goes to whom it is given, and leaves nothing", async () => {
        await up();
        assert.deepEqual(types(), [
            "Bucket",
            "BucketPolicy",
            "BucketPublicAccessBlock",
            "BucketServerSideEncryptionConfiguration",
            "BucketVersioning",
            "InstanceProfile",
            "Role",
            "RolePolicy",
        ]);
        const [bucket] = account.store.list("aws:s3/bucket:Bucket");
        assert.match(bucket?.id ?? "", /^designs-designs-[0-9a-f]{7}$/);
        const [policy] = account.store.list("aws:iam/rolePolicy:RolePolicy");
        assert.match(text(policy?.inputs ?? {}, "policy"), new RegExp(`arn:aws:s3:::${bucket?.id}/\\*`));
        assert.deepEqual(await up(), {}, "a second run changes nothing");

        await engine.set("principal", "arn:aws:iam::123456789012:root");
        assert.deepEqual(await up(), { delete: 1, update: 1 });
        assert.ok(!types().includes("InstanceProfile"));

        await engine.run("destroy");
        assert.deepEqual(types(), []);
    });
});

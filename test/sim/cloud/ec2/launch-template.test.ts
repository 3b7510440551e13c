// Versions of launch templates. Not proven here: that an instance starts with what a version says.
import assert from "node:assert/strict";

import { launchTemplateVersion } from "../../../../sim/cloud/aws/ec2/launch-templates";
import { anAccount, testRegion, type TestAccount } from "../an-account";
import { TEMPLATE } from "./a-network";

describe("a launch template", () => {
    const version = (account: TestAccount, id: string, asked?: string) =>
        launchTemplateVersion(account, testRegion, { id, version: asked });

    it("gets a new version when what its instances get changes, and none for its own tags", async () => {
        const account = anAccount();
        const { id, outputs } = await account.create(TEMPLATE, { name: "nodes", imageId: "ami-1" });
        assert.deepEqual([outputs.latestVersion, outputs.defaultVersion], [1, 1]);
        const tagged = await account.update(TEMPLATE, id, { name: "nodes", imageId: "ami-1", tags: { a: "b" } });
        assert.equal(tagged.outputs.latestVersion, 1);
        const changed = await account.update(TEMPLATE, id, { name: "nodes", imageId: "ami-2", tags: { a: "b" } });
        assert.deepEqual([changed.outputs.latestVersion, changed.outputs.defaultVersion], [2, 1]);
        assert.equal(version(account, id, "$Latest").data.imageId, "ami-2");
        assert.equal(version(account, id).data.imageId, "ami-1");
        assert.equal(version(account, id, "1").data.imageId, "ami-1");
    });

    it("makes the newest version the default one when asked to", async () => {
        const account = anAccount();
        const { id } = await account.create(TEMPLATE, { name: "nodes", imageId: "ami-1", updateDefaultVersion: true });
        const { outputs } = await account.update(TEMPLATE, id, {
            name: "nodes",
            imageId: "ami-2",
            updateDefaultVersion: true,
        });
        assert.equal(outputs.defaultVersion, 2);
    });

    it("refuses a version and a template that do not exist", async () => {
        const account = anAccount();
        const { id } = await account.create(TEMPLATE, { name: "nodes" });
        assert.throws(() => version(account, id, "7"), /VersionNotFound: Could not find the specified version 7/);
        assert.throws(
            () => version(account, "lt-0"),
            /NotFound: The specified launch template, with template ID lt-0, does not exist\./,
        );
        await assert.rejects(account.update(TEMPLATE, id, { name: "nodes", defaultVersion: 9 }), /VersionNotFound/);
    });
});

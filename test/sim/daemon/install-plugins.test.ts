/** Does not prove that the engine takes the plugins from there; the stacks' tests run it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, constants, lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedVersions, installPlugins } from "../../../sim/daemon/install-plugins";
import { checkout } from "../../../sim/cloud/checkout";

describe("plugins in a private PULUMI_HOME", () => {
    let home: string;

    beforeEach(() => (home = mkdtempSync(join(tmpdir(), "accel-home-"))));
    afterEach(() => rmSync(home, { recursive: true }));

    const versions = { aws: "7.1.0", kubernetes: "4.18.1" };
    const aws = (): string => join(home, "plugins", "resource-aws-v7.1.0", "pulumi-resource-aws");
    const kubernetes = (): string => join(home, "plugins", "resource-kubernetes-v4.18.1", "pulumi-resource-kubernetes");

    it("are there under the versions that the engine asks for", () => {
        installPlugins(home, "/tools/pulumi-resource-kubernetes", versions);
        accessSync(aws(), constants.X_OK);
        assert.match(readFileSync(aws(), "utf8"), /--plugin-version '7\.1\.0'/);
        assert.equal(readlinkSync(kubernetes()), "/tools/pulumi-resource-kubernetes");
    });

    it("are those of the SDKs that the program has installed, unless told otherwise", () => {
        const { version } = createRequire(__filename)("@pulumi/aws/package.json") as { version: string };
        assert.equal(installedVersions(checkout()).aws, version);
        installPlugins(home, "/tools/pulumi-resource-kubernetes");
        assert.ok(statSync(join(home, "plugins", `resource-aws-v${version}`)).isDirectory());
    });

    it("are not written again when nothing changed, and are when the kubernetes provider moved", () => {
        installPlugins(home, "/tools/one", versions);
        const before = [statSync(aws()).ino, lstatSync(kubernetes()).ino];
        installPlugins(home, "/tools/one", versions);
        assert.deepEqual([statSync(aws()).ino, lstatSync(kubernetes()).ino], before);
        installPlugins(home, "/tools/other", versions);
        assert.equal(readlinkSync(kubernetes()), "/tools/other");
    });

    it("start, and say what to do when no local cloud runs", () => {
        installPlugins(home, "/tools/one", versions);
        const env = { ...process.env, PULUMI_ACCELERATORS_LOCAL: home };
        const { status, stdout, stderr } = spawnSync(aws(), ["127.0.0.1:1"], { env, encoding: "utf8" });
        assert.equal(status, 1);
        assert.equal(stdout, "");
        assert.match(stderr, /the local cloud of .* does not run; start it with: npm run up/);
    });
});

// `npm run tools` as a process, on a cache that holds stand-ins. It does not prove that the real tools can be obtained.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { toolFolder } from "../../tools/obtain/cache";
import { pinnedTools } from "../../tools/obtain/pinned";
import { platformOf } from "../../tools/obtain/platform";
import { toolNames } from "../../tools/obtain/tool-spec";
import { writeProgram } from "./fake-programs";
import { fakeWorld, type FakeWorld } from "./fake-world";

describe("npm run tools", function () {
    this.timeout(10_000);
    const main = resolve(__dirname, "..", "..", "tools", "obtain", "main.ts");
    const platform = platformOf(process.platform, process.arch) ?? "linux-x64";
    let world: FakeWorld;

    before(() => {
        world = fakeWorld({ platform });
        for (const { name, version } of pinnedTools()) {
            writeProgram(join(toolFolder(world.surroundings, name, version), name), "exit 0");
        }
    });
    after(() => world.remove());

    function run(...args: readonly string[]): {
        readonly status: number | null;
        readonly stdout: string;
        readonly stderr: string;
    } {
        const { cache } = world.surroundings;
        return spawnSync(process.execPath, ["--import", "tsx", main, ...args], {
            encoding: "utf8",
            env: { PATH: "/nowhere", PULUMI_ACCELERATORS_CACHE: cache },
        });
    }

    it("prints every path as JSON and nothing else", () => {
        const { status, stdout, stderr } = run("--json");
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
        const paths = JSON.parse(stdout) as Record<string, string>;
        assert.deepEqual(Object.keys(paths).sort(), [...toolNames].sort());
        assert.equal(paths.kwok, join(toolFolder(world.surroundings, "kwok", "0.8.0"), "kwok"));
    });

    it("prints only the tools that were asked for", () => {
        const { stdout } = run("--only", "kubectl, etcd");
        assert.deepEqual(
            stdout
                .trim()
                .split("\n")
                .map(line => line.split(/\s+/)[1])
                .sort(),
            ["etcd", "kubectl"],
        );
    });

    it("names the known tools when one is unknown", () => {
        const { status, stderr } = run("--only", "kubctl");
        assert.equal(status, 1);
        assert.match(stderr, /"kubctl" is none of etcd, kube-apiserver/);
    });

    it("ends with exit code 1 and the advice when a tool cannot be obtained", () => {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            ["--import", "tsx", main, "--offline", "--only", "kwok"],
            {
                encoding: "utf8",
                env: { PATH: "/nowhere", PULUMI_ACCELERATORS_CACHE: join(world.root, "empty") },
            },
        );
        assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
        assert.match(stderr, /1 tool could not be obtained[^]*kwok 0\.8\.0[^]*install Go 1\.26 or newer/);
    });
});

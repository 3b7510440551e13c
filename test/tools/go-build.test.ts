// The build from source, with a shell script for Go. It does not prove that the committed modules compile: obtaining
// the tools without internet does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { obtainAll } from "../../tools/obtain/obtain-all";
import { writeFakeGo } from "./fake-programs";
import { aTool, callsOf, fakeWorld, type FakeWorld } from "./fake-world";

describe("a tool that is built", () => {
    let world: FakeWorld;

    beforeEach(() => (world = fakeWorld({ offline: true })));
    afterEach(() => world.remove());

    it("is kept in the cache and can be run", async () => {
        writeFakeGo(world.bin, "go1.26.8");
        const { paths } = await obtainAll([aTool()], world.surroundings);
        const path = paths.get("tool") ?? "";
        assert.equal(path, join(world.surroundings.cache, "tools", "tool", "1.5.2", "linux-x64", "tool"));
        assert.equal(execFileSync(path, { encoding: "utf8" }), "built\n");
    });

    it("is built with the Go that is there, from the locked modules, stamped with its version", async () => {
        const go = writeFakeGo(world.bin, "go1.26.8");
        const { build } = aTool();
        const stamp = { "example.org/version.Version": "v{version}", "example.org/version.Minor": "{minor}" };
        const tool = aTool("", { build: { ...build, flags: ["-pgo=off"], stamp } });
        const environment = { ...world.surroundings.environment, GOFLAGS: "-mod=mod", GOOS: "plan9" };
        await obtainAll([tool], { ...world.surroundings, environment });
        const [, call = ""] = callsOf(go);
        assert.ok(
            call.startsWith(
                "local 0 linux/amd64 flags= build -v -mod=readonly -trimpath -buildvcs=false -pgo=off -ldflags " +
                    "-s -w -X example.org/version.Version=v1.5.2 -X example.org/version.Minor=5 -o ",
            ),
            call,
        );
        assert.ok(call.endsWith("/tool ./cmd/tool"), call);
    });

    it("tells how many packages were compiled", async () => {
        writeFakeGo(
            world.bin,
            "go1.26.8",
            `echo "go: downloading example.org/a v1.0.0" >&2; echo fmt >&2; echo example.org/a/b >&2`,
        );
        await obtainAll([aTool()], world.surroundings);
        assert.deepEqual(world.said, [
            "tool 1.5.2: building from source with Go 1.26.8",
            "1 packages",
            "2 packages",
            "tool 1.5.2: building from source with Go 1.26.8: done",
        ]);
    });

    it("asks Go for its version once for all tools", async () => {
        const go = writeFakeGo(world.bin, "go1.26.8");
        await obtainAll([aTool(), aTool("", { name: "other" })], world.surroundings);
        assert.equal(callsOf(go).filter(call => call.endsWith("env GOVERSION")).length, 1);
    });

    it("is refused with an older Go, which is named", async () => {
        const go = writeFakeGo(world.bin, "go1.25.9");
        const { problems } = await obtainAll([aTool()], world.surroundings);
        assert.deepEqual(problems[0]?.tried.at(-1), {
            source: "build",
            id: "build.old-go",
            why: `${go} is Go 1.25.9, needed is 1.26.0 or newer`,
        });
    });

    it("reports what the compiler said last, and keeps nothing", async () => {
        writeFakeGo(world.bin, "go1.26.8", `echo example.org/a >&2; echo "a.go:3:1: syntax error" >&2; exit 1`);
        const { problems } = await obtainAll([aTool()], world.surroundings);
        const { id, why } = problems[0]?.tried.at(-1) ?? {};
        assert.deepEqual({ id, why }, { id: "build.failed", why: "go build failed:\na.go:3:1: syntax error" });
        assert.ok(!existsSync(join(world.surroundings.cache, "tools", "tool")));
    });

    it("does not keep the next tool from being tried when it fails", async () => {
        writeFakeGo(world.bin, "go1.26.8", `case "$*" in *broken*) exit 1;; esac`);
        const { build } = aTool();
        const broken = aTool("", { name: "broken", build: { ...build, package: "./broken" } });
        const { paths, problems } = await obtainAll([broken, aTool()], world.surroundings);
        assert.deepEqual([...paths.keys()], ["tool"]);
        assert.deepEqual(
            problems.map(({ tool }) => tool),
            ["broken"],
        );
    });
});

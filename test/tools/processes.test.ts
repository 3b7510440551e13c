// Several real processes on one cache: at the same time, and one of them killed. It does not prove anything about a
// cache on a network file system, nor about a power failure: what fsync promises is not tested.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toolFolder } from "../../tools/obtain/cache";
import { obtainAll } from "../../tools/obtain/obtain-all";
import type { Surroundings } from "../../tools/obtain/surroundings";
import type { ToolSpec } from "../../tools/obtain/tool-spec";
import { obtainInChild, type Child } from "./child";
import { writeFakeGo } from "./fake-programs";
import { aTool, callsOf, fakeWorld, type FakeWorld } from "./fake-world";
import {
    checksumLine,
    checksumPath,
    healthyRelease,
    inTurn,
    releasedTool,
    sends,
    startReleaseServer,
    toolPath,
    type Answer,
    type ReleaseServer,
} from "./release-server";

/** The processes of the running test: none outlives it, whatever happens. */
const children: Child[] = [];

function start(tools: readonly ToolSpec[], surroundings: Surroundings): Child {
    const child = obtainInChild(tools, surroundings);
    children.push(child);
    return child;
}

function killAll(): void {
    children.splice(0).forEach(child => child.process.kill("SIGKILL"));
}

describe("two processes that need the same tool", function () {
    this.timeout(20_000);
    let world: FakeWorld;
    let server: ReleaseServer;
    let finish: () => void = () => undefined;

    beforeEach(async () => {
        world = fakeWorld();
        server = await startReleaseServer();
    });
    afterEach(async () => {
        killAll();
        await server.close();
        world.remove();
    });

    /** Sends the beginning; the rest when the test says so. */
    const onDemand: Answer = response => {
        response.writeHead(200, { "content-length": releasedTool.length });
        response.write(releasedTool.subarray(0, 1000));
        finish = () => response.end(releasedTool.subarray(1000));
    };

    it("download it once: the second says for whom it waits, then finds it done", async () => {
        const patient = { ...world.surroundings, patience: { ...world.surroundings.patience, stallMs: 15_000 } };
        server.answers = { ...healthyRelease(), [toolPath]: onDemand };
        const tool = aTool(server.url);

        const first = start([tool], patient);
        await first.hasSaid("downloading");
        const second = start([tool], patient);
        await second.hasSaid(`waiting for process ${first.process.pid}, which has been downloading tool`);
        finish();
        const ends = await Promise.all([first.ended, second.ended]);

        assert.deepEqual(
            ends.map(({ code }) => code),
            [0, 0],
        );
        assert.equal(ends[0].printed, ends[1].printed);
        assert.deepEqual(server.requests, [checksumPath, toolPath]);
        assert.ok(!ends[1].said.includes("downloading from"));
    });

    it("build it once", async () => {
        const go = writeFakeGo(world.bin, "go1.26.8", `/bin/sleep 1`);
        const offline = { ...world.surroundings, offline: true };
        const ends = await Promise.all([1, 2].map(() => start([aTool()], offline).ended));
        assert.deepEqual(
            ends.map(({ code }) => code),
            [0, 0],
        );
        assert.equal(callsOf(go).filter(call => call.includes(" build ")).length, 1);
    });
});

describe("a process that is killed in the middle of a download", function () {
    this.timeout(20_000);
    let world: FakeWorld;
    let server: ReleaseServer;

    beforeEach(async () => {
        world = fakeWorld();
        server = await startReleaseServer();
    });
    afterEach(async () => {
        killAll();
        await server.close();
        world.remove();
    });

    it("leaves no half-done tool, and the next one takes its lock over, cleans up and succeeds", async () => {
        let halfSent: () => void = () => undefined;
        const half = new Promise<void>(resolve => (halfSent = resolve));
        const stuck: Answer = response => {
            response.writeHead(200, { "content-length": releasedTool.length });
            response.write(releasedTool.subarray(0, releasedTool.length / 2), () => halfSent());
        };
        server.answers = {
            [checksumPath]: sends(checksumLine(releasedTool, "tool-linux-amd64")),
            [toolPath]: inTurn(stuck, sends(releasedTool)),
        };
        const tool = aTool(server.url);
        const patient = { ...world.surroundings, patience: { ...world.surroundings.patience, stallMs: 15_000 } };
        const unfinished = join(world.surroundings.cache, "tools", ".unfinished", "fake");

        const victim = start([tool], patient);
        await half;
        victim.process.kill("SIGKILL");
        await victim.ended;

        assert.ok(!existsSync(toolFolder(world.surroundings, "tool", "1.5.2")), "nothing half-done is published");
        assert.equal(readdirSync(unfinished).length, 1, "the victim was in the middle of its work");

        const { paths } = await obtainAll([tool], world.surroundings);

        assert.deepEqual(readFileSync(paths.get("tool") ?? ""), releasedTool);
        assert.deepEqual(readdirSync(unfinished), []);
        assert.match(world.said[0] ?? "", /^fake: waiting for process \d+, which has been downloading tool/);
    });
});

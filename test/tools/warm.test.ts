// The call after the first one. It does not prove how long the call takes: that depends on the machine.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { obtainAll } from "../../tools/obtain/obtain-all";
import { writeFakeGo, writeVersioned } from "./fake-programs";
import { aTool, callsOf, fakeWorld, type FakeWorld } from "./fake-world";
import { healthyRelease, startReleaseServer, type ReleaseServer } from "./release-server";

describe("tools that were obtained before", () => {
    let world: FakeWorld;
    let server: ReleaseServer;

    beforeEach(async () => {
        world = fakeWorld();
        server = await startReleaseServer(healthyRelease());
    });
    afterEach(async () => {
        await server.close();
        world.remove();
    });

    it("need no network, no program, no write and no word", async () => {
        const go = writeFakeGo(world.bin, "go1.26.8");
        const installed = writeVersioned(join(world.bin, "installed"), "1.5.2");
        const { release } = aTool();
        const tools = [
            aTool(server.url),
            aTool(server.url, { name: "built", release: { ...release, platforms: [] } }),
            aTool(server.url, { name: "installed" }),
        ];
        const first = await obtainAll(tools, world.surroundings);
        const before = {
            requests: server.requests.length,
            go: callsOf(go),
            probes: callsOf(installed),
            files: state(),
        };
        assert.equal(first.paths.size, 3);

        const second = await obtainAll(tools, {
            ...world.surroundings,
            openProgress: () => Promise.reject(new Error("there is nothing to tell")),
        });

        assert.deepEqual([...second.paths].sort(), [...first.paths].sort());
        const after = { requests: server.requests.length, go: callsOf(go), probes: callsOf(installed), files: state() };
        assert.deepEqual(after, before);
    });

    it("are found also when the version that can be built is another than the released one", async () => {
        writeFakeGo(world.bin, "go1.26.8");
        const { build } = aTool();
        const tool = aTool("", { version: "2.0.0", build: { ...build, version: "1.9.0" } });
        const offline = { ...world.surroundings, offline: true };
        const first = await obtainAll([tool], offline);
        assert.match(first.paths.get("tool") ?? "", /\/tool\/1\.9\.0\/linux-x64\/tool$/);
        const second = await obtainAll([tool], { ...offline, environment: {} });
        assert.deepEqual(second, first);
    });

    it("are obtained again under another version", async () => {
        await obtainAll([aTool(server.url)], world.surroundings);
        const { problems } = await obtainAll([aTool(server.url, { version: "1.5.3" })], world.surroundings);
        assert.equal(problems[0]?.tried[1]?.id, "download.refused");
    });

    /** Every file of the cache with the time at which it was last changed. */
    function state(): readonly string[] {
        return readdirSync(world.surroundings.cache, { recursive: true, encoding: "utf8" })
            .map(path => `${path} ${statSync(join(world.surroundings.cache, path)).mtimeMs}`)
            .sort();
    }
});

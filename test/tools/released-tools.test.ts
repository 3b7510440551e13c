// The download of releases, against a server on this machine. It does not prove that the official servers name and
// publish their files as versions.json says, nor anything about TLS or proxies.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "tar";
import { toolFolder } from "../../tools/obtain/cache";
import { obtainAll } from "../../tools/obtain/obtain-all";
import type { FailureId } from "../../tools/obtain/problem";
import { aTool, callsOf, fakeWorld, testPatience, type FakeWorld } from "./fake-world";
import { writeFakeGo } from "./fake-programs";
import {
    checksumLine,
    checksumPath,
    continues,
    hangsUpHalfWay,
    healthyRelease,
    inTurn,
    releasedTool,
    sends,
    startReleaseServer,
    toolPath,
    type ReleaseServer,
} from "./release-server";

describe("a released tool", () => {
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

    async function obtain(tool = aTool(server.url)): Promise<string | readonly FailureId[]> {
        const { paths, problems } = await obtainAll([tool], world.surroundings);
        return paths.get(tool.name) ?? problems.flatMap(({ tried }) => tried.map(({ id }) => id));
    }

    it("is kept under its name, version and platform, and can be run", async () => {
        const path = await obtain();
        assert.equal(path, join(world.surroundings.cache, "tools", "tool", "1.5.2", "linux-x64", "tool"));
        assert.equal(execFileSync(path, { encoding: "utf8" }), "released\n");
    });

    it("leaves nothing unfinished behind", async () => {
        await obtain();
        assert.deepEqual(readdirSync(join(world.surroundings.cache, "tools", ".unfinished", "fake")), []);
    });

    it("is announced with the host that it comes from and with the bytes that have come", async () => {
        await obtain();
        const host = new URL(server.url).host;
        assert.equal(world.said[0], `tool 1.5.2: downloading from ${host}`);
        assert.ok(world.said.includes(`${releasedTool.length} of ${releasedTool.length}`));
        assert.equal(world.said.at(-1), `tool 1.5.2: downloading from ${host}: done`);
    });

    for (const [how, line] of [
        ["marked as binary", checksumLine(releasedTool, "*tool-linux-amd64").replace("  *", " *")],
        ["with a folder", checksumLine(releasedTool, "./tool-linux-amd64")],
        ["as SHA-512", checksumLine(releasedTool, "tool-linux-amd64", "sha512")],
        ["alone", checksumLine(releasedTool, "").trim()],
        ["among others", `${"0".repeat(64)}  other\n${checksumLine(releasedTool, "tool-linux-amd64")}`],
    ] as const) {
        it(`is verified when its checksum is published ${how}`, async () => {
            server.answers = { ...healthyRelease(), [checksumPath]: sends(line) };
            assert.equal(typeof (await obtain()), "string");
        });
    }

    it("is verified by the digest that GitHub tells of it", async () => {
        const digest = `sha256:${checksumLine(releasedTool, "").trim()}`;
        const release = { assets: [{ name: "other" }, { name: "tool-linux-amd64", digest }] };
        server.answers = { ...healthyRelease(), "/release": sends(JSON.stringify(release)) };
        const { release: lines } = aTool(server.url);
        const tool = aTool(server.url, {
            release: { ...lines, checksum: { format: "github release", url: `${server.url}/release` } },
        });
        assert.equal(typeof (await obtain(tool)), "string");
    });

    it("is thrown away when its checksum is another", async () => {
        server.answers = { ...healthyRelease(), [toolPath]: sends("#!/bin/sh\necho forged\n") };
        assert.deepEqual(await obtain(), ["path.absent", "download.checksum", "build.no-go"]);
        assert.ok(!existsSync(toolFolder(world.surroundings, "tool", "1.5.2")));
    });

    for (const [what, list] of [
        ["does not name it", checksumLine(releasedTool, "tool-linux-arm64")],
        ["is only SHA-1", checksumLine(releasedTool, "tool-linux-amd64", "sha1")],
        ["is a web page", "<html>\nnot here\n</html>"],
    ] as const) {
        it(`is not even downloaded when the list of checksums ${what}`, async () => {
            server.answers = { ...healthyRelease(), [checksumPath]: sends(list) };
            assert.deepEqual(await obtain(), ["path.absent", "download.checksum", "build.no-go"]);
            assert.ok(!server.requests.includes(toolPath));
        });
    }

    it("is refused at once when the server does not have it", async () => {
        server.answers = { [checksumPath]: sends(checksumLine(releasedTool, "tool-linux-amd64")) };
        assert.deepEqual(await obtain(), ["path.absent", "download.refused", "build.no-go"]);
        assert.equal(server.requests.filter(path => path === toolPath).length, 1);
    });

    it("comes with the second try when the server is overloaded", async () => {
        const overloaded = inTurn(response => response.writeHead(503).end(), sends(releasedTool));
        server.answers = { ...healthyRelease(), [toolPath]: overloaded };
        assert.equal(typeof (await obtain()), "string");
    });

    it("is continued where the server hung up", async () => {
        let asked: string | undefined;
        const rest = continues(releasedTool);
        server.answers = {
            ...healthyRelease(),
            [toolPath]: inTurn(hangsUpHalfWay(releasedTool), (response, visit, request) => {
                asked = request.headers.range;
                rest(response, visit, request);
            }),
        };
        const path = await obtain();
        assert.match(asked ?? "", /^bytes=[1-9]\d*-$/);
        assert.deepEqual(readFileSync(path as string), releasedTool);
    });

    it("starts anew where the server hung up and knows no ranges", async () => {
        const cutOnce = inTurn(hangsUpHalfWay(releasedTool), sends(releasedTool));
        server.answers = { ...healthyRelease(), [toolPath]: cutOnce };
        const path = await obtain();
        assert.deepEqual(readFileSync(path as string), releasedTool);
    });

    it("is given up when the server hangs up every time", async () => {
        server.answers = { ...healthyRelease(), [toolPath]: hangsUpHalfWay(releasedTool) };
        assert.deepEqual(await obtain(), ["path.absent", "download.broken", "build.no-go"]);
        assert.equal(server.requests.filter(path => path === toolPath).length, 3);
    });

    it("is given up when the server stops sending without hanging up", async () => {
        world.remove();
        world = fakeWorld({ patience: { ...world.surroundings.patience, attempts: 1 } });
        server.answers = { ...healthyRelease(), [toolPath]: response => response.write("#!/bin/sh\n") };
        assert.deepEqual(await obtain(), ["path.absent", "download.broken", "build.no-go"]);
    });

    it("is unpacked from its archive, one download for all tools in it", async () => {
        const files = join(world.root, "released");
        mkdirSync(join(files, "pack"), { recursive: true });
        for (const name of ["tool", "helper"]) {
            writeFileSync(join(files, "pack", name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
        }
        const archive = join(world.root, "pack.tgz");
        await create({ file: archive, cwd: files, gzip: true }, ["pack"]);
        const body = readFileSync(archive);
        server.answers = { "/pack.tgz": sends(body), "/sums": sends(checksumLine(body, "pack.tgz")) };
        const release = {
            ...aTool().release,
            asset: `${server.url}/pack.tgz`,
            member: "pack/{tool}",
            checksum: { format: "lines", url: `${server.url}/sums` },
        } as const;
        const tools = [aTool("", { release, companions: ["helper"] }), aTool("", { name: "helper", release })];

        const { paths } = await obtainAll(tools, world.surroundings);

        assert.deepEqual(server.requests, ["/sums", "/pack.tgz"]);
        for (const name of ["tool", "helper"]) {
            assert.equal(execFileSync(paths.get(name) ?? "", { encoding: "utf8" }), `${name}\n`);
        }
        const beside = join(toolFolder(world.surroundings, "tool", "1.5.2"), "helper");
        assert.equal(execFileSync(beside, { encoding: "utf8" }), "helper\n", "a companion is found beside its tool");
    });

    it("is built when it is not released for this platform, and the reason is said", async () => {
        const go = writeFakeGo(world.bin, "go1.26.8");
        const { release } = aTool(server.url);
        const tool = aTool(server.url, {
            release: { ...release, platforms: ["darwin-arm64"], elsewhere: "released for another system only" },
        });
        assert.equal(typeof (await obtain(tool)), "string");
        assert.deepEqual(server.requests, []);
        assert.equal(world.said[0], "tool 1.5.2: released for another system only");
        assert.equal(callsOf(go).length, 2);
    });

    it("is not downloaded when downloads are switched off", async () => {
        world.remove();
        world = fakeWorld({ offline: true });
        assert.deepEqual(await obtain(), ["path.absent", "download.switched-off", "build.no-go"]);
        assert.deepEqual(server.requests, []);
    });
});

describe("a host that does not answer", () => {
    it("is asked once, not for every tool", async () => {
        const world = fakeWorld({ patience: { ...testPatience, connectMs: 200 } });
        const server = await startReleaseServer({ [checksumPath]: () => undefined });
        const tools = ["one", "two", "three"].map(name => aTool(server.url, { name }));
        try {
            const { problems } = await obtainAll(tools, world.surroundings);
            assert.deepEqual(server.requests, [checksumPath]);
            assert.deepEqual(
                problems.map(({ tried }) => tried[1]?.id),
                ["download.unreachable", "download.unreachable", "download.unreachable"],
            );
        } finally {
            await server.close();
            world.remove();
        }
    });
});

// Tools that are installed already, played by shell scripts. It does not prove what the real tools print: that was read
// from them once, when versions.json was written.
import assert from "node:assert/strict";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { obtainAll } from "../../tools/obtain/obtain-all";
import { writeProgram, writeVersioned } from "./fake-programs";
import { aTool, callsOf, fakeWorld, type FakeWorld } from "./fake-world";

describe("a tool on PATH", () => {
    let world: FakeWorld;
    let tool: string;

    beforeEach(() => {
        world = fakeWorld({ offline: true });
        tool = join(world.bin, "tool");
    });
    afterEach(() => world.remove());

    async function obtain(spec = aTool()): Promise<{ path: string | undefined; why: string | undefined }> {
        const { paths, problems } = await obtainAll([spec], world.surroundings);
        const [onPath] = problems[0]?.tried ?? [];
        return { path: paths.get(spec.name), why: onPath && `${onPath.id}: ${onPath.why}` };
    }

    for (const says of ["1.5.2", "tool version v1.5.9 linux/amd64", "Client Version: v1.5.0\nHelper Version: v9.9.9"]) {
        it(`is used when it says "${says.replace("\n", " / ")}"`, async () => {
            writeVersioned(tool, says);
            assert.equal((await obtain()).path, tool);
            assert.deepEqual(world.said, [`tool: using ${tool}, which is on the PATH`]);
        });
    }

    for (const version of ["1.4.9", "1.6.0", "2.5.2", "1.5.3-rc.1"]) {
        it(`is not used when it is ${version} and 1.5.x is needed`, async () => {
            writeVersioned(tool, `v${version}`);
            const { why } = await obtain();
            assert.equal(why, `path.unsuitable: ${tool} is ${version}, needed is 1.5.x`);
        });
    }

    for (const [version, used] of [
        ["1.5.2", true],
        ["1.9.0", true],
        ["1.5.1", false],
        ["1.5.2-alpha", false],
        ["2.0.0", false],
    ] as const) {
        it(`is ${used ? "" : "not "}used when it is ${version} and 1.5.2 or a later 1.x is needed`, async () => {
            writeVersioned(tool, version);
            const { path } = await obtain(aTool("", { onPath: { probe: [], accept: "same major, not older" } }));
            assert.equal(path, used ? tool : undefined);
        });
    }

    it("is asked with the arguments that it understands", async () => {
        writeVersioned(tool, "1.5.2");
        await obtain(aTool("", { onPath: { probe: ["version", "--client"], accept: "same minor" } }));
        assert.deepEqual(callsOf(tool), ["version --client"]);
    });

    for (const [what, lines] of [
        ["tells no version", [`echo hello`]],
        ["fails", [`echo 1.5.2`, `exit 3`]],
    ] as const) {
        it(`is not used when it ${what}`, async () => {
            writeProgram(tool, ...lines);
            assert.equal((await obtain()).why, `path.unreadable: ${tool} does not tell its version`);
        });
    }

    it("is not seen when its file cannot be executed, is empty or is a dead link", async () => {
        writeVersioned(tool, "1.5.2");
        chmodSync(tool, 0o644);
        assert.equal((await obtain()).why, "path.absent: not found");
        writeFileSync(tool, "", { mode: 0o755 });
        assert.equal((await obtain()).why, "path.absent: not found");
        rmSync(tool);
        symlinkSync("/nowhere/tool", tool);
        assert.equal((await obtain()).why, "path.absent: not found");
    });

    it("is forgotten when its file changes, and asked again", async () => {
        writeVersioned(tool, "1.5.2");
        await obtain();
        writeVersioned(tool, "v1.4.0");
        assert.match((await obtain()).why ?? "", /^path.unsuitable/);
    });

    it("is forgotten when its folder leaves the PATH", async () => {
        writeVersioned(tool, "1.5.2");
        await obtain();
        const { problems } = await obtainAll([aTool()], { ...world.surroundings, environment: { PATH: "/nowhere" } });
        assert.equal(problems[0]?.tried[0]?.id, "path.absent");
    });

    it("is not looked for when it cannot be asked for its version", async () => {
        writeVersioned(tool, "1.5.2");
        const { why } = await obtain(aTool("", { onPath: { never: "it keeps silent" } }));
        assert.equal(why, "path.not-asked: it keeps silent");
    });
});

describe("a tool that belongs to another", () => {
    let world: FakeWorld;
    const helper = aTool("", { name: "helper", onPath: { beside: "tool" } });

    beforeEach(() => (world = fakeWorld({ offline: true })));
    afterEach(() => world.remove());

    it("is taken from the folder of the other, through links", async () => {
        writeVersioned(join(world.root, "opt", "tool"), "1.5.2");
        const own = writeProgram(join(world.root, "opt", "helper"), "exit 1");
        symlinkSync(join(world.root, "opt", "tool"), join(world.bin, "tool"));
        const { paths } = await obtainAll([aTool(), helper], world.surroundings);
        assert.equal(paths.get("helper"), own);
    });

    it("is not taken from elsewhere when the other is not good enough", async () => {
        writeVersioned(join(world.bin, "tool"), "1.0.0");
        writeProgram(join(world.bin, "helper"), "exit 1");
        const { problems } = await obtainAll([aTool(), helper], world.surroundings);
        assert.equal(problems[1]?.tried[0]?.id, "path.absent");
    });
});

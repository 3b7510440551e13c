// What a person reads when nothing helps. It does not prove that the advice is enough on every machine.
import assert from "node:assert/strict";
import { obtainAll } from "../../tools/obtain/obtain-all";
import { describeProblems, ToolsMissing } from "../../tools/obtain/problem";
import { pinnedTools } from "../../tools/obtain/pinned";
import { toolNames } from "../../tools/obtain/tool-spec";
import { startReleaseServer } from "./release-server";
import { aTool, fakeWorld, type FakeWorld } from "./fake-world";

describe("a machine with neither internet nor Go", () => {
    let world: FakeWorld;
    let unreachable: string;

    beforeEach(async () => {
        world = fakeWorld();
        const server = await startReleaseServer();
        unreachable = server.url;
        await server.close();
    });
    afterEach(() => world.remove());

    it("is told for every missing tool at once what was tried, why it failed and what to do", async () => {
        const silent = aTool(unreachable, { name: "silent", onPath: { never: "it keeps silent" } });
        const { problems } = await obtainAll([aTool(unreachable), silent], world.surroundings);
        const { host } = new URL(unreachable);
        assert.equal(
            describeProblems(problems),
            [
                "2 tools could not be obtained",
                "",
                "  tool.unobtainable    tool 1.5.2",
                "      PATH      not found (path.absent)",
                `      download  ${host} cannot be reached: ECONNREFUSED (download.unreachable)`,
                "      build     Go is not on the PATH (build.no-go)",
                "      fix       run again with a connection to the internet",
                "      or        install Go 1.26 or newer (https://go.dev/dl) and run again",
                "      or        install tool 1.5.x on the PATH: https://tool.example/releases",
                "",
                "  tool.unobtainable    silent 1.5.2",
                "      PATH      it keeps silent (path.not-asked)",
                `      download  ${host} cannot be reached: ECONNREFUSED (download.unreachable)`,
                "      build     Go is not on the PATH (build.no-go)",
                "      fix       run again with a connection to the internet",
                "      or        install Go 1.26 or newer (https://go.dev/dl) and run again",
            ].join("\n"),
        );
    });

    it("gets the same as plain values", async () => {
        const { problems } = await obtainAll([aTool(unreachable)], world.surroundings);
        const [problem] = problems;
        assert.deepEqual(
            { ...problem, tried: problem?.tried.map(({ source, id }) => `${source} ${id}`), fix: problem?.fix.length },
            {
                id: "tool.unobtainable",
                tool: "tool",
                version: "1.5.2",
                tried: ["PATH path.absent", "download download.unreachable", "build build.no-go"],
                fix: 3,
            },
        );
        assert.deepEqual(new ToolsMissing(problems).problems, problems);
    });

    it("finds an advice for each of our own tools", async () => {
        const { problems } = await obtainAll(pinnedTools(), { ...world.surroundings, offline: true });
        assert.deepEqual(problems.map(({ tool }) => tool).sort(), [...toolNames].sort());
        for (const { tool, fix } of problems) {
            assert.ok(fix.includes("run again without --offline"), tool);
            assert.ok(
                fix.some(text => text.startsWith("install Go 1.26")),
                tool,
            );
        }
    });
});

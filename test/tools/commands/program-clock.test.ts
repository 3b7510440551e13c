/**
 * The clock of programs whose account's clock was moved, in processes that are started as the engine starts them. It does not
 * prove that every version of the language host starts programs by this path.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineEnvironment } from "../../../tools/commands/engine";
import { localPaths } from "../../../tools/commands/local-paths";
import type { ToolPaths } from "../../../tools/obtain/obtain";

const tools: ToolPaths = {
    pulumi: "/tools/pulumi",
    "pulumi-language-nodejs": "/tools/pulumi-language-nodejs",
    kubectl: "/tools/kubectl",
} as ToolPaths;
const day = 24 * 3_600_000;
const tolerated = 60_000;

describe("a program on the local cloud", () => {
    let folder: string;

    before(() => (folder = mkdtempSync(join(tmpdir(), "program-clock-"))));

    after(() => rmSync(folder, { recursive: true }));

    /** By how much a process goes ahead of this one, by either way of asking, and what it makes of a moment that is given. */
    function read(script: string, ahead: number): readonly [number, number, number] {
        const file = join(folder, script);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, "console.log(JSON.stringify([Date.now(), new Date().getTime(), new Date(5).getTime()]))");
        const env = engineEnvironment(localPaths({ PULUMI_ACCELERATORS_LOCAL: folder }), tools, ahead);
        const [now, made, given] = JSON.parse(execFileSync(process.execPath, [file], { env, encoding: "utf8" })) as [
            number,
            number,
            number,
        ];
        return [now - Date.now(), made - Date.now(), given];
    }

    const program = join("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js");

    for (const ahead of [0, 30 * day, -400 * day]) {
        it(`goes by the account's clock, ${ahead / day} days ahead`, () => {
            const [now, made, given] = read(program, ahead);
            assert.ok(Math.abs(now - ahead) < tolerated && Math.abs(made - ahead) < tolerated, `${now} and ${made}`);
            assert.equal(given, 5);
        });
    }

    it("is the only one to do so: what signs tokens goes by the machine's time", () => {
        const [now, made] = read(join("sim", "bin", "aws.js"), 30 * day);
        assert.ok(Math.abs(now) < tolerated && Math.abs(made) < tolerated, `${now} and ${made}`);
    });
});

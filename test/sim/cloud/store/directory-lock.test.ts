// Two processes and one folder. Not proven here: file systems that are shared between machines.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { lockDirectory } from "../../../../sim/cloud/store/directory-lock";

describe("a locked folder", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "accelerators-lock-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("is refused to the next one, who is told who holds it", async () => {
        const lock = await lockDirectory(folder);
        await assert.rejects(lockDirectory(folder), new RegExp(`in use by process ${process.pid}`));
        await lock.release();
        await (await lockDirectory(folder)).release();
    });

    it("goes to exactly one of many who ask at once", async () => {
        const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(folder)));
        assert.equal(asked.filter(each => each.status === "fulfilled").length, 1);
    });

    it("is free when its holder is dead", async () => {
        const { pid } = spawnSync(process.execPath, ["-e", ""]);
        writeFileSync(path.join(folder, "holder.json"), JSON.stringify({ pid, started: "" }));
        await (await lockDirectory(folder)).release();
    });

    it("is free when another process has got the holder's number since", async () => {
        writeFileSync(path.join(folder, "holder.json"), JSON.stringify({ pid: process.pid, started: "long ago" }));
        await (await lockDirectory(folder)).release();
    });
});

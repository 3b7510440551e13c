/*
 * The fault that ends the local cloud, met by a real process with a real folder.
 * Not proven here: clusters that such a process ran (test/sim/daemon).
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { openAccount } from "../../../sim/cloud/account";
import { fakeMachines } from "./an-account";
import { compiled } from "./compiled";

describe("a local cloud that is killed at its second call", function () {
    this.timeout(60_000);

    let folder: string;
    let program: string;
    before(() => {
        program = compiled(path.join(__dirname, "vpc-maker.ts"));
    });
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "accelerators-kill-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    for (const [when, left] of [
        ["before", 1],
        ["after", 2],
    ] as const) {
        it(`${when} the change is on disk, has ${left} of its two VPCs, and is not killed again`, async () => {
            const faults = path.join(folder, "faults.json");
            writeFileSync(
                faults,
                JSON.stringify({ faults: [{ kind: "kill", type: "*", on: "create", call: 2, when }] }),
            );
            const cloud = path.join(folder, "cloud");
            const run = () =>
                spawnSync(process.execPath, [program, cloud, faults], { stdio: ["ignore", "inherit", "inherit"] });
            assert.equal(run().signal, "SIGKILL");
            const account = await openAccount({ directory: cloud, machines: fakeMachines() });
            assert.equal(account.store.list("aws:ec2/vpc:Vpc").length, left);
            await account.close();
            assert.equal(run().status, 0);
        });
    }
});

/*
 * The state on disk, with real files and a real process that is killed.
 * Not proven here: that a disk keeps what it was told to sync when the machine itself loses power.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";

import fc from "fast-check";

import { openDurable } from "../../../../sim/cloud/store/durable";
import { compiled } from "../compiled";
import { aResource } from "./a-resource";

describe("the state on disk", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "accelerators-state-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    async function idsAfterReopening(type = "thing"): Promise<string[]> {
        const opened = await openDurable(folder);
        const ids = opened.database.list(type).map(each => each.id);
        await opened.close();
        return ids;
    }

    it("holds what was written when it is opened again, in the order of creation", async () => {
        const first = await openDurable(folder);
        for (const id of ["c", "a", "b"]) await first.change(() => first.database.put(aResource({ id })));
        await first.change(() => first.database.remove("thing", "us-east-2", "a"));
        await first.close();
        assert.deepEqual(await idsAfterReopening(), ["c", "b"]);
    });

    it("keeps nothing of a change that throws", async () => {
        const opened = await openDurable(folder);
        await opened.change(() => opened.database.put(aResource({ id: "kept", outputs: { size: 1 } })));
        await assert.rejects(
            opened.change(() => {
                opened.database.put(aResource({ id: "new" }));
                opened.database.put(aResource({ id: "kept", outputs: { size: 2 } }));
                opened.database.remove("thing", "us-east-2", "kept");
                throw new Error("refused");
            }),
            /refused/,
        );
        assert.deepEqual(
            opened.database.all().map(each => [each.id, each.outputs.size]),
            [["kept", 1]],
        );
        await opened.close();
        assert.deepEqual(await idsAfterReopening(), ["kept"]);
    });

    it("sees its own writes inside a change, and refuses writes outside one", async () => {
        const { database, change, close } = await openDurable(folder);
        await change(() => {
            database.put(aResource({ id: "new" }));
            assert.equal(database.get("thing", "us-east-2", "new")?.id, "new");
            assert.deepEqual(
                database.list("thing").map(each => each.id),
                ["new"],
            );
            database.remove("thing", "us-east-2", "new");
            assert.equal(database.get("thing", "us-east-2", "new"), undefined);
            assert.deepEqual(database.all(), []);
        });
        assert.throws(() => database.put(aResource()), /outside a transaction/);
        await close();
    });

    it("forgets nothing over compactions made while changes go on", async () => {
        const opened = await openDurable(folder, { compactAt: 2_000 });
        const ids = Array.from({ length: 300 }, (_, index) => String(index));
        await Promise.all(ids.map(id => opened.change(() => opened.database.put(aResource({ id })))));
        await opened.close();
        assert.ok(readdirSync(folder).includes("state.json"));
        assert.deepEqual(await idsAfterReopening(), ids);
    });

    it("opens after its last write was cut at any byte, and then holds whole changes only", async () => {
        const opened = await openDurable(folder);
        const file = path.join(
            folder,
            readdirSync(folder).find(name => name.startsWith("journal"))!,
        );
        const sizes = [0];
        for (let index = 0; index < 5; index += 1) {
            await opened.change(() => {
                opened.database.put(aResource({ type: "left", id: String(index) }));
                opened.database.put(aResource({ type: "right", id: String(index) }));
            });
            sizes.push(readFileSync(file).length);
        }
        await opened.close();
        const whole = readFileSync(file);
        await fc.assert(
            fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async cut => {
                writeFileSync(file, whole);
                truncateSync(file, cut);
                const again = await openDurable(folder);
                const lefts = again.database.list("left").map(each => each.id);
                await again.change(() => again.database.put(aResource({ type: "left", id: "after" })));
                await again.close();
                const expected = sizes.filter(size => size <= cut).length - 1;
                assert.equal(lefts.length, expected);
                const third = await openDurable(folder);
                assert.deepEqual(
                    third.database.list("right").map(each => each.id),
                    lefts,
                );
                assert.ok(third.database.get("left", "us-east-2", "after"));
                await third.close();
            }),
            { numRuns: 40 },
        );
    });

    it("refuses to open when an earlier line is damaged, naming the file", async () => {
        const opened = await openDurable(folder);
        for (const id of ["a", "b"]) await opened.change(() => opened.database.put(aResource({ id })));
        await opened.close();
        const file = path.join(
            folder,
            readdirSync(folder).find(name => name.startsWith("journal"))!,
        );
        writeFileSync(file, readFileSync(file, "utf8").replace('"id":"a"', '"id":"x"'));
        await assert.rejects(openDurable(folder), /journal-1\.log: the line at byte 0 is damaged/);
    });

    it("is whole and holds every answered change after its process is killed, again and again", async function () {
        this.timeout(60_000);
        const program = compiled(path.join(__dirname, "endless-writer.ts"));
        for (let round = 0; round < 12; round += 1) {
            const answered = await killedAfter(program, folder, 1 + Math.floor(Math.random() * 150));
            const { database, close } = await openDurable(folder);
            const lefts = new Set(database.list("left").map(each => each.id));
            const rights = new Set(database.list("right").map(each => each.id));
            assert.deepEqual(lefts, rights);
            for (const pair of answered)
                assert.ok(lefts.has(pair), `round ${round}: pair ${pair} was answered and is lost`);
            await close();
        }
    });
});

/** Runs the writer and kills it once it has answered so many pairs. Answers the pairs it had answered by then. */
async function killedAfter(program: string, folder: string, pairs: number): Promise<string[]> {
    const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const answered: string[] = [];
    for await (const line of readline.createInterface({ input: child.stdout })) {
        answered.push(line);
        if (answered.length === pairs) child.kill("SIGKILL");
    }
    return answered;
}

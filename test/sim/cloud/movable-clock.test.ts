/*
 * A clock that tests and people move, and what happens on the way.
 * Not proven here: that anything but the simulated account believes it; processes and certificates keep the machine's time.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { movableClock } from "../../../sim/cloud/movable-clock";
import type { ResourceType } from "../../../sim/cloud/contract";
import { text } from "../../../sim/cloud/props";
import { anAccount, fakeClock } from "./an-account";

const hour = 3_600_000;
const near = (date: Date, milliseconds: number) => Math.abs(date.getTime() - milliseconds) < 5000;

describe("movable clock", () => {
    it("runs on from where it is set, and with the machine's clock again when it is reset", () => {
        const clock = movableClock();
        clock.set(new Date("2027-01-01T00:00:00Z"));
        assert.ok(near(clock.now(), Date.parse("2027-01-01T00:00:00Z")));
        clock.reset();
        assert.ok(near(clock.now(), Date.now()));
    });

    it("wakes who sleeps past the moment that it is set to, and nobody else", async () => {
        const clock = movableClock();
        const woken: string[] = [];
        const stop = new AbortController();
        const short = clock.sleep(hour).then(() => woken.push("an hour"));
        const long = clock.sleep(3 * hour, stop.signal).catch(() => woken.push("stopped"));
        clock.set(new Date(Date.now() + 2 * hour));
        await short;
        assert.deepEqual(woken, ["an hour"]);
        stop.abort();
        await long;
        clock.set(new Date(clock.now().getTime() + 2 * hour));
        assert.deepEqual(woken, ["an hour", "stopped"]);
    });

    it("is found in its file as it was left", () => {
        const folder = mkdtempSync(join(tmpdir(), "clock-"));
        try {
            const file = join(folder, "clock.json");
            movableClock(file).set(new Date(Date.now() + hour));
            assert.ok(near(movableClock(file).now(), Date.now() + hour));
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

/** A bell that rings at its time, and answers by setting the next one an hour later, three times. */
const bell = (rung: string[]): ResourceType => ({
    token: "aws:ec2/vpc:Vpc",
    title: "Bell",
    replaceOn: [],
    create: (_, inputs) => ({
        id: text(inputs, "cidrBlock"),
        outputs: {},
        hidden: { left: 3, at: "2026-11-23T11:00:00Z" },
    }),
    remove: () => undefined,
    timed: {
        next: (_, current) => (current.hidden.left === 0 ? undefined : new Date(text(current.hidden, "at"))),
        async pass({ account, region }, id) {
            rung.push(`${id} ${account.now().toISOString()}`);
            await account.change(() => {
                const current = account.store.get("aws:ec2/vpc:Vpc", region, id);
                if (!current) return;
                const at = new Date(Date.parse(text(current.hidden, "at")) + hour).toISOString();
                account.store.put({ ...current, hidden: { left: Number(current.hidden.left) - 1, at } });
            });
        },
    },
});

describe("time that passes", () => {
    const rings = async (move: (account: ReturnType<typeof anAccount>) => Promise<void>) => {
        const rung: string[] = [];
        const account = anAccount({ types: [bell(rung)], clock: fakeClock("2026-11-23T10:00:00Z") });
        await account.create("aws:ec2/vpc:Vpc", { cidrBlock: "a" });
        await move(account);
        return rung;
    };

    it("lets everything happen at its own moment, however far the clock jumps", async () => {
        assert.deepEqual(await rings(account => account.moveClock(new Date("2026-11-24T00:00:00Z"))), [
            "a 2026-11-23T11:00:00.000Z",
            "a 2026-11-23T12:00:00.000Z",
            "a 2026-11-23T13:00:00.000Z",
        ]);
    });

    it("stops where the clock is set to", async () => {
        assert.deepEqual(await rings(account => account.moveClock(new Date("2026-11-23T11:59:59Z"))), [
            "a 2026-11-23T11:00:00.000Z",
        ]);
    });

    it("does not go back: an earlier moment undoes nothing and repeats nothing", async () => {
        const rung = await rings(async account => {
            await account.moveClock(new Date("2026-11-23T11:00:00Z"));
            await account.moveClock(new Date("2026-11-23T09:00:00Z"));
            await account.moveClock(new Date("2026-11-23T11:30:00Z"));
        });
        assert.equal(rung.length, 1);
    });
});

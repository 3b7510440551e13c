import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { duration, type Progress } from "./progress";
import type { Surroundings } from "./surroundings";

/** Tells whoever waits for the lock what its holder is doing. */
export type Tell = (doing: string) => void;

interface Holder {
    readonly pid: number;
    readonly doing: string;
    readonly since: number;
}

/**
 * Runs `work` while no other process of this user works on the same module. The lock of a process that was killed goes
 * stale and is taken over.
 */
export async function withLock<T>(
    module: string,
    surroundings: Surroundings,
    progress: Progress,
    work: (tell: Tell) => Promise<T>,
): Promise<T> {
    const folder = join(surroundings.cache, "tools", ".locks");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, module);
    const holderFile = `${file}.holder.json`;
    const release = await acquire(file, holderFile, module, surroundings, progress);
    try {
        return await work(doing => {
            const holder: Holder = { pid: process.pid, doing, since: Date.now() };
            writeFileSync(holderFile, JSON.stringify(holder));
        });
    } finally {
        rmSync(holderFile, { force: true });
        // A lock that was lost meanwhile belongs to somebody else; the work itself is published by renames and stays whole.
        await release().catch(() => undefined);
    }
}

async function acquire(
    file: string,
    holderFile: string,
    module: string,
    { patience }: Surroundings,
    progress: Progress,
): Promise<() => Promise<void>> {
    const { lock } = await import("proper-lockfile");
    let nextWord = 0;
    for (;;) {
        try {
            return await lock(file, {
                realpath: false,
                stale: patience.lockStaleMs,
                onCompromised: () => progress.say(`${module}: this process stood still and lost its lock; going on`),
            });
        } catch (error) {
            if (!isHeld(error)) {
                throw error;
            }
        }
        if (Date.now() >= nextWord) {
            progress.say(`${module}: waiting for ${describe(readHolder(holderFile))}`);
            nextWord = Date.now() + patience.heartbeatMs;
        }
        await sleep(patience.lockPollMs);
    }
}

function isHeld(error: unknown): boolean {
    return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

function describe(holder: Holder | undefined): string {
    return holder === undefined
        ? "another process"
        : `process ${holder.pid}, which has been ${holder.doing} for ${duration((Date.now() - holder.since) / 1000)}`;
}

function readHolder(file: string): Holder | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Holder;
    } catch {
        return undefined;
    }
}

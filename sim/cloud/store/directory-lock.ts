import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import * as path from "node:path";

import { lock as lockBriefly } from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";

/** A folder that one living process holds. A process that was killed holds nothing. */
export interface DirectoryLock {
    release(): Promise<void>;
}

interface Holder {
    readonly pid: number;
    /** Tells the holder from a later process with the same number. */
    readonly started: string;
}

/** Takes the folder for this process. Throws when another living process holds it. */
export async function lockDirectory(folder: string): Promise<DirectoryLock> {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, "holder.json");
    await exclusively(folder, async () => {
        const holder = await holderIn(file);
        if (holder && isAlive(holder)) {
            throw new Error(`${folder} is in use by process ${holder.pid}. Stop that local cloud first.`);
        }
        const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? "" };
        await writeFileAtomic(file, JSON.stringify(own));
    });
    return { release: () => rm(file, { force: true }) };
}

/** Looking at the holder and taking its place is one step for all processes. */
async function exclusively(folder: string, work: () => Promise<void>): Promise<void> {
    const release = await lockBriefly(folder, {
        lockfilePath: path.join(folder, "holder.lock"),
        stale: 5_000,
        retries: { retries: 100, minTimeout: 20, maxTimeout: 100 },
    });
    try {
        await work();
    } finally {
        await release();
    }
}

async function holderIn(file: string): Promise<Holder | undefined> {
    try {
        return JSON.parse(await readFile(file, "utf8")) as Holder;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

function isAlive(holder: Holder): boolean {
    try {
        process.kill(holder.pid, 0);
    } catch (error) {
        // EPERM: it lives and belongs to another user.
        if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
    }
    return startOf(holder.pid) === holder.started;
}

/** When the process with this number started, in the system's own words; undefined when there is none. */
function startOf(pid: number): string | undefined {
    try {
        if (process.platform === "linux") {
            // proc(5): field 22 is the start in clock ticks since boot; the name in field 2 may hold spaces and brackets.
            const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
            const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
            return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${ticks}`;
        }
        return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    } catch {
        return undefined;
    }
}

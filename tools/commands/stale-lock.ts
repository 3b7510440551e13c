import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { askEngine } from "./engine";
import type { Session } from "./session";

interface BackendLock {
    readonly pid: number;
    readonly hostname: string;
}

/** Takes back the lock of a run of this machine that was killed before it could give the stack back. */
export async function takeStaleLockBack(
    { paths, engine }: Session,
    stack: string,
    say: (line: string) => void,
): Promise<void> {
    const folder = join(paths.backend, ".pulumi", "locks", "organization", "pulumi-accelerators", stack);
    if (existsSync(folder) && readLocks(folder).some(isStale)) {
        say("the last run was killed and left the stack locked: taking the lock back");
        await askEngine(engine, ["cancel", "--yes", "--stack", stack]);
    }
}

function readLocks(folder: string): BackendLock[] {
    return readdirSync(folder)
        .filter(file => file.endsWith(".json"))
        .map(file => JSON.parse(readFileSync(join(folder, file), "utf8")) as BackendLock);
}

function isStale({ hostname: host, pid }: BackendLock): boolean {
    return host === hostname() && !isAlive(pid);
}

/** A killed process that nobody has reaped yet is gone for all that matters here, though its pid still answers. */
function isAlive(pid: number): boolean {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    const state = stdout.trim();
    return state !== "" && !state.startsWith("Z");
}

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";

/** A process of this user, as the operating system lists it. */
export interface RunningProcess {
    readonly pid: number;
    /** When it started, in the system's own words: tells it from a later process with the same pid. */
    readonly startedAt: string;
    /** Program and arguments, joined by blanks. */
    readonly commandLine: string;
}

/** All processes of this user that are not zombies. */
export function listProcesses(): RunningProcess[] {
    return process.platform === "linux" ? listFromProc() : listFromPs();
}

/** The process with this pid, if it lives and belongs to this user. */
export function findProcess(pid: number): RunningProcess | undefined {
    return process.platform === "linux" ? readFromProc(pid) : listFromPs(["-p", String(pid)])[0];
}

/** Whether exactly this process still lives: not a zombie, and not another one that got its pid. */
export function isRunning(known: Pick<RunningProcess, "pid" | "startedAt">): boolean {
    return findProcess(known.pid)?.startedAt === known.startedAt;
}

/** Memory that the process holds in RAM, in bytes; 0 when it is gone. */
export function residentBytes(pid: number): number {
    try {
        const kibibytes =
            process.platform === "linux"
                ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
                : runPs(["-o", "rss=", "-p", String(pid)]).trim();
        return Number(kibibytes ?? 0) * 1024;
    } catch {
        return 0;
    }
}

/** Sends a signal to exactly this process; false when it is already gone. */
export function signalProcess(target: Pick<RunningProcess, "pid" | "startedAt">, signal: NodeJS.Signals): boolean {
    if (!isRunning(target)) {
        return false;
    }
    try {
        process.kill(target.pid, signal);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ESRCH") {
            return false;
        }
        throw error;
    }
}

function listFromProc(): RunningProcess[] {
    return readdirSync("/proc")
        .filter(entry => /^\d+$/.test(entry))
        .map(entry => readFromProc(Number(entry)))
        .filter(found => found !== undefined);
}

/** proc(5): in `stat` the program's name stands in brackets, field 3 is the state, field 22 the start in clock ticks since boot. */
function readFromProc(pid: number): RunningProcess | undefined {
    try {
        if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) {
            return undefined;
        }
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const startedAt = rest[18];
        if (state === undefined || "ZXx".includes(state) || startedAt === undefined) {
            return undefined;
        }
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1).join(" ");
        return { pid, startedAt, commandLine };
    } catch {
        return undefined;
    }
}

/** ps(1) as macOS and procps both know it: `lstart` is always five words in the C locale. */
export function listFromPs(selection: readonly string[] = ["-x"]): RunningProcess[] {
    let listing: string;
    try {
        listing = runPs(["-ww", ...selection, "-o", "pid=", "-o", "state=", "-o", "lstart=", "-o", "command="]);
    } catch {
        // ps answers with exit code 1 when nothing matches the selection.
        return [];
    }
    return listing.split("\n").flatMap(line => {
        const fields = /^\s*(\d+)\s+(\S+)\s+((?:\S+\s+){4}\d{4}) (.*)$/.exec(line);
        const [, pid, state, startedAt, commandLine] = fields ?? [];
        return pid === undefined ||
            startedAt === undefined ||
            commandLine === undefined ||
            state?.startsWith("Z") === true
            ? []
            : [{ pid: Number(pid), startedAt, commandLine: commandLine.trimEnd() }];
    });
}

function runPs(args: readonly string[]): string {
    return execFileSync("ps", args, {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C" },
        maxBuffer: 64 * 1024 * 1024,
    });
}

import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { plainEnvironment } from "./environment";
import {
    findProcess,
    isRunning,
    listProcesses,
    residentBytes,
    signalProcess,
    type RunningProcess,
} from "./process-table";

/** A program that has to run for as long as its cluster does. */
export interface ProcessSpec {
    /** For people: `kube-apiserver`. */
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
    readonly logFile: string;
}

export interface ProcessStatus {
    readonly name: string;
    /** `crashed`: it ended by itself and is started again after a pause. */
    readonly state: "running" | "crashed" | "stopped";
    readonly pid?: number;
    readonly restarts: number;
    readonly residentBytes: number;
    /** How it ended the last time, when it ended by itself. */
    readonly lastExit?: string;
    readonly logFile: string;
}

const firstPause = 500;
const longestPause = 30_000;
/** A process that lived this long had a good start: the next pause is short again. */
const goodStart = 60_000;
const watchAdopted = 1_000;
const patienceAtStop = 5_000;
const largestLog = 20 * 1024 * 1024;
const watchLog = 60_000;

/**
 * Keeps one program running. A process with exactly the same command line that already runs is taken over instead of
 * started a second time: that is how the children of a killed local cloud are found again, without pid files that lie.
 */
export class SupervisedProcess {
    private current: RunningProcess | undefined;
    private child: ChildProcess | undefined;
    private restarts = 0;
    private pause = firstPause;
    private startedOn = 0;
    private lastExit: string | undefined;
    private wanted = false;
    private restartTimer: NodeJS.Timeout | undefined;
    private watchTimer: NodeJS.Timeout | undefined;
    private logTimer: NodeJS.Timeout | undefined;

    constructor(
        readonly spec: ProcessSpec,
        private readonly log: (line: string) => void,
    ) {}

    /** Takes over the running process of this command line, or starts it. */
    start(): void {
        if (this.wanted) {
            return;
        }
        this.wanted = true;
        this.logTimer = setInterval(() => shortenLog(this.spec.logFile), watchLog);
        this.logTimer.unref();
        const running = findRunning(this.spec);
        if (running !== undefined) {
            this.adopt(running);
        } else {
            this.launch();
        }
    }

    /** Ends the process, first politely, after `patience` milliseconds by force. It is gone when the promise resolves. */
    async stop(patience = patienceAtStop): Promise<void> {
        this.wanted = false;
        clearTimeout(this.restartTimer);
        clearInterval(this.logTimer);
        const target = this.current;
        if (target !== undefined) {
            await endProcess(target, patience);
        }
        clearInterval(this.watchTimer);
        this.current = undefined;
    }

    status(): ProcessStatus {
        const { name, logFile } = this.spec;
        const common = { name, logFile, restarts: this.restarts, lastExit: this.lastExit };
        return this.current === undefined
            ? { ...common, state: this.wanted ? "crashed" : "stopped", residentBytes: 0 }
            : { ...common, state: "running", pid: this.current.pid, residentBytes: residentBytes(this.current.pid) };
    }

    private adopt(running: RunningProcess): void {
        this.log(`${this.spec.name}: found running (pid ${running.pid})`);
        this.current = running;
        this.startedOn = Date.now();
        this.watchTimer = setInterval(() => {
            if (!isRunning(running)) {
                clearInterval(this.watchTimer);
                this.ended("ended, exit code unknown");
            }
        }, watchAdopted);
    }

    private launch(): void {
        prepareLog(this.spec.logFile);
        const logFile = openSync(this.spec.logFile, "a", 0o600);
        try {
            // A session of its own: an interrupt typed at the terminal reaches the local cloud only, which ends its children in order.
            this.child = spawn(this.spec.command, this.spec.args, {
                detached: true,
                stdio: ["ignore", logFile, logFile],
                env: { ...plainEnvironment(), ...this.spec.environment },
            });
        } finally {
            closeSync(logFile);
        }
        const { child } = this;
        this.startedOn = Date.now();
        child.once("error", error => this.ended(error.message));
        child.once("exit", (code, signal) => this.ended(signal ?? `exit code ${code ?? "unknown"}`));
        this.current = child.pid === undefined ? undefined : findProcess(child.pid);
    }

    private ended(how: string): void {
        this.current = undefined;
        this.child = undefined;
        if (!this.wanted) {
            return;
        }
        this.lastExit = how;
        this.restarts += 1;
        this.pause = Date.now() - this.startedOn > goodStart ? firstPause : this.pause;
        this.log(
            `${this.spec.name} ended (${how}); starting it again in ${this.pause / 1000} s; log: ${this.spec.logFile}`,
        );
        this.restartTimer = setTimeout(() => this.launch(), this.pause);
        this.pause = Math.min(this.pause * 2, longestPause);
    }
}

/** How the process table shows a program that was started from this description. */
export function commandLineOf({ command, args }: Pick<ProcessSpec, "command" | "args">): string {
    return [command, ...args].join(" ");
}

/** Whether a process of exactly this description runs, whoever started it. */
export function isRunningAlready(spec: ProcessSpec): boolean {
    return findRunning(spec) !== undefined;
}

function findRunning(spec: ProcessSpec): RunningProcess | undefined {
    const commandLine = commandLineOf(spec);
    return listProcesses().find(candidate => candidate.commandLine === commandLine);
}

/** Ends a process: SIGTERM, then SIGKILL when it does not listen. */
export async function endProcess(target: RunningProcess, patience = patienceAtStop): Promise<void> {
    const deadline = Date.now() + patience;
    signalProcess(target, "SIGTERM");
    while (isRunning(target)) {
        if (Date.now() > deadline) {
            signalProcess(target, "SIGKILL");
        }
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

/** The last lines of a log, for a message that has to explain why a program did not start. */
export function lastLines(logFile: string, count: number): string {
    return existsSync(logFile) ? readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count).join("\n") : "";
}

function prepareLog(logFile: string): void {
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    if (existsSync(logFile) && statSync(logFile).size > largestLog / 4) {
        renameSync(logFile, `${logFile}.1`);
    }
}

/** The process writes with O_APPEND, so it goes on at the new end. */
function shortenLog(logFile: string): void {
    if (existsSync(logFile) && statSync(logFile).size > largestLog) {
        truncateSync(logFile);
    }
}

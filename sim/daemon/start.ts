import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faultsIn } from "../cloud/faults";
import { writePrivateFile } from "../cluster/cluster-files";
import { plainEnvironment } from "../cluster/processes/environment";
import { endStrays } from "../cluster/processes/strays";
import { isRunning, signalProcess } from "../cluster/processes/process-table";
import { lastLines } from "../cluster/processes/supervised-process";
import type { DaemonFile, LocalCloudStatus } from "../control/api";
import { connect, type LocalCloudClient } from "../control/client";
import { bundleLocalCloud, type Bundle } from "./bundle";
import { directoryTaken, localFiles, removeDaemonFile, runningDaemon } from "./daemon-file";
import { writeDaemonOptions, type DaemonOptions } from "./daemon-options";

export interface StartOptions extends Omit<DaemonOptions, "build"> {
    /** The local directory: everything the local cloud writes lives in it. */
    readonly directory: string;
    /** Told in a line each what is done and how long it takes. */
    readonly log?: (line: string) => void;
}

const patience = { start: 180_000, stop: 60_000, poll: 50 };

/**
 * Starts the local cloud of a directory, or finds it running. It goes on after this process has ended. One that runs as an
 * older program, or with other options, is restarted; its account and its clusters stay.
 *
 * @example
 * const cloud = await startLocalCloud({ directory: ".local", tools: await obtainTools(), log: console.log });
 * console.log((await cloud.inventory()).length);
 *
 * @throws when it does not come up, with the end of its log.
 */
export async function startLocalCloud(options: StartOptions): Promise<LocalCloudClient> {
    const directory = resolve(options.directory);
    const log = options.log ?? (() => undefined);
    const bundle = await bundleLocalCloud();
    const { tools, quotas, latency } = options;
    const build = createHash("sha256")
        .update(JSON.stringify([bundle.hash, pick(tools), quotas, latency]))
        .digest("hex");
    const began = Date.now();
    const deadline = began + patience.start;
    while (Date.now() < deadline) {
        const running = runningDaemon(directory);
        if (running === undefined) {
            writeDaemonOptions(directory, { tools: pick(tools), quotas, latency, build });
            log("starting the local cloud");
            await launch(directory, bundle);
        } else if (running.build !== build) {
            log("the local cloud that runs is another version, or has other options: stopping it first");
            await stopLocalCloud(directory);
        } else if (running.ready) {
            log(`the local cloud runs (pid ${running.pid}, after ${((Date.now() - began) / 1000).toFixed(1)} s)`);
            return connect(running);
        } else {
            await sleep(patience.poll);
        }
    }
    throw new Error(
        `the local cloud is not ready after ${patience.start / 1000} s; its log: ${localFiles(directory).log}`,
    );
}

/** Stops the local cloud of a directory and every process it started, also those of one that was killed. False when nothing ran. */
export async function stopLocalCloud(directory: string): Promise<boolean> {
    const running = runningDaemon(resolve(directory));
    if (running !== undefined) {
        await connect(running)
            .stop()
            .catch(() => signalProcess(running, "SIGTERM"));
        await untilGone(running);
    }
    const strays = await endStrays(resolve(directory));
    removeDaemonFile(resolve(directory));
    return running !== undefined || strays.length > 0;
}

/** How the local cloud of a directory does; nothing when it does not run. */
export async function localCloudStatus(directory: string): Promise<LocalCloudStatus | undefined> {
    const running = runningDaemon(resolve(directory));
    return running === undefined ? undefined : connect(running).status();
}

/** Stops the local cloud and throws its account, its clusters and its faults away. The next start is the first one. */
export async function resetLocalCloud(directory: string): Promise<void> {
    await stopLocalCloud(directory);
    const { lock, control, options, faults } = localFiles(resolve(directory));
    const folders = ["cloud", "clusters", "etcd", "logs"].map(name => join(resolve(directory), name));
    for (const path of [lock, control, options, faults, ...folders]) {
        rmSync(path, { recursive: true, force: true });
    }
}

/**
 * Switches faults on, in place of those that were; with nothing, switches all off. They count from the next call on, also
 * while the local cloud runs. Drift is a fault too: `{ "kind": "drift", "type": …, "set": … }`.
 *
 * @throws when the text does not describe faults, with every problem of it; the old ones then stay.
 */
export function setFaults(directory: string, faults: string | undefined): void {
    const path = localFiles(resolve(directory)).faults;
    if (faults === undefined) {
        rmSync(path, { force: true });
        return;
    }
    const draft = `${path}.proposed`;
    writePrivateFile(draft, faults);
    try {
        faultsIn(draft)();
        writePrivateFile(path, faults);
    } finally {
        rmSync(draft, { force: true });
    }
}

/** Only what the local cloud needs, so that another tool's path does not restart it. */
function pick(tools: DaemonOptions["tools"]): DaemonOptions["tools"] {
    return {
        etcd: tools.etcd,
        "kube-apiserver": tools["kube-apiserver"],
        "kube-scheduler": tools["kube-scheduler"],
        "kube-controller-manager": tools["kube-controller-manager"],
        kwok: tools.kwok,
    };
}

/** Starts the process; returns when it has said where it is, or when another one holds the directory already. */
async function launch(directory: string, bundle: Bundle): Promise<void> {
    const logFile = localFiles(directory).log;
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    const output = openSync(logFile, "a", 0o600);
    const child = spawn(process.execPath, ["--enable-source-maps", bundle.path, directory], {
        cwd: directory,
        detached: true,
        stdio: ["ignore", output, output],
        env: plainEnvironment(),
    });
    closeSync(output);
    child.unref();
    const ended = new Promise<number | string>(done => {
        child.once("error", error => done(error.message));
        child.once("exit", (code, signal) => done(signal ?? code ?? "unknown"));
    });
    for (;;) {
        const outcome = await Promise.race([ended, sleep(patience.poll, undefined)]);
        if (outcome === directoryTaken || runningDaemon(directory)?.pid === child.pid) {
            return;
        }
        if (outcome !== undefined) {
            throw new Error(`the local cloud did not start (${outcome}); its log ends with\n${lastLines(logFile, 12)}`);
        }
    }
}

async function untilGone(daemon: DaemonFile): Promise<void> {
    const deadline = Date.now() + patience.stop;
    while (isRunning(daemon)) {
        if (Date.now() > deadline) {
            signalProcess(daemon, "SIGKILL");
        }
        await sleep(patience.poll);
    }
}

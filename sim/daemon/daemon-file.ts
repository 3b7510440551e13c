import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writePrivateFile } from "../cluster/cluster-files";
import { isRunning } from "../cluster/processes/process-table";
import type { DaemonFile } from "../control/api";

/** Files of a local directory that the local cloud and its commands share. */
export function localFiles(
    directory: string,
): Record<"daemon" | "lock" | "options" | "control" | "faults" | "log", string> {
    return {
        daemon: join(directory, "daemon.json"),
        lock: join(directory, "lock"),
        options: join(directory, "options.json"),
        control: join(directory, "control.json"),
        faults: join(directory, "faults.json"),
        log: join(directory, "logs", "local-cloud.log"),
    };
}

/** Exit code of a local cloud that finds its directory held by another one. */
export const directoryTaken = 3;

/** The local cloud that runs for a directory; nothing when its process is gone, however it went. */
export function runningDaemon(directory: string): DaemonFile | undefined {
    const { daemon } = localFiles(directory);
    if (!existsSync(daemon)) {
        return undefined;
    }
    const described = JSON.parse(readFileSync(daemon, "utf8")) as DaemonFile;
    return isRunning(described) ? described : undefined;
}

export function writeDaemonFile(directory: string, daemon: DaemonFile): void {
    writePrivateFile(localFiles(directory).daemon, JSON.stringify(daemon, undefined, 2));
}

export function removeDaemonFile(directory: string): void {
    rmSync(localFiles(directory).daemon, { force: true });
}

import { execFileSync } from "node:child_process";

/** How far back a component can behave as an older minor version (`--emulated-version`, tried with 1.35: 1.32 to 1.35). */
const emulatedMinors = 3;

/** The minor version of a control plane binary, for example `1.35`. */
export function binaryVersion(apiServer: string): string {
    const printed = execFileSync(apiServer, ["--version"], { encoding: "utf8" });
    const version = /v(\d+\.\d+)/.exec(printed)?.[1];
    if (version === undefined) {
        throw new Error(`${apiServer} --version printed ${JSON.stringify(printed)}: no version in it`);
    }
    return version;
}

/** The version that the binary runs as when a cluster of another version is asked for: the nearest that it can be. */
export function runnableVersion(wanted: string, binary: string): string {
    const wantedMinor = minorOf(wanted);
    const binaryMinor = minorOf(binary);
    return `1.${Math.max(Math.min(wantedMinor, binaryMinor), binaryMinor - emulatedMinors)}`;
}

function minorOf(version: string): number {
    const minor = /^1\.(\d+)/.exec(version)?.[1];
    if (minor === undefined) {
        throw new Error(`${JSON.stringify(version)} is not a Kubernetes version such as 1.35`);
    }
    return Number(minor);
}

import { existsSync, readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import type { Quotas } from "../cloud/account";
import type { ClusterTools } from "../cluster/control-plane";
import { choosePort, isPortFree } from "../cluster/ports";
import { writePrivateFile } from "../cluster/cluster-files";
import { localFiles } from "./daemon-file";

/** What a local cloud is started with. Plain data: it is written beside the state, and a restart finds it there. */
export interface DaemonOptions {
    readonly tools: ClusterTools;
    /** Limits of the account that differ from a new account's, by `service/code`. */
    readonly quotas?: Quotas;
    /** Share of the cloud's own durations to wait: 0 answers at once. */
    readonly latency?: number;
    /** Stands for the program that runs and for these options. */
    readonly build: string;
}

export function writeDaemonOptions(directory: string, options: DaemonOptions): void {
    writePrivateFile(localFiles(directory).options, JSON.stringify(options, undefined, 2));
}

export function readDaemonOptions(directory: string): DaemonOptions {
    return JSON.parse(readFileSync(localFiles(directory).options, "utf8")) as DaemonOptions;
}

/** Where the control API listens and what opens it. API servers that outlive a killed local cloud go on asking there. */
export interface ControlAddress {
    readonly port: number;
    readonly token: string;
    readonly webhookSecret: string;
    /** Signs the tokens of the simulated `aws eks get-token`. */
    readonly tokenSecret: string;
}

/** The address of earlier starts; another port only where that one is taken meanwhile. */
export async function controlAddress(directory: string, log: (line: string) => void): Promise<ControlAddress> {
    const { control } = localFiles(directory);
    const known = existsSync(control) ? (JSON.parse(readFileSync(control, "utf8")) as ControlAddress) : undefined;
    if (known !== undefined && (await isPortFree(known.port))) {
        return known;
    }
    const address = {
        token: newSecret(),
        webhookSecret: newSecret(),
        tokenSecret: newSecret(),
        ...known,
        port: await choosePort(),
    };
    if (known !== undefined) {
        log(`port ${known.port} of the control API is taken by another program: using ${address.port} from now on`);
    }
    writePrivateFile(control, JSON.stringify(address, undefined, 2));
    return address;
}

function newSecret(): string {
    return randomBytes(24).toString("base64url");
}

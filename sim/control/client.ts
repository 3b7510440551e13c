import { RequestError, type DaemonFile, type InventoryItem, type LocalCloudStatus } from "./api";

/** The local cloud of a directory, as commands and tests use it. */
export interface LocalCloudClient {
    readonly pid: number;
    readonly controlUrl: string;
    status(): Promise<LocalCloudStatus>;
    /** Every resource of the simulated account, in order of creation. */
    inventory(): Promise<InventoryItem[]>;
    /** Asks it to stop; it is gone when its process is. */
    stop(): Promise<void>;
}

const patience = 30_000;

/** A client of the local cloud that this file describes. Requests reject with `RequestError`, or when nobody answers. */
export function connect(daemon: DaemonFile): LocalCloudClient {
    return {
        pid: daemon.pid,
        controlUrl: daemon.controlUrl,
        status: () => ask<LocalCloudStatus>(daemon, "GET", "/status"),
        inventory: () => ask<InventoryItem[]>(daemon, "GET", "/inventory"),
        stop: async () => {
            await ask(daemon, "POST", "/stop");
        },
    };
}

async function ask<T>(daemon: DaemonFile, method: string, path: string): Promise<T> {
    const response = await fetch(`${daemon.controlUrl}${path}`, {
        method,
        headers: { Authorization: `Bearer ${daemon.token}`, Connection: "close" },
        signal: AbortSignal.timeout(patience),
    });
    const body = (await response.json()) as T & { readonly error?: string };
    if (!response.ok) {
        throw new RequestError(response.status, body.error ?? `status ${response.status}`);
    }
    return body;
}

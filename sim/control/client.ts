import type { GivenReservation } from "../cloud/given-reservations";
import type { Usage } from "../cloud/aws/usage";
import type { InstancesReport } from "../cloud/instance-reports";
import {
    RequestError,
    type ClockMove,
    type ClockReading,
    type DaemonFile,
    type InventoryItem,
    type LocalCloudStatus,
    type Removal,
} from "./api";

/** The local cloud of a directory, as commands and tests use it. */
export interface LocalCloudClient {
    readonly pid: number;
    readonly controlUrl: string;
    status(): Promise<LocalCloudStatus>;
    /** Every resource of the simulated account, in order of creation. */
    inventory(): Promise<InventoryItem[]>;
    /** Every group of instances: where they run, whether they joined a cluster and why not, whether their EFA peers reach each other. */
    instances(): Promise<InstancesReport[]>;
    /** What everything that runs costs per hour, and takes of quotas and subnets, as the account itself counts it. */
    usage(): Promise<Usage>;
    /** Removes a resource from the account, as its owner would in the cloud's console. */
    remove(removal: Removal): Promise<void>;
    clock(): Promise<ClockReading>;
    /** Sets the account's clock; when it answers, everything has happened that happens by then. */
    moveClock(move: ClockMove): Promise<ClockReading>;
    /** Puts a reservation into the account that somebody bought outside any program; answers its id. */
    giveReservation(given: GivenReservation): Promise<string>;
    /** Asks it to stop; it is gone when its process is. */
    stop(): Promise<void>;
}

const patience = 30_000;
/** Nodes join and leave on the way to the moment that the clock is set to. */
const patienceForClock = 300_000;

/** A client of the local cloud that this file describes. Requests reject with `RequestError`, or when nobody answers. */
export function connect(daemon: DaemonFile): LocalCloudClient {
    return {
        pid: daemon.pid,
        controlUrl: daemon.controlUrl,
        status: () => ask<LocalCloudStatus>(daemon, "GET", "/status"),
        inventory: () => ask<InventoryItem[]>(daemon, "GET", "/inventory"),
        instances: () => ask<InstancesReport[]>(daemon, "GET", "/instances"),
        usage: () => ask<Usage>(daemon, "GET", "/usage"),
        remove: async removal => {
            await ask(daemon, "POST", "/removals", removal);
        },
        clock: () => ask<ClockReading>(daemon, "GET", "/clock"),
        moveClock: move => ask<ClockReading>(daemon, "POST", "/clock", move, patienceForClock),
        giveReservation: async given => (await ask<{ id: string }>(daemon, "POST", "/reservations", given)).id,
        stop: async () => {
            await ask(daemon, "POST", "/stop");
        },
    };
}

async function ask<T>(
    daemon: DaemonFile,
    method: string,
    path: string,
    body?: object,
    milliseconds = patience,
): Promise<T> {
    const response = await fetch(`${daemon.controlUrl}${path}`, {
        method,
        headers: { Authorization: `Bearer ${daemon.token}`, Connection: "close" },
        signal: AbortSignal.timeout(milliseconds),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { readonly error?: string };
    if (!response.ok) {
        throw new RequestError(response.status, answer.error ?? `status ${response.status}`);
    }
    return answer;
}

import type { Fault } from "../cloud/faults";
import type { MachinesStatus } from "../cluster/machines";

/** What `daemon.json` says: how to reach the local cloud of a directory. Readable by its owner only. */
export interface DaemonFile {
    readonly pid: number;
    /** Tells the process from a later one with the same pid. */
    readonly startedAt: string;
    /** `http://127.0.0.1:PORT` */
    readonly controlUrl: string;
    /** Bearer token of the control API. */
    readonly token: string;
    /** Stands for the program that runs and for the options it was started with. */
    readonly build: string;
    /** False while it makes run again what ran before. */
    readonly ready: boolean;
}

/** How the local cloud does. Byte counts are memory that the processes hold in RAM. */
export interface LocalCloudStatus {
    readonly pid: number;
    readonly directory: string;
    readonly state: "starting" | "running" | "stopping";
    readonly account: { readonly id: string; readonly resources: number; readonly now: string };
    readonly faults: readonly { readonly fault: Fault; readonly calls: number }[];
    /** Plugin processes that the engine has open. */
    readonly providers: number;
    readonly machines: MachinesStatus;
    readonly residentBytes: { readonly daemon: number; readonly total: number };
    /** What could not be made to run again after the last start. */
    readonly failures: readonly string[];
}

/** A resource of the simulated account. */
export interface InventoryItem {
    /** A Pulumi type token, or a word of our own for what no program declares: `ec2:instance`. */
    readonly type: string;
    readonly region: string;
    readonly id: string;
    readonly createdAt: string;
    /** False for what no program asked for: what the cloud made along with something else, and what was put into the account. */
    readonly requested: boolean;
}

/** Which resource to remove from the account, as its owner would in the cloud's console. */
export interface Removal {
    readonly type: string;
    readonly id: string;
}

/** Where to set the account's clock: a moment, so many milliseconds from now, or back to the machine's time. */
export type ClockMove = { readonly to: string } | { readonly by: number } | { readonly real: true };

export interface ClockReading {
    /** What the account's clock says. */
    readonly now: string;
    /** How far it is ahead of the machine's. */
    readonly aheadMilliseconds: number;
}

/** Who a call is made as: the account's own caller, or a role that it takes on. */
export interface CallerIdentity {
    readonly UserId: string;
    readonly Account: string;
    readonly Arn: string;
}

export interface TokenRequest {
    readonly cluster: string;
    readonly roleArn?: string;
}

export interface IssuedToken {
    readonly token: string;
    readonly expiresAt: string;
}

export interface ProviderRequest {
    /** Version that the plugin is installed as: that of the program's `@pulumi/aws`. */
    readonly version: string;
}

/** An answer that is not a success, with a text for the person who asked. */
export class RequestError extends Error {
    constructor(
        readonly statusCode: number,
        message: string,
    ) {
        super(message);
        this.name = "RequestError";
    }
}

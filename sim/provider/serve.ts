import type { SimAccount } from "../cloud/sim-account";

export interface ServeOptions {
    /** The version that the plugin reports: that of the installed `@pulumi/aws`. */
    readonly version: string;
    /** Receives one line per call and failure. */
    readonly log?: (line: string) => void;
}

export interface ServedProvider {
    readonly port: number;
    /** Stops answering; calls that are under way are cancelled. */
    close(): Promise<void>;
}

/** Serves the AWS provider over an account, on a free port of the loopback interface. One per plugin process. */
export declare function serveProvider(account: SimAccount, options: ServeOptions): Promise<ServedProvider>;

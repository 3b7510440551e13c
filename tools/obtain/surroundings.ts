import type { Progress } from "./progress";
import type { Platform } from "./tool-spec";

/** Where tools are looked for and kept. */
export interface Place {
    readonly cache: string;
    readonly platform: Platform;
    readonly environment: NodeJS.ProcessEnv;
}

/** How long to wait for what. Tests are less patient than people. */
export interface Patience {
    /** For the head of an answer; then the host counts as unreachable. */
    readonly connectMs: number;
    /** For more bytes of a download that has begun. */
    readonly stallMs: number;
    /** Tries of one download, the first included. */
    readonly attempts: number;
    readonly retryMs: number;
    /** After this long without a sign of life, the lock of another process is taken over. */
    readonly lockStaleMs: number;
    readonly lockPollMs: number;
    /** Between two lines about work that goes on, where there is no terminal. */
    readonly heartbeatMs: number;
}

export const patience: Patience = {
    connectMs: 5_000,
    stallMs: 30_000,
    attempts: 3,
    retryMs: 1_000,
    lockStaleMs: 15_000,
    lockPollMs: 500,
    heartbeatMs: 30_000,
};

/** Everything outside of this folder that obtaining tools depends on. */
export interface Surroundings extends Place {
    /** The folder with the Go modules that build the tools. */
    readonly goModules: string;
    readonly oldestGo: string;
    /** Without downloads of releases. Go may still fetch modules that it does not have yet. */
    readonly offline: boolean;
    readonly patience: Patience;
    /** Called only when there is something to tell. */
    readonly openProgress: () => Promise<Progress>;
}

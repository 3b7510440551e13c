/** The time of the simulated account. Tests hand in a clock that they move. */
export interface Clock {
    now(): Date;
    /** Rejects with the signal's reason when it aborts. */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Nobody waits for the answer any more. Worded as the real provider words it. */
export class Interrupted extends Error {
    constructor() {
        super("context canceled");
        this.name = "Interrupted";
    }
}

export function abortReason(signal: AbortSignal | undefined): Error {
    const reason: unknown = signal?.reason;
    return reason instanceof Error ? reason : new Interrupted();
}

/** The outcome of the work, unless the signal aborts first. The work itself goes on. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    return new Promise<T>((resolve, reject) => {
        const stop = () => reject(abortReason(signal));
        signal.addEventListener("abort", stop, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
}

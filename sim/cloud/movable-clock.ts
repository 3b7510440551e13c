import { existsSync, readFileSync } from "node:fs";

import writeFileAtomic from "write-file-atomic";

import { abortReason, type Clock } from "./clock";

/** A clock that runs like the machine's, ahead of it or behind it by what somebody set. */
export interface MovableClock extends Clock {
    /** Milliseconds ahead of the machine's clock; negative when behind. */
    ahead(): number;
    /** From now on it says this moment and runs on from there. Who sleeps past it wakes up. */
    set(now: Date): void;
    /** Runs with the machine's clock again. Nothing that happened meanwhile is undone. */
    reset(): void;
}

/** A movable clock; with a file it is found there again as it was left. */
export function movableClock(file?: string): MovableClock {
    let ahead = file !== undefined && existsSync(file) ? readAhead(file) : 0;
    const sleepers = new Set<(skipped: number) => void>();
    const now = () => new Date(Date.now() + ahead);

    function moveBy(milliseconds: number): void {
        ahead += milliseconds;
        if (file !== undefined) writeFileAtomic.sync(file, `${JSON.stringify({ aheadMilliseconds: ahead })}\n`);
        if (milliseconds > 0) for (const skip of [...sleepers]) skip(milliseconds);
    }

    return {
        now,
        ahead: () => ahead,
        set: wanted => moveBy(wanted.getTime() - now().getTime()),
        reset: () => moveBy(-ahead),
        sleep: (milliseconds, signal) =>
            new Promise((resolve, reject) => {
                signal?.throwIfAborted();
                let left = milliseconds;
                let since = Date.now();
                let timer = setTimeout(wake, left);
                const finish = () => {
                    clearTimeout(timer);
                    sleepers.delete(skip);
                    signal?.removeEventListener("abort", stop);
                };
                const skip = (skipped: number) => {
                    clearTimeout(timer);
                    left -= Date.now() - since + skipped;
                    since = Date.now();
                    timer = setTimeout(wake, Math.max(0, left));
                };
                const stop = () => {
                    finish();
                    reject(abortReason(signal));
                };
                function wake(): void {
                    finish();
                    resolve();
                }
                sleepers.add(skip);
                signal?.addEventListener("abort", stop, { once: true });
            }),
    };
}

export function isMovable(clock: Clock): clock is MovableClock {
    return "set" in clock && "reset" in clock;
}

function readAhead(file: string): number {
    const { aheadMilliseconds } = JSON.parse(readFileSync(file, "utf8")) as { readonly aheadMilliseconds?: unknown };
    if (typeof aheadMilliseconds !== "number") throw new Error(`${file} does not say how far the clock is ahead`);
    return aheadMilliseconds;
}

import type { Account, LookupFunction, ResourceType, StoredResource } from "./contract";
import type { Effect, Fault, Operation } from "./faults";

/** A simulated account with what the local cloud needs to run it. */
export interface SimAccount extends Account {
    readonly types: ReadonlyMap<string, ResourceType>;
    readonly lookups: ReadonlyMap<string, LookupFunction>;
    /** Work that goes on whether or not someone still waits for it, by resource. */
    readonly underWay: Map<string, Promise<void>>;
    /** Aborts when the account is closed. */
    readonly closing: AbortSignal;
    /** Counts this call for the faults that are switched on, and says what it meets. */
    meet(token: string, operation: Operation): Promise<Effect>;
    /** The faults that are switched on and how many calls each has counted. */
    faults(): readonly { readonly fault: Fault; readonly calls: number }[];
    /** Makes everything run again that ran before the local cloud stopped. Call it once, before serving. */
    resume(): Promise<readonly ResumeFailure[]>;
    /** Makes what time brings about happen, as far as the clock says; earliest first. */
    passTime(): Promise<void>;
    /** How many milliseconds the account's clock is ahead of the machine's. */
    clockAhead(): number;
    /**
     * Sets the clock. On the way to a later moment everything that happens by then happens at its own time; an earlier one
     * undoes nothing. Without a moment the clock runs with the machine's again.
     */
    moveClock(to: Date | undefined): Promise<void>;
    /** Passes time from now on, second by second, until the account is closed. */
    watchTime(log: (line: string) => void): void;
    close(): Promise<void>;
}

export interface ResumeFailure {
    readonly resource: StoredResource;
    readonly error: Error;
}

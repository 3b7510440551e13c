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
    close(): Promise<void>;
}

export interface ResumeFailure {
    readonly resource: StoredResource;
    readonly error: Error;
}

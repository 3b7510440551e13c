import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

import { z } from "zod";

import type { Json } from "./contract";

export const operations = ["create", "read", "update", "delete", "invoke"] as const;
export type Operation = (typeof operations)[number];

/** Which call a fault meets: the n-th of this type and operation since the fault was written, counted over restarts. */
const call = {
    /** A type or function token, or `*`. */
    type: z.string(),
    on: z.enum([...operations, "*"]),
    call: z.int().min(1).default(1),
};

const json: z.ZodType<Json> = z.json();

const fault = z.discriminatedUnion("kind", [
    /** The API answers this error, `times` calls long. */
    z.strictObject({
        kind: z.literal("error"),
        ...call,
        times: z.int().min(1).default(1),
        code: z.string(),
        message: z.string(),
        statusCode: z.int().min(400).max(599).default(400),
    }),
    /** The API refuses the first `times` attempts of the call because there are too many; the provider tries again. */
    z.strictObject({ kind: z.literal("throttle"), ...call, times: z.int().min(1).default(3) }),
    /** The API does what it was asked, and its answer never arrives: the connection breaks, or nothing comes until the user gives up. */
    z.strictObject({ kind: z.literal("loseAnswer"), ...call, how: z.enum(["break", "hang"]).default("break") }),
    /** The local cloud ends at once, as if killed, before or after the change is on disk. */
    z.strictObject({ kind: z.literal("kill"), ...call, when: z.enum(["before", "after"]) }),
    /** No capacity for an instance type (or `*`) in a zone, by zone id (or `*`), for as long as the fault is there. */
    z.strictObject({ kind: z.literal("capacityOut"), instanceType: z.string(), zone: z.string() }),
    /** Someone changes a resource behind the engine's back, once: `set` is merged into what a read answers, or it is `gone`. */
    z.strictObject({
        kind: z.literal("drift"),
        type: z.string(),
        id: z.string().optional(),
        where: z.record(z.string(), json).optional(),
        set: z.record(z.string(), json).default({}),
        gone: z.boolean().default(false),
    }),
]);

const faultsFile = z.strictObject({ faults: z.array(fault) });

export type Fault = z.infer<typeof fault>;
export type Drift = Extract<Fault, { kind: "drift" }>;

/** What a call meets, decided before it runs. */
export interface Effect {
    readonly error: { readonly code: string; readonly message: string; readonly statusCode: number } | undefined;
    /** Attempts refused before one is let through. */
    readonly throttledAttempts: number;
    readonly lostAnswer: "break" | "hang" | undefined;
    readonly kill: "before" | "after" | undefined;
}

/** A fault and how often it was met, which is remembered over restarts under the fault's key. */
export interface CountedFault {
    readonly key: string;
    readonly fault: Fault;
}

/** The faults that are switched on, read again whenever the file changes. No file means none. */
export function faultsIn(file: string): () => readonly CountedFault[] {
    let seen = "";
    let current: readonly CountedFault[] = [];
    return () => {
        const stat = statSync(file, { throwIfNoEntry: false });
        const version = stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
        if (version !== seen) {
            current = stat ? readFaults(file) : [];
            seen = version;
        }
        return current;
    };
}

/** Throws an error that names every problem of the file. */
function readFaults(file: string): readonly CountedFault[] {
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
    const parsed = faultsFile.safeParse(content);
    if (!parsed.success) throw new Error(`${file} does not describe faults:\n${z.prettifyError(parsed.error)}`);
    return counted(parsed.data.faults);
}

export function counted(faults: readonly Fault[]): readonly CountedFault[] {
    const copies = new Map<string, number>();
    return faults.map(each => {
        const hash = createHash("sha256").update(JSON.stringify(each)).digest("hex").slice(0, 12);
        const copy = (copies.get(hash) ?? 0) + 1;
        copies.set(hash, copy);
        return { key: `fault ${hash} ${copy}`, fault: each };
    });
}

/** The faults whose calls this call is one of. */
export function meeting(faults: readonly CountedFault[], type: string, on: Operation): readonly CountedFault[] {
    return faults.filter(({ fault: each }) => {
        if (each.kind === "capacityOut" || each.kind === "drift") return false;
        return (each.type === "*" || each.type === type) && (each.on === "*" || each.on === on);
    });
}

/** What the call meets when it is the `count(key)`-th one for each of these faults. */
export function effectOf(faults: readonly CountedFault[], count: (key: string) => number): Effect {
    let effect: Effect = { error: undefined, throttledAttempts: 0, lostAnswer: undefined, kill: undefined };
    for (const { key, fault: each } of faults) {
        const calls = count(key);
        switch (each.kind) {
            case "error":
                if (calls >= each.call && calls < each.call + each.times) effect = { ...effect, error: each };
                break;
            case "throttle":
                if (calls === each.call) effect = { ...effect, throttledAttempts: each.times };
                break;
            case "loseAnswer":
                if (calls === each.call) effect = { ...effect, lostAnswer: each.how };
                break;
            case "kill":
                if (calls === each.call) effect = { ...effect, kill: each.when };
                break;
            case "capacityOut":
            case "drift":
                break;
        }
    }
    return effect;
}

export function saysCapacityIsOut(faults: readonly CountedFault[], instanceType: string, zoneId: string): boolean {
    return faults.some(
        ({ fault: each }) =>
            each.kind === "capacityOut" &&
            (each.instanceType === "*" || each.instanceType === instanceType) &&
            (each.zone === "*" || each.zone === zoneId),
    );
}

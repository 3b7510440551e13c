import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { lookups, resourceTypes } from "./aws";
import type { Clock } from "./clock";
import type { Account, Call, Json, LookupFunction, Machines, ResourceType } from "./contract";
import { drifted, driftTarget } from "./drift";
import { effectOf, faultsIn, meeting, saysCapacityIsOut, type CountedFault } from "./faults";
import { isMovable, movableClock } from "./movable-clock";
import { finishDeletion } from "./operations";
import { moveThrough, passTime } from "./passing-time";
import { quotaDefaults } from "./quota-defaults";
import type { ResumeFailure, SimAccount } from "./sim-account";
import { lockDirectory } from "./store/directory-lock";
import { openDurable, type DurableDatabase } from "./store/durable";

export interface AccountOptions {
    /** Where the account's state lives. One process at a time may have it open. */
    readonly directory: string;
    readonly machines: Machines;
    readonly clock?: Clock;
    /** Path of the faults file; it need not exist, and is read again whenever it changes. */
    readonly faults?: string;
    /** Share of the cloud's own durations to wait: 0 (the default) answers at once, 1 takes as long as the cloud. */
    readonly latency?: number;
    /** Twelve digits. */
    readonly accountId?: string;
    readonly quotas?: Quotas;
}

/** Limits that differ from a new account's, by `service/code`, or `service/code/region` for one region: `ec2/L-417A185B`. */
export type Quotas = Readonly<Record<string, number>>;

/** What an account is made of. `openAccount` puts the real parts together, tests their own. */
export interface AccountParts extends Omit<AccountOptions, "directory" | "faults"> {
    readonly durable: DurableDatabase;
    readonly faults: () => readonly CountedFault[];
    readonly types?: readonly ResourceType[];
    readonly lookups?: readonly LookupFunction[];
    readonly close?: () => Promise<void>;
}

/**
 * Opens the simulated account in a directory, with everything that was answered before the last process ended, however
 * it ended.
 *
 * @example
 * const account = await openAccount({ directory: ".local/cloud", machines, quotas: { "ec2/L-417A185B": 768 } });
 * await account.resume();
 *
 * @throws when another living process has the directory open, or when its files are damaged.
 */
export async function openAccount(options: AccountOptions): Promise<SimAccount> {
    const lock = await lockDirectory(options.directory);
    try {
        const durable = await openDurable(options.directory);
        return createAccount({
            ...options,
            durable,
            clock: options.clock ?? movableClock(join(options.directory, "clock.json")),
            faults: options.faults === undefined ? () => [] : faultsIn(options.faults),
            close: async () => {
                await durable.close();
                await lock.release();
            },
        });
    } catch (error) {
        await lock.release();
        throw error;
    }
}

const defaultAccountId = "111122223333";
/** Milliseconds between two looks at what time has brought about. */
const tick = 1000;

export function createAccount(parts: AccountParts): SimAccount {
    const { database, change } = parts.durable;
    const clock = parts.clock ?? movableClock();
    const accountId = parts.accountId ?? defaultAccountId;
    const closing = new AbortController();
    const limits = quotaLimits(parts.quotas ?? {});

    async function applyDrift(): Promise<void> {
        for (const { key, fault } of parts.faults()) {
            if (fault.kind !== "drift" || database.note(key) !== undefined) continue;
            await change(() => {
                const target = driftTarget(fault, database.all());
                if (!target) return;
                if (fault.gone) database.remove(target.type, target.region, target.id);
                else database.put(drifted(target, fault.set));
                database.setNote(key, 1);
            });
        }
    }

    let passing: Promise<void> = Promise.resolve();
    /** One after the other: what happens at one moment sees what the one before it left. */
    function inTurn(work: () => Promise<void>): Promise<void> {
        const turn = passing.catch(() => undefined).then(work);
        passing = turn;
        return turn;
    }

    const account: SimAccount = {
        accountId,
        partition: "aws",
        callerArn: `arn:aws:iam::${accountId}:user/local-cloud`,
        store: database,
        machines: parts.machines,
        types: new Map((parts.types ?? resourceTypes).map(type => [type.token, type])),
        lookups: new Map((parts.lookups ?? lookups).map(lookup => [lookup.token, lookup])),
        latency: parts.latency ?? 0,
        underWay: new Map(),
        closing: closing.signal,
        now: () => clock.now(),
        sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
        change,
        newId: prefix => `${prefix}-${randomBytes(9).toString("hex").slice(0, 17)}`,
        quota: limits,
        capacityIsOut: (instanceType, zoneId) => saysCapacityIsOut(parts.faults(), instanceType, zoneId),
        async meet(token, operation) {
            await applyDrift();
            const met = meeting(parts.faults(), token, operation);
            if (met.length === 0) return effectOf([], () => 0);
            return change(() => {
                for (const { key } of met) database.setNote(key, countOf(database.note(key)) + 1);
                return effectOf(met, key => countOf(database.note(key)));
            });
        },
        faults: () => parts.faults().map(({ key, fault }) => ({ fault, calls: countOf(database.note(key)) })),
        async resume() {
            const failures: ResumeFailure[] = [];
            for (const resource of database.all()) {
                const type = account.types.get(resource.type);
                if (!type) continue;
                const call: Call = { account, region: resource.region, tags: {}, signal: closing.signal };
                try {
                    if (resource.hidden.deleting === true) await finishDeletion(account, type, call, resource.id);
                    else await type.resume?.(call, resource);
                } catch (error) {
                    failures.push({ resource, error: error instanceof Error ? error : new Error(String(error)) });
                }
            }
            return failures;
        },
        passTime: () => inTurn(() => passTime(account)),
        clockAhead: () => (isMovable(clock) ? clock.ahead() : 0),
        moveClock: to =>
            inTurn(async () => {
                if (!isMovable(clock)) throw new Error("the clock of this account cannot be moved");
                if (to === undefined) clock.reset();
                else if (to > clock.now()) await moveThrough(account, clock, to);
                else clock.set(to);
                await passTime(account);
            }),
        watchTime(log) {
            const timer = setInterval(() => {
                account.passTime().catch((error: unknown) => {
                    if (!closing.signal.aborted) log(`passing time: ${String(error)}`);
                });
            }, tick);
            timer.unref();
            closing.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
        },
        async close() {
            closing.abort(new Error("the local cloud is stopping"));
            await Promise.allSettled([...account.underWay.values(), passing]);
            await (parts.close ?? parts.durable.close)();
        },
    };
    return account;
}

function countOf(note: Json | undefined): number {
    return typeof note === "number" ? note : 0;
}

function quotaLimits(overrides: Quotas): Account["quota"] {
    const known = new Map(quotaDefaults().map(each => [`${each.serviceCode}/${each.quotaCode}`, each.value]));
    for (const key of Object.keys(overrides)) {
        const [service, code, ...region] = key.split("/");
        if (!known.has(`${service}/${code}`) || region.length > 1) {
            throw new Error(`quotas: "${key}" is not a quota of the simulated account (sim/cloud/quota-defaults.csv)`);
        }
    }
    return (serviceCode, quotaCode, region) => {
        const quota = `${serviceCode}/${quotaCode}`;
        const value = overrides[`${quota}/${region}`] ?? overrides[quota] ?? known.get(quota);
        if (value === undefined)
            throw new Error(`the simulated account has no quota ${quota} (sim/cloud/quota-defaults.csv)`);
        return value;
    };
}

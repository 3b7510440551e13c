import type { Unknown } from "../../catalog/known";
import { admission, type Admission } from "../admission";
import type { SeenPool } from "../finding";
import { isUnknown, type Seen } from "../seen";
import type { Workload } from "../workload";
import { byCluster } from "./by-cluster";

/** Something that runs on nodes of one cluster, and whether it runs on those of a pool. */
export interface Running<T> {
    readonly thing: T;
    readonly landing: Admission;
}

/** Prepares what runs on clusters once; then gives what is, or may be, on the cluster of a pool, with the scheduler's answer. */
export function runningOn<T extends Seen<Workload> & { readonly cluster: string | Unknown }>(
    things: readonly T[],
): (pool: SeenPool) => readonly Running<T>[] {
    const here = byCluster(things.map(thing => ({ thing, lands: admission(thing), cluster: thing.cluster })));
    return pool =>
        here(pool.cluster).map(({ thing, lands }) => ({ thing, landing: onItsCluster(lands(pool), thing, pool) }));
}

function onItsCluster(landing: Admission, thing: { readonly cluster: string | Unknown }, pool: SeenPool): Admission {
    const unknowns = [thing.cluster, pool.cluster]
        .filter(isUnknown)
        .map(({ why }) => ({ clause: "nodeSelector", text: `the cluster is not known: ${why}` }) as const);
    if (landing.verdict === "refuses" || unknowns.length === 0) return landing;
    return {
        verdict: "undecided",
        unknowns: [...(landing.verdict === "undecided" ? landing.unknowns : []), ...unknowns],
    };
}

/** The reasons or the unknowns of an answer as one text. */
export function textOf(landing: Admission): string {
    switch (landing.verdict) {
        case "admits":
            return "";
        case "refuses":
            return landing.reasons.map(({ text }) => text).join("; ");
        case "undecided":
            return landing.unknowns.map(({ text }) => text).join("; ");
    }
}

import { hugePages } from "./fabric/huge-pages";
import { grouped } from "./grouped";
import { termTest } from "./node-affinity";
import { nodeLabel } from "./node-labels";
import type { Pool } from "./pool";
import { shown } from "./problem";
import { isUnknown, knownFields, type Seen } from "./seen";
import { blocks, taintText, tolerates, type Toleration, type Workload } from "./workload";

/** Which part of a pod's placement a reason is about, in the order in which the scheduler looks. */
export type Clause = "taint" | "nodeSelector" | "nodeAffinity" | "request";

/** Why a workload may not land, or why that cannot be said yet. */
export interface Reason {
    readonly clause: Clause;
    /** One clause of a sentence, for example `taint team=research:NoSchedule is not tolerated`. */
    readonly text: string;
}

/**
 * Whether a workload may land on the nodes of a pool. `refuses` gives every clause that fails, the scheduler's first one
 * first. `undecided`: nothing fails, and something that would decide is not known yet; it never counts as a pass.
 */
export type Admission =
    | { readonly verdict: "admits" }
    | { readonly verdict: "refuses"; readonly reasons: readonly Reason[] }
    | { readonly verdict: "undecided"; readonly unknowns: readonly Reason[] };

/**
 * Whether the scheduler would place the workload on an empty node of the pool: taints, node selector, required node affinity
 * and requests, with the scheduler's own semantics. Labels that the cloud adds count. Requests are held against the machine
 * as the cloud sells it, because what the kubelet keeps for itself is known on the node only: a request of nearly the whole
 * memory can still be refused there. More shares of a device than one container may have leave it undecided: how a pod shares
 * out its request among its containers is not part of a workload.
 *
 * @example
 * const workload: Workload = { tolerations: [], nodeSelector: {}, nodeAffinity: "any", requests: { "nvidia.com/gpu": 1 } };
 * admits(workload, train.pool);
 * // { verdict: "refuses", reasons: [{ clause: "taint", text: "taint nvidia.com/gpu=present:NoSchedule is not tolerated" }] }
 */
export function admits(workload: Seen<Workload>, pool: Seen<Pool>): Admission {
    return admission(workload)(pool);
}

/**
 * `admits` for one workload and many pools: what the workload says is prepared once, so that each pool costs its own size only.
 *
 * @example
 * const lands = admission({ tolerations: [], nodeSelector: {}, nodeAffinity: "any", requests: { cpu: 1 } });
 * pools.filter(pool => lands(pool).verdict === "admits").map(pool => pool.name); // ["system"]
 */
export function admission(workload: Seen<Workload>): (pool: Seen<Pool>) => Admission {
    const clauses: readonly ((pool: Seen<Pool>) => readonly Doubt[])[] = [
        taintClause(workload.tolerations),
        selectorClause(workload.nodeSelector),
        affinityClause(workload.nodeAffinity),
        requestClause(workload.requests),
    ];
    return pool => {
        const doubts = clauses.flatMap(clause => clause(pool));
        const reasons = doubts.filter(doubt => doubt.certain).map(asReason);
        if (reasons.length > 0) return { verdict: "refuses", reasons };
        return doubts.length > 0 ? { verdict: "undecided", unknowns: doubts.map(asReason) } : { verdict: "admits" };
    };
}

/** Something that stands against the workload: for certain, or as long as a value is not known. */
interface Doubt extends Reason {
    readonly certain: boolean;
}

function asReason({ clause, text }: Doubt): Reason {
    return { clause, text };
}

function fails(clause: Clause, text: string): Doubt {
    return { clause, text, certain: true };
}

function mayFail(clause: Clause, text: string): Doubt {
    return { clause, text, certain: false };
}

function taintClause(tolerations: Seen<Workload>["tolerations"]): (pool: Seen<Pool>) => readonly Doubt[] {
    const tolerated = isUnknown(tolerations) ? undefined : tolerationsByKey(tolerations);
    return ({ taints }) => {
        if (isUnknown(taints)) {
            const always = !isUnknown(tolerations) && tolerations.some(toleratesAll);
            return always ? [] : [mayFail("taint", `the taints are not known: ${taints.why}`)];
        }
        const blocking = taints.filter(blocks);
        if (isUnknown(tolerations)) {
            return blocking.map(t =>
                mayFail("taint", `taint ${taintText(t)}: tolerations not known: ${tolerations.why}`),
            );
        }
        return blocking
            .filter(taint => !tolerated?.(taint.key).some(toleration => tolerates(toleration, taint)))
            .map(taint => fails("taint", `taint ${taintText(taint)} is not tolerated`));
    };
}

/** The tolerations that can match a key: its own, and those without a key. */
function tolerationsByKey(tolerations: readonly Toleration[]): (key: string) => readonly Toleration[] {
    const byKey = grouped(tolerations, toleration => toleration.key ?? "");
    const ofEveryKey = byKey.get("") ?? [];
    return key => [...(key === "" ? [] : (byKey.get(key) ?? [])), ...ofEveryKey];
}

function toleratesAll({ key = "", operator, effect }: Toleration): boolean {
    return key === "" && operator === "Exists" && effect === undefined;
}

function selectorClause(selector: Seen<Workload>["nodeSelector"]): (pool: Seen<Pool>) => readonly Doubt[] {
    if (isUnknown(selector)) return () => [mayFail("nodeSelector", `the node selector is not known: ${selector.why}`)];
    const wanted = Object.entries(selector);
    return pool =>
        wanted.flatMap(([key, value]) => {
            const label = nodeLabel(pool, key);
            switch (label.is) {
                case "value":
                    if (label.value === value) return [];
                    return [fails("nodeSelector", `label ${key} is ${shown(label.value)}, not ${shown(value)}`)];
                case "absent":
                    return [fails("nodeSelector", `the nodes have no label ${key}=${value}`)];
                case "present":
                case "unknown":
                    return [mayFail("nodeSelector", `label ${key}=${value}: ${label.why}`)];
            }
        });
}

function affinityClause(terms: Seen<Workload>["nodeAffinity"]): (pool: Seen<Pool>) => readonly Doubt[] {
    if (isUnknown(terms)) return () => [mayFail("nodeAffinity", `the node affinity is not known: ${terms.why}`)];
    if (terms === "any") return () => [];
    const prepared = terms.map(term => termTest(term));
    return pool => {
        const failures: string[] = [];
        const unknowns: string[] = [];
        for (const term of prepared) {
            const result = term(pool);
            if (result.verdict === "holds") return [];
            (result.verdict === "fails" ? failures : unknowns).push(result.why);
        }
        if (unknowns.length > 0) return [mayFail("nodeAffinity", unknowns.join("; "))];
        const why = failures.length === 0 ? "there are no terms" : failures.join("; ");
        return [fails("nodeAffinity", `no term of the node affinity holds: ${why}`)];
    };
}

function requestClause(requests: Seen<Workload>["requests"]): (pool: Seen<Pool>) => readonly Doubt[] {
    if (isUnknown(requests)) return () => [mayFail("request", `the requests are not known: ${requests.why}`)];
    const wanted = Object.entries(requests).filter(([, amount]) => amount > 0);
    return pool => wanted.flatMap(([resource, amount]) => requestDoubts(resource, amount, offer(pool, resource)));
}

/** What an empty node offers of a resource. `lessThan`: the kubelet keeps an unknown part for itself. */
type Offer =
    | { readonly is: "exactly"; readonly amount: number; readonly atMostPerContainer?: number }
    | { readonly is: "lessThan"; readonly amount: number }
    | { readonly is: "unknown"; readonly why: string };

function requestDoubts(resource: string, amount: number, offered: Offer): Doubt[] {
    switch (offered.is) {
        case "exactly":
            if (amount > offered.amount) {
                return [fails("request", `asks for ${amount} ${resource}, a node offers ${offered.amount}`)];
            }
            return overOneContainer(resource, amount, offered.atMostPerContainer);
        case "lessThan":
            if (amount < offered.amount) return [];
            return [fails("request", `asks for ${amount} ${resource}, a node offers less than ${offered.amount}`)];
        case "unknown":
            return [mayFail("request", `asks for ${amount} ${resource}: ${offered.why}`)];
    }
}

/** The scheduler places such a pod, and the kubelet refuses it, unless several containers share the request. */
function overOneContainer(resource: string, amount: number, most = Number.POSITIVE_INFINITY): Doubt[] {
    if (amount <= most) return [];
    return [mayFail("request", `asks for ${amount} ${resource}, of which one container may have ${most}`)];
}

function offer(pool: Seen<Pool>, resource: string): Offer {
    if (resource === "cpu") return lessThan(pool.vcpus, 1);
    if (resource === "memory") return lessThan(pool.memoryGiB, 2 ** 30);
    if (resource === "hugepages-2Mi") return hugePagesOffer(pool);
    if (resource === "hugepages-1Gi") return giantPagesOffer(pool);
    if (resource === "ephemeral-storage" || resource.startsWith("hugepages-")) {
        return { is: "unknown", why: "a pool does not say what its nodes offer of it" };
    }
    if (isUnknown(pool.resources)) return { is: "unknown", why: pool.resources.why };
    const found = pool.resources.find(({ name }) => name === resource);
    return { is: "exactly", amount: found?.perNode ?? 0, atMostPerContainer: found?.atMostPerContainer };
}

/** Bytes, like memory. */
function hugePagesOffer(pool: Seen<Pool>): Offer {
    const known = knownFields(pool, ["image", "fabric", "vcpus", "hugePages"]);
    if (isUnknown(known)) return { is: "unknown", why: known.why };
    const pages = hugePages(known);
    return isUnknown(pages) ? { is: "unknown", why: pages.why } : { is: "exactly", amount: pages * 2 * 2 ** 20 };
}

/** Bytes. No image sets any aside: where the group does not ask for them, somebody else may. */
function giantPagesOffer({ hugePages: told }: Seen<Pool>): Offer {
    if (isUnknown(told)) return { is: "unknown", why: told.why };
    if (told?.size !== "1Gi") return { is: "unknown", why: "a pool does not say what its nodes offer of it" };
    return { is: "exactly", amount: told.count * 2 ** 30 };
}

function lessThan(amount: Seen<Pool>["vcpus"], unit: number): Offer {
    return isUnknown(amount) ? { is: "unknown", why: amount.why } : { is: "lessThan", amount: amount * unit };
}

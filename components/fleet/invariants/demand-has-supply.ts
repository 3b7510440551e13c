import type { Admission } from "../admission";
import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { isUnknown } from "../seen";
import { devicesOf, type Device } from "./devices-asked";
import type { Template } from "./disruption-budget";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { podLanding } from "./pod-landing";
import { byCluster } from "./by-cluster";
import { suppliedLabels } from "./supplied-labels";

/**
 * X2: a pod that asks for devices needs a pool that offers as many to it. Trap: pods that stay Pending for ever, because of a
 * resource nobody offers, a toleration that is missing, more devices than a node has, or two shares of a shared GPU.
 */
export const demandHasSupply: Invariant = {
    id: "X2",
    title: "every pod that asks for devices finds a pool that offers them to it",
    problems: ["workload.no-supply"],
    verdicts: {
        holds: "A pool of the cluster offers what the pod asks for on one node, and lets the pod in.",
        undecided: "No pool is known to do so, and one of them may.",
        notApplicable: "The pod asks for no devices, or the fleet says nothing of its pods.",
    },
    check: (fleet: Fleet) =>
        judgeFacet("X2", fleet.podTemplates, "pod templates", templates => {
            const pools = byCluster(fleet.pools.map(suppliedLabels(fleet, "landing")));
            return templates.map(template =>
                finding("X2", `pod template ${template.name}`, judge(template, pools(template.cluster))),
            );
        }),
};

function judge(template: Template, pools: readonly SeenPool[]): Judgement {
    const { requests } = template;
    if (isUnknown(requests)) return undecided(`the requests are not known: ${requests.why}`);
    const devices = devicesOf(requests);
    if (devices.length === 0) return notApplicable("it asks for no devices");
    const lands = podLanding(template);
    const answers = pools.map(pool => ({ pool, answer: lands(pool) }));
    if (answers.some(({ answer }) => answer.verdict === "admits")) return holds;
    const unsure = answers.flatMap(({ pool, answer }) =>
        answer.verdict === "undecided" ? [`${pool.name}: ${texts(answer.unknowns)}`] : [],
    );
    if (unsure.length > 0) return undecided(unsure.join("; "));
    return violated(noSupply(template, devices, answers));
}

function texts(reasons: readonly { readonly text: string }[]): string {
    return reasons.map(({ text }) => text).join("; ");
}

interface Answered {
    readonly pool: SeenPool;
    readonly answer: Admission;
}

/** Names the pools that offer the devices first: they are the ones to look at. */
function noSupply({ name, cluster }: Template, devices: readonly Device[], answers: readonly Answered[]) {
    const wanted = devices.map(([resource, amount]) => `${amount} ${resource}`).join(" and ");
    const offering = answers.filter(({ pool: { resources } }) => !isUnknown(resources) && offers(resources, devices));
    const refusals = offering.flatMap(({ pool, answer }) =>
        answer.verdict === "refuses" ? [`${pool.name}: ${texts(answer.reasons)}`] : [],
    );
    const where = isUnknown(cluster) ? "its cluster" : `cluster ${cluster}`;
    return {
        id: "workload.no-supply",
        path: `podTemplates["${name}"]`,
        got: refusals.join("\n") || `no pool of ${where} offers ${wanted}`,
        allowed: `a pool of ${where} that offers ${wanted} on one node to this pod`,
        fix:
            refusals.length > 0
                ? "tolerate and select what such a pool has, and ask for no more than one of its nodes offers"
                : "declare a pool with such devices, or ask for what the pools offer",
    } as const;
}

function offers(resources: readonly { readonly name: string }[], devices: readonly Device[]): boolean {
    return devices.every(([wanted]) => resources.some(({ name }) => name === wanted));
}

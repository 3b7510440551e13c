import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { isCounted, isPartial, neuronScheduler, partialRequest } from "../neuron-scheduler";
import { isUnknown } from "../seen";
import { byCluster } from "./by-cluster";
import { devicesOf, type Device } from "./devices-asked";
import type { Template } from "./disruption-budget";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { podLanding } from "./pod-landing";

/**
 * X16: a pod that asks for a part of a node's Neuron chips or cores needs the scheduler that knows which of them lie together.
 * Trap: the cluster's own scheduler counts four free chips that are scattered over the node, and the job fails when it starts.
 */
export const partsLieTogether: Invariant = {
    id: "X16",
    title: "every pod that asks for a part of a node's Neuron chips or cores is placed by the scheduler for it",
    problems: ["neuron.partial-request"],
    verdicts: {
        holds: "The pod names the scheduler that knows which chips and cores lie together.",
        undecided: "Which scheduler places the pod, or whether it gets a part of a node, is not known.",
        notApplicable: "The pod asks for none, for one or for all of a node, or the fleet says nothing of its pods.",
    },
    check: (fleet: Fleet) =>
        judgeFacet("X16", fleet.podTemplates, "pod templates", templates => {
            const pools = byCluster(fleet.pools);
            return templates.map(template =>
                finding("X16", `pod template ${template.name}`, judge(template, pools(template.cluster))),
            );
        }),
};

function judge(template: Template, pools: readonly SeenPool[]): Judgement {
    const { requests, schedulerName = "default-scheduler" } = template;
    if (isUnknown(requests)) return undecided(`the requests are not known: ${requests.why}`);
    const parts = pools.flatMap(pool => partOf(pool, devicesOf(requests)).map(part => ({ pool, ...part })));
    if (parts.length === 0) return notApplicable("it asks for no part of a node's Neuron chips or cores");
    if (schedulerName === neuronScheduler) return holds;
    const lands = podLanding(template);
    const landings = parts.map(part => ({ ...part, verdict: lands(part.pool).verdict }));
    const there = landings.find(({ verdict }) => verdict === "admits");
    if (isUnknown(schedulerName)) return undecided(`the scheduler is not known: ${schedulerName.why}`);
    if (there) {
        const { resource, amount, perNode } = there;
        const path = `podTemplates["${template.name}"]`;
        return violated(partialRequest({ path, resource, amount, perNode, scheduler: schedulerName }));
    }
    const perhaps = landings.filter(({ verdict }) => verdict === "undecided").map(({ pool }) => pool.name);
    return perhaps.length > 0
        ? undecided(`whether it lands on ${perhaps.join(" or ")} is not known`)
        : notApplicable("it lands on no node of which it would get a part");
}

/** What of a request is a part of what a node of the pool has, where a plugin counts. */
function partOf({ resources }: SeenPool, devices: readonly Device[]) {
    if (isUnknown(resources)) return [];
    return devices.flatMap(([resource, amount]) => {
        const offered = resources.find(({ name }) => name === resource);
        if (!offered || !isCounted(offered) || !isPartial(amount, offered.perNode)) return [];
        return [{ resource, amount, perNode: offered.perNode }];
    });
}

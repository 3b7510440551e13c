import type { AddOn } from "../facets/add-on";
import type { Finding, Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, type SeenByName } from "../seen";
import { freezes, type Template } from "./disruption-budget";
import { facetItems, type FacetItems } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { podLanding } from "./pod-landing";
import { byCluster } from "./by-cluster";
import { runningOn, textOf, type Running } from "./running-on";
import { suppliedLabels } from "./supplied-labels";

/** The add-on that finds out what is wrong with accelerators. Source: EKS user guide, node-health. */
const agentName = "eks-node-monitoring-agent";

/**
 * X11: repair is a chain: an agent that reports faults, on every node, and pods that can leave it. Trap: repair is switched
 * on, and an unhealthy GPU node stays for ever, because the agent is not there or not admitted, or because a disruption budget
 * lets no pod go. Whether the replacement fits the quota is a part of X6.
 */
export const repairChain: Invariant = {
    id: "X11",
    title: "where EKS repairs nodes, an agent reports their faults and pods can leave them",
    problems: ["repair.no-agent", "repair.agent-kept-off", "workload.drain-frozen"],
    verdicts: {
        holds: "The agent may run on the nodes; the budget of the pods lets at least one go.",
        undecided: "The fleet says nothing of its add-ons, or something that decides is not known.",
        notApplicable:
            "Nobody repairs the nodes, or the cloud does so without the agent; the pods run on no such pool.",
    },
    check: (fleet: Fleet) => [...judgeAgents(fleet), ...judgeDrains(fleet)],
};

function judgeAgents(fleet: Fleet): Finding[] {
    const agents = agentsOf(facetItems<SeenByName<AddOn>>(fleet.addOns, "add-ons"));
    const labelled = suppliedLabels(fleet, "landing");
    return fleet.pools.map(pool => finding("X11", `pool ${pool.name}, agent`, reported(labelled(pool), agents)));
}

/** The agents that are, or may be, on the cluster of a pool, and whether they run on its nodes. */
type AgentsOf = (pool: SeenPool) => FacetItems<Running<SeenByName<AddOn>>>;

function agentsOf(addOns: FacetItems<SeenByName<AddOn>>): AgentsOf {
    if (addOns.is !== "given") return () => addOns;
    const agents = runningOn(addOns.items.filter(({ name }) => name === agentName));
    return pool => ({ is: "given", items: agents(pool) });
}

/** Whether EKS repairs the nodes of the pool by what the add-on reports. */
function repaired({
    cloud,
    groupKind,
    repair,
}: SeenPool): "yes" | { readonly no: string } | { readonly unsure: string } {
    if (cloud === "gcp") return { no: "GKE watches its nodes by itself" };
    if (groupKind === "auto") return { no: "EKS Auto Mode watches its nodes by itself" };
    if (!isUnknown(repair) && !repair.enabled) return { no: "nobody repairs its nodes" };
    const unknown = [cloud, groupKind, repair].find(isUnknown);
    return unknown === undefined ? "yes" : { unsure: unknown.why };
}

function reported(pool: SeenPool, agentsHere: AgentsOf): Judgement {
    const repairs = repaired(pool);
    if (repairs !== "yes") return "no" in repairs ? notApplicable(repairs.no) : undecided(repairs.unsure);
    const agents = agentsHere(pool);
    if (agents.is !== "given") return undecided(agents.why);
    const { name } = pool;
    const landings = agents.items.map(({ landing }) => landing);
    if (landings.some(({ verdict }) => verdict === "admits")) return holds;
    const unsure = landings.filter(({ verdict }) => verdict === "undecided");
    if (unsure.length > 0) return undecided(unsure.map(textOf).join("; "));
    const [refusal] = landings.map(textOf);
    if (refusal === undefined) {
        return violated({
            id: "repair.no-agent",
            path: `pools.${name}.repair`,
            got: `repair without the add-on ${agentName}`,
            allowed: `${agentName} on the cluster: without it EKS learns nothing of accelerators`,
            fix: `install ${agentName}, or switch repair off`,
        });
    }
    return violated({
        id: "repair.agent-kept-off",
        path: `pools.${name}`,
        got: `${agentName} may not land: ${refusal}`,
        allowed: `${agentName} on every node of the pool`,
        fix: "let the add-on tolerate the taints of the pool",
    });
}

/** One finding for each pod template: a budget that lets no pod go stops repair wherever the template runs. */
function judgeDrains(fleet: Fleet): Finding[] {
    const templates = facetItems<Template>(fleet.podTemplates, "pod templates");
    if (templates.is !== "given") {
        const judgement = templates.is === "leftOut" ? notApplicable(templates.why) : undecided(templates.why);
        return [finding("X11", "pod templates", judgement)];
    }
    const pools = byCluster(fleet.pools.map(suppliedLabels(fleet, "landing")));
    return templates.items.map(template =>
        finding("X11", `pod template ${template.name}`, drains(template, pools(template.cluster))),
    );
}

function drains(template: Template, pools: readonly SeenPool[]): Judgement {
    const frozen = freezes(template);
    if (frozen === false) return holds;
    const lands = podLanding(template);
    const answers = grouped(
        pools.flatMap(pool => {
            const landing = lands(pool).verdict;
            const repairs = repaired(pool);
            if (landing === "refuses" || (repairs !== "yes" && "no" in repairs)) return [];
            const certain = landing === "admits" && repairs === "yes";
            return [{ pool: pool.name, certain }];
        }),
        ({ certain }) => certain,
    );
    const certain = (answers.get(true) ?? []).map(({ pool }) => pool);
    const possible = (answers.get(false) ?? []).map(({ pool }) => pool);
    if (certain.length === 0 && possible.length === 0)
        return notApplicable("it runs on no pool whose nodes are repaired");
    if (frozen !== true) return undecided(`its disruption budget is not known: ${frozen.why}`);
    if (certain.length === 0)
        return undecided(`not known whether it runs on ${possible.join(", ")}, or whether they are repaired`);
    return violated({
        id: "workload.drain-frozen",
        path: `podTemplates["${template.name}"].disruptionBudget`,
        got: `no pod may be evicted, on nodes of ${certain.join(", ")}`,
        allowed: "a budget that lets at least one pod go: a node is emptied before it is replaced",
        fix: "set maxUnavailable to 1 or more",
    });
}

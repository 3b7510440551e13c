import type { FleetConfig, FleetContext } from "../context";
import type { PodTemplate } from "../facets/pod-template";
import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { nodesOf } from "../node-share";
import type { Pool } from "../pool";
import { isUnknown, knownFields } from "../seen";
import { allowedAway, freezes, type Template } from "./disruption-budget";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { podLanding } from "./pod-landing";
import { byCluster } from "./by-cluster";
import { mostPodsOn } from "./pods-on-nodes";
import { suppliedLabels } from "./supplied-labels";

/**
 * X12: an update, repairs and spot interruptions may each take nodes, and at the same time. Trap: every setting looks careful
 * by itself, and together they take more replicas of a service than its disruption budget leaves: an outage of one's own
 * making. The worst case counts: how many pods stand on the fullest nodes, as far as topology spread does not forbid it.
 */
export const survivesDisruption: Invariant = {
    id: "X12",
    title: "nodes that may be away at once take no more pods of an inference service than its budget allows",
    problems: ["workload.disrupted"],
    verdicts: {
        holds: "The nodes that may be away at once hold no more pods than the budget leaves.",
        undecided: "Where the pods run, or how many nodes may be away, is not known.",
        notApplicable:
            "It is no Deployment with a budget on nodes for inference, or its budget lets no pod go (then X11 speaks).",
    },
    check: (fleet: Fleet, { config }: FleetContext) =>
        judgeFacet("X12", fleet.podTemplates, "pod templates", templates => {
            const pools = byCluster(fleet.pools.map(suppliedLabels(fleet, "landing")));
            return templates.map(template =>
                finding("X12", `pod template ${template.name}`, judge(template, pools(template.cluster), config)),
            );
        }),
};

function judge(template: Template, pools: readonly SeenPool[], config: FleetConfig): Judgement {
    const { kind, disruptionBudget } = template;
    if (!isUnknown(kind) && kind !== "Deployment") {
        return notApplicable("only Deployments are held against their budgets");
    }
    if (disruptionBudget === "none") return notApplicable("it has no disruption budget");
    const lands = podLanding(template);
    const places = pools
        .map(pool => ({ pool, verdict: lands(pool).verdict }))
        .filter(({ verdict }) => verdict !== "refuses");
    const serves = servesInference(places.map(({ pool }) => pool));
    if (serves !== "yes") return serves;
    if (freezes(template) === true) return notApplicable("its budget lets no pod go: X11 says what that stops");
    const service = knownFields(template, [...serviceFields]);
    if (isUnknown(service)) return undecided(service.why);
    const unsure = places.find(({ verdict }) => verdict === "undecided");
    if (unsure !== undefined) return undecided(`not known whether it runs on ${unsure.pool.name}`);
    const known = places.map(({ pool }) => knownFields(pool, [...poolFields]));
    const unknown = known.find(isUnknown);
    if (unknown !== undefined) return undecided(unknown.why);
    const certain = known.flatMap(place => (isUnknown(place) ? [] : [place]));
    return withinBudget(service, certain, config);
}

/** Training jobs stop as a whole when a node goes, whatever their budgets say: only services are judged. */
function servesInference(pools: readonly SeenPool[]): "yes" | Judgement {
    if (pools.length === 0) return notApplicable("it runs on no pool");
    if (pools.some(({ intent }) => intent === "inference")) return "yes";
    const unsure = pools.find(({ intent }) => isUnknown(intent));
    if (unsure === undefined) return notApplicable("it runs on no pool for inference");
    return undecided(`what ${unsure.name} is for is not known`);
}

const serviceFields = ["name", "kind", "cluster", "replicas", "disruptionBudget", "spread", "requests"] as const;
const poolFields = ["name", "cluster", "zones", "nodes", "resources", "capacity", "update", "repair"] as const;
type Place = Pick<Pool, (typeof poolFields)[number]>;
type Service = Pick<PodTemplate, "name" | "replicas" | "disruptionBudget" | "spread" | "requests">;

function withinBudget(service: Service, places: readonly Place[], config: FleetConfig): Judgement {
    const { name, replicas, disruptionBudget } = service;
    const lost = Math.max(...(["min", "max"] as const).map(size => podsLost(service, places, size, config)));
    const allowed = allowedAway(disruptionBudget, replicas);
    if (lost <= allowed) return holds;
    const pools = places.map(place => place.name).join(" and ");
    return violated({
        id: "workload.disrupted",
        path: `podTemplates["${name}"].disruptionBudget`,
        got: `up to ${lost} of ${replicas} pods on nodes of ${pools} that may be away at once for updates, repairs and spot`,
        allowed: `at most ${allowed}, what the disruption budget leaves`,
        fix: "run more replicas, spread them over nodes and zones, or let fewer nodes be away at once",
    });
}

/** With every pool at its smallest, pods stand close together; at its largest, more nodes may be away. */
function podsLost(service: Service, places: readonly Place[], size: "min" | "max", config: FleetConfig): number {
    const { replicas, requests, spread } = service;
    const groups = places.map(({ nodes, resources, capacity, update, repair }) => {
        const podsPerNode = fitting(requests, resources);
        const count = Math.min(nodes.max, Math.max(nodes[size], 1));
        const spot = capacity.kind === "spot" ? config.spotNodesAtOnce : 0;
        const repairing = repair.enabled ? nodesOf(repair.parallel, count) : 0;
        const away = Math.min(count, nodesOf(update.maxUnavailable, count) + repairing + spot);
        return { nodes: count, away, podsPerNode };
    });
    const zones = new Set(places.flatMap(place => place.zones)).size;
    return mostPodsOn(replicas, { groups, zones }, spread);
}

/** How many pods the devices of one node suffice for: cores and memory are shared with pods that nobody knows. */
function fitting(requests: Service["requests"], resources: Place["resources"]): number {
    const limits = resources.flatMap(({ name, perNode }) => {
        const wanted = requests[name] ?? 0;
        return wanted === 0 ? [] : [Math.floor(perNode / wanted)];
    });
    return Math.min(Infinity, ...limits);
}

import { admission, type Admission } from "../admission";
import { isAcceleratorFamily } from "../../catalog/devices";
import type { PodTemplate } from "../facets/pod-template";
import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { isUnknown, type SeenByName } from "../seen";
import { isDevice } from "./device-names";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { poolsByCluster } from "./pools-by-cluster";
import { suppliedLabels } from "./supplied-labels";

/**
 * X2: a pod that asks for devices needs a pool that offers as many to it. Trap: pods that stay Pending for ever, because of a
 * resource nobody offers, a toleration that is missing, more devices than a node has, or two shares of a shared GPU.
 */
export const demandHasSupply: Invariant = {
    id: "X2",
    title: "every pod that asks for devices finds a pool that offers them to it",
    check: (fleet: Fleet) =>
        judgeFacet("X2", fleet.podTemplates, "pod templates", templates => {
            const pools = poolsByCluster(fleet.pools.map(suppliedLabels(fleet, "landing")));
            return templates.map(template =>
                finding("X2", `pod template ${template.name}`, judge(template, pools(template.cluster))),
            );
        }),
};

type Template = SeenByName<PodTemplate>;

function judge(template: Template, pools: readonly SeenPool[]): Judgement {
    const { requests } = template;
    if (isUnknown(requests)) return undecided(`the requests are not known: ${requests.why}`);
    const devices = Object.entries(requests).filter(([name, amount]) => amount > 0 && isDevice(name));
    if (devices.length === 0) return notApplicable("it asks for no devices");
    const lands = admission(template);
    const answers = pools.map(pool => ({ pool, answer: answerOf(pool, lands(pool), devices, template) }));
    if (answers.some(({ answer }) => answer.verdict === "admits")) return holds;
    const unsure = answers.flatMap(({ pool, answer }) =>
        answer.verdict === "undecided" ? [`${pool.name}: ${texts(answer.unknowns)}`] : [],
    );
    if (unsure.length > 0) return undecided(unsure.join("; "));
    return violated(noSupply(template, devices, answers));
}

/** The scheduler's answer, and then the plugin's, which may refuse what the scheduler let pass. */
function answerOf(pool: SeenPool, landing: Admission, devices: readonly Device[], { cluster }: Template): Admission {
    if (landing.verdict === "refuses") return landing;
    const { nodes } = pool;
    if (!isUnknown(nodes) && nodes.max === 0) return refuses("the pool can have no nodes");
    const shares = sharesRefused(pool, devices);
    if (typeof shares === "string") return refuses(shares);
    const unknowns = [
        ...(landing.verdict === "undecided" ? landing.unknowns : []),
        ...[cluster, pool.cluster, nodes, shares].filter(isUnknown).map(({ why }) => unknownPart(why)),
    ];
    return unknowns.length === 0 ? landing : { verdict: "undecided", unknowns };
}

type Device = readonly [name: string, amount: number];

/**
 * Two shares of a GPU may be shares of one: time slicing refuses such a request when told to, MPS always does.
 * Source: NVIDIA/k8s-device-plugin v0.15.0 ("disallow requests for multiple devices if MPS sharing is configured").
 */
function sharesRefused({ sharing, resources }: SeenPool, devices: readonly Device[]) {
    const several = devices.filter(([, amount]) => amount > 1);
    if (several.length === 0) return undefined;
    if (isUnknown(sharing)) return sharing;
    if (isUnknown(resources)) return resources;
    const oneEach = sharing.kind === "mps" || (sharing.kind === "timeSlicing" && sharing.failRequestsGreaterThanOne);
    if (!oneEach) return undefined;
    const shared = resources.filter(({ family }) => isAcceleratorFamily(family)).map(({ name }) => name);
    const refused = several.find(([name]) => shared.includes(name));
    return refused && `asks for ${refused[1]} ${refused[0]}, a pod gets one share of a GPU at most`;
}

function refuses(text: string): Admission {
    return { verdict: "refuses", reasons: [{ clause: "request", text }] };
}

function unknownPart(why: string) {
    return { clause: "request", text: why } as const;
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

import type { Unknown } from "../../catalog/known";
import type { Facet } from "../facets/facet";
import type { ClusterQueue, LocalQueue, ResourceFlavor } from "../facets/queue";
import type { Finding, Judgement } from "../finding";
import { grouped } from "../grouped";
import { didYouMean, type Problem } from "../problem";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems } from "./facet-items";
import { finding, holds, undecided, violated } from "./judgements";

type Queue = SeenByName<ClusterQueue>;

/** Whether something of a name exists on a cluster; `names`: it does not, and these do somewhere. */
type Existence = "yes" | { readonly unsure: string } | { readonly names: readonly string[] };

function existence(
    facet: Facet<ResourceFlavor> | Facet<ClusterQueue> | undefined,
    what: string,
): (name: string, cluster: string | Unknown) => Existence {
    const items = facetItems<{ readonly name: string; readonly cluster: string | Unknown }>(facet, what);
    if (items.is !== "given") return () => ({ unsure: items.why });
    const byName = grouped(items.items, ({ name }) => name);
    return (name, cluster) => {
        const found = byName.get(name) ?? [];
        if (!isUnknown(cluster) && found.some(item => item.cluster === cluster)) return "yes";
        const perhaps = found.some(item => isUnknown(item.cluster) || isUnknown(cluster));
        return perhaps
            ? { unsure: `whether ${name} is on the same cluster is not known` }
            : { names: [...byName.keys()] };
    };
}

/** Each flavor that a cluster queue names is there. */
export function judgeClusterQueues(queues: readonly Queue[], flavors: Facet<ResourceFlavor> | undefined): Finding[] {
    const exists = existence(flavors, "resource flavors");
    return queues.flatMap(({ name, cluster, quotas }): Finding[] => {
        const subject = `cluster queue ${name}`;
        if (isUnknown(quotas)) return [finding("X4", subject, undecided(`its quotas are not known: ${quotas.why}`))];
        return quotas.map(({ flavor }) =>
            finding(
                "X4",
                `${subject}, flavor ${flavor}`,
                present(exists(flavor, cluster), names => ({
                    id: "queue.no-flavor",
                    path: `clusterQueues.${name}.quotas`,
                    got: `a quota of flavor ${flavor}, which does not exist`,
                    allowed: "flavors of the same cluster",
                    fix: didYouMean(flavor, names, `declare the ResourceFlavor ${flavor}, or remove its quota`),
                })),
            ),
        );
    });
}

/** The cluster queue behind a local queue is there. */
export function judgeLocalQueues(
    queues: readonly SeenByName<LocalQueue>[],
    clusterQueues: Facet<ClusterQueue> | undefined,
): Finding[] {
    const exists = existence(clusterQueues, "cluster queues");
    return queues.map(({ name, cluster, clusterQueue }) => {
        const subject = `local queue ${name}`;
        if (isUnknown(clusterQueue)) {
            return finding("X4", subject, undecided(`its cluster queue is not known: ${clusterQueue.why}`));
        }
        return finding(
            "X4",
            subject,
            present(exists(clusterQueue, cluster), names => ({
                id: "queue.no-cluster-queue",
                path: `localQueues["${name}"].clusterQueue`,
                got: `cluster queue ${clusterQueue}, which does not exist`,
                allowed: "a cluster queue of the same cluster",
                fix: didYouMean(clusterQueue, names, `declare the ClusterQueue ${clusterQueue}, or name another one`),
            })),
        );
    });
}

function present(found: Existence, problem: (names: readonly string[]) => Problem): Judgement {
    if (found === "yes") return holds;
    return "names" in found ? violated(problem(found.names)) : undecided(found.unsure);
}

/** What all cluster queues together promise of a flavor. */
export interface NominalQuotas {
    readonly of: (flavor: string, cluster: string) => ReadonlyMap<string, number>;
    /** Why there may be more. */
    readonly unsure: string | undefined;
}

/** Adds up the quotas of each flavor, by cluster and resource. */
export function nominalQuotas(clusterQueues: Facet<ClusterQueue> | undefined): NominalQuotas {
    const queues = facetItems<Queue>(clusterQueues, "cluster queues");
    if (queues.is !== "given") {
        return { of: () => new Map(), unsure: queues.is === "unknown" ? queues.why : undefined };
    }
    const sums = new Map<string, Map<string, number>>();
    for (const { cluster, quotas } of queues.items) {
        if (isUnknown(cluster) || isUnknown(quotas)) continue;
        for (const { flavor, nominal } of quotas) {
            const key = JSON.stringify([cluster, flavor]);
            const sum = sums.get(key) ?? new Map<string, number>();
            sums.set(key, sum);
            for (const [resource, amount] of Object.entries(nominal)) {
                sum.set(resource, (sum.get(resource) ?? 0) + amount);
            }
        }
    }
    const hidden = queues.items.find(({ cluster, quotas }) => isUnknown(cluster) || isUnknown(quotas));
    return {
        of: (flavor, cluster) => sums.get(JSON.stringify([cluster, flavor])) ?? new Map<string, number>(),
        unsure: hidden && `what cluster queue ${hidden.name} promises is not known`,
    };
}

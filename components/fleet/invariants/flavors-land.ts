import type { ClusterQueue, LocalQueue } from "../facets/queue";
import type { Finding, Fleet, Invariant } from "../finding";
import type { SeenByName } from "../seen";
import { judgeFacet } from "./facet-items";
import { flavorPools, type Flavor } from "./flavor-pools";
import { judgeFlavor } from "./judge-flavor";
import { judgeClusterQueues, judgeLocalQueues, nominalQuotas } from "./judge-queues";
import { byCluster } from "./by-cluster";
import { suppliedLabels } from "./supplied-labels";

/**
 * X4: a quota of Kueue is for nodes of one kind that exist. Trap: a job is admitted to a flavor whose labels no node has, or
 * whose taints Kueue was not told, and its pods stay Pending while the queue counts them as running.
 */
export const flavorsLand: Invariant = {
    id: "X4",
    title: "every flavor of a queue means nodes of one kind, and queues promise no more than there is",
    problems: [
        "queue.flavor-lands-nowhere",
        "queue.flavor-several-kinds",
        "queue.flavor-taints",
        "queue.quota-beyond-nodes",
        "queue.no-flavor",
        "queue.no-cluster-queue",
    ],
    verdicts: {
        holds: "The flavor means nodes of one machine type and knows their taints, and queues promise no more of it than there is.",
        undecided: "What the flavor or a queue says, or which labels nodes have, is not known.",
        notApplicable: "The fleet says nothing of queues, or no queue has a quota of devices of the flavor.",
    },
    check: (fleet: Fleet): Finding[] => {
        const pools = byCluster(fleet.pools.map(suppliedLabels(fleet, "landing")));
        const quotas = nominalQuotas(fleet.clusterQueues);
        return [
            ...judgeFacet<Flavor>("X4", fleet.resourceFlavors, "resource flavors", flavors =>
                flavors.flatMap(flavor => judgeFlavor(flavor, flavorPools(flavor, pools(flavor.cluster)), quotas)),
            ),
            ...judgeFacet<SeenByName<ClusterQueue>>("X4", fleet.clusterQueues, "cluster queues", queues =>
                judgeClusterQueues(queues, fleet.resourceFlavors),
            ),
            ...judgeFacet<SeenByName<LocalQueue>>("X4", fleet.localQueues, "local queues", queues =>
                judgeLocalQueues(queues, fleet.clusterQueues),
            ),
        ];
    },
};

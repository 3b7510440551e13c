import type { Taint } from "../pool";
import type { Toleration } from "../workload";

/** A `ResourceFlavor` of Kueue: what kind of nodes a quota is for. */
export interface ResourceFlavor {
    readonly name: string;
    /** Key of the cluster: `Pool.cluster`. */
    readonly cluster: string;
    readonly nodeLabels: Readonly<Record<string, string>>;
    readonly nodeTaints: readonly Taint[];
    /** Added to the pods that are admitted to the flavor. */
    readonly tolerations: readonly Toleration[];
}

/** How much of each resource a queue may use of one flavor. */
export interface FlavorQuota {
    readonly flavor: string;
    /** Nominal quota by resource. */
    readonly nominal: Readonly<Record<string, number>>;
}

/** A `ClusterQueue` of Kueue. */
export interface ClusterQueue {
    readonly name: string;
    /** Key of the cluster: `Pool.cluster`. */
    readonly cluster: string;
    readonly quotas: readonly FlavorQuota[];
}

/** A `LocalQueue` of Kueue: the door of a namespace to a cluster queue. */
export interface LocalQueue {
    /** Namespace and name, `research/default`. */
    readonly name: string;
    /** Key of the cluster: `Pool.cluster`. */
    readonly cluster: string;
    readonly clusterQueue: string;
}

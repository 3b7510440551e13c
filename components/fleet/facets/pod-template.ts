import type { Workload } from "../workload";

/** A number of pods, or a share of the replicas. */
export type PodShare = { readonly pods: number } | { readonly percent: number };

/** What a PodDisruptionBudget leaves to evictions: Kubernetes takes one of the two, and rounds shares up. */
export type DisruptionBudget = { readonly minAvailable: PodShare } | { readonly maxUnavailable: PodShare };

/** A required topology spread (`whenUnsatisfiable: DoNotSchedule`): counts of pods differ by at most `maxSkew`. */
export interface TopologySpread {
    readonly by: "zone" | "node";
    /** 1 or more. */
    readonly maxSkew: number;
}

/** Pods of one kind that the program declares: what each asks of its node, how many there are, what may disturb them. */
export interface PodTemplate extends Workload {
    /** Namespace and name, `research/train`. */
    readonly name: string;
    /** Key of the cluster it runs in: `Pool.cluster`. */
    readonly cluster: string;
    readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob" | "JobSet" | "Pod";
    /** Pods that run at once; of a DaemonSet, one for each node: write 1. */
    readonly replicas: number;
    /** Who places the pods; the cluster's own scheduler when left out. */
    readonly schedulerName?: string;
    /** Without one, evictions may take every pod at once. */
    readonly disruptionBudget: DisruptionBudget | "none";
    /** Required spreads only: preferred ones promise nothing. */
    readonly spread: readonly TopologySpread[];
}

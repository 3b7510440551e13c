import type { ProblemIdFacts } from "./problem-id-facts";

/** Pods that a program declares. */
export const workloadsProblemIds = {
    "workload.disrupted": {
        meaning:
            "Nodes that may be away at the same time take more pods of a service than its disruption budget leaves.",
        overridable: false,
        example: {
            path: 'podTemplates["inference/chat"].disruptionBudget',
            got: "up to 4 of 4 pods on nodes of train that may be away at once for updates, repairs and spot",
            allowed: "at most 2, what the disruption budget leaves",
            fix: "run more replicas, spread them over nodes and zones, or let fewer nodes be away at once",
        },
    },
    "workload.drain-frozen": {
        meaning: "The disruption budget lets no pod go, so that nodes can be neither repaired nor updated.",
        overridable: false,
        example: {
            path: 'podTemplates["inference/chat"].disruptionBudget',
            got: "no pod may be evicted, on nodes of train",
            allowed: "a budget that lets at least one pod go: a node is emptied before it is replaced",
            fix: "set maxUnavailable to 1 or more",
        },
    },
    "workload.no-supply": {
        meaning: "No pool offers the devices that the pod asks for to this pod, which stays Pending for ever.",
        overridable: false,
        example: {
            path: 'podTemplates["research/train"]',
            got: "train: asks for 16 nvidia.com/gpu, a node offers 8",
            allowed: "a pool of cluster shared that offers 16 nvidia.com/gpu on one node to this pod",
            fix: "tolerate and select what such a pool has, and ask for no more than one of its nodes offers",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

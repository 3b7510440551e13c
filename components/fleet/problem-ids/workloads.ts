import type { ProblemIdFacts } from "./problem-id-facts";

/** Pods that a program declares. */
export const workloadsProblemIds = {
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

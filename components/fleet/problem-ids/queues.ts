import type { ProblemIdFacts } from "./problem-id-facts";

/** Queues of Kueue, and the nodes that their quotas are for. */
export const queuesProblemIds = {
    "queue.flavor-lands-nowhere": {
        meaning: "No pool has the labels of the flavor: jobs are admitted to it, and their pods stay Pending.",
        overridable: false,
        example: {
            path: "resourceFlavors.h100.nodeLabels",
            got: '{"team":"research"}, which no pool of its cluster has',
            allowed: "labels of a pool",
            fix: "write labels that the nodes of a pool carry, for example pulumi-accelerators/pool",
        },
    },
    "queue.flavor-several-kinds": {
        meaning: "A flavor means machines of one type: its quota counts them as equal.",
        overridable: false,
        example: {
            path: "resourceFlavors.h100.nodeLabels",
            got: "nodes of p5.48xlarge and p5e.48xlarge",
            allowed: "nodes of one machine type: a quota counts all of them as equal",
            fix: 'add the label node.kubernetes.io/instance-type="p5.48xlarge"',
        },
    },
    "queue.flavor-taints": {
        meaning: "Kueue admits jobs to a flavor by the taints that it is told of, which are not those of the nodes.",
        overridable: false,
        example: {
            path: "resourceFlavors.h100.nodeTaints",
            got: "without nvidia.com/gpu=present:NoSchedule",
            allowed: "nvidia.com/gpu=present:NoSchedule",
            fix: "write the taints of its nodes that the flavor does not tolerate",
        },
    },
    "queue.no-cluster-queue": {
        meaning: "The cluster queue behind a local queue does not exist: its jobs wait for ever.",
        overridable: false,
        example: {
            path: 'localQueues["research/default"].clusterQueue',
            got: "cluster queue reserch, which does not exist",
            allowed: "a cluster queue of the same cluster",
            fix: "did you mean research?",
        },
    },
    "queue.no-flavor": {
        meaning: "A queue has a quota of a flavor that does not exist, and admits nothing to it.",
        overridable: false,
        example: {
            path: "clusterQueues.research.quotas",
            got: "a quota of flavor h100, which does not exist",
            allowed: "flavors of the same cluster",
            fix: "declare the ResourceFlavor h100, or remove its quota",
        },
    },
    "queue.quota-beyond-nodes": {
        meaning: "Queues promise more devices than their pools have at their largest: admitted jobs stay Pending.",
        overridable: false,
        example: {
            path: "resourceFlavors.h100",
            got: "queues promise 16 nvidia.com/gpu",
            allowed: "at most 8, what its pools have at their largest",
            fix: "lower the nominal quotas to 8 together, or let the pools grow",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** What a program writes to clusters, in which order, and with whose rights. */
export const objectsProblemIds = {
    "kubernetes.ambient-provider": {
        meaning:
            "A kubernetes provider without a kubeconfig of its own writes to whichever cluster the shell points at.",
        overridable: false,
        example: {
            path: 'kubernetesProviders["shared-k8s"]',
            got: "the kubeconfig of whoever runs the program",
            allowed: "the kubeconfig of exactly one cluster",
            fix: "give the provider the kubeconfig of its cluster",
        },
    },
    "kubernetes.declared-twice": {
        meaning: "Two declarations write the same object, or the same field of it, and undo each other at every run.",
        overridable: false,
        example: {
            path: 'kubernetesObjects["chat"], kubernetesObjects["again"]',
            got: "Deployment inference chat, written by chat and again",
            allowed: "one writer of an object, or of a field of it",
            fix: "keep chat and remove the others",
        },
    },
    "kubernetes.default-provider": {
        meaning: "The default provider of the engine writes to whichever cluster the shell points at.",
        overridable: false,
        example: {
            path: 'kubernetesObjects["chat"].provider',
            got: "the engine's default provider, which has the kubeconfig of whoever runs the program",
            allowed: "a provider that is bound to the cluster of the object",
            fix: "pass the provider of the cluster in the object's options",
        },
    },
    "kubernetes.provider-clusters": {
        meaning: "A kubernetes provider writes to exactly one cluster.",
        overridable: false,
        example: {
            path: 'kubernetesProviders["shared-k8s"]',
            got: '["shared","west"]',
            allowed: "the kubeconfig of exactly one cluster",
            fix: "give the provider the kubeconfig of its cluster",
        },
    },
    "order.circle": {
        meaning: "A step waits for nodes of a pool that waits for the step: the first update hangs until it times out.",
        overridable: false,
        example: {
            path: 'steps["plugins"]',
            got: "plugins, train wait for each other",
            allowed: "nothing that waits for nodes of a pool that waits for it",
            fix: "set pulumi.com/skipAwait on plugins, or give the pool no nodes at first",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** How much a fleet may take: money, quotas, addresses. */
export const limitsProblemIds = {
    "budget.exceeded": {
        meaning: "The fleet costs more than its budget.",
        overridable: false,
        example: {
            path: "budgetUsdPerHour.max",
            got: "55.1408 USD/h for the fleet at its largest; most for train 55.04, system 0.1008",
            allowed: "at most 50 USD/h",
            fix: "raise the budget to 55.1408, or lower nodes.max of the dearest pools",
        },
    },
    "budget.no-price": {
        meaning: "A budget is set, and no source names the price of the pool: an unknown price is not zero.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "no source lists a price for p5.48xlarge in eu-west-3",
            allowed: "a price for every pool, as long as a budget is set",
            fix: "give a market that knows the price, or leave the budget out",
        },
    },
    "quota.exceeded": {
        meaning: "The account may not run as many vCPUs as the pools need, so that nodes would fail to start.",
        overridable: false,
        example: {
            path: 'quotaLimits["L-417A185B"]',
            got: "768 vCPUs of Running On-Demand P instances (192 at the largest size, 384 for updates, 192 for repairs) for train",
            allowed: "at most 192 vCPUs in us-east-1",
            fix: "ask for 768 of ec2/L-417A185B, or let the pools grow less",
        },
    },
    "quota.node-groups": {
        meaning: "EKS gives a cluster only so many managed node groups: the last ones of the fleet would fail.",
        overridable: false,
        example: {
            path: "clusters.shared",
            got: "31 managed node groups on cluster shared",
            allowed: "at most 30 on a cluster",
            fix: "spread the pools over clusters, or have the quota raised and say so as nodeGroups of the limits",
        },
    },
    "subnet.full": {
        meaning:
            "The subnet has too few addresses: nodes or their pods would not start, or the cluster could not be upgraded.",
        overridable: false,
        example: {
            path: "subnets.a",
            got: "150 addresses for the nodes of its pools, 11 of 16 are left for them",
            allowed: "at most 11: 16 less 0 that are taken and 5 that AWS and EKS need",
            fix: "use a range of /24 or larger, more subnets, or pools that grow less",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** How nodes are wired to each other. */
export const fabricProblemIds = {
    "fabric.no-efa-plugin": {
        meaning:
            "The nodes have EFA interfaces that no pod can ask for, because no plugin that may run there advertises them.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "nothing on its cluster advertises vpc.amazonaws.com/efa",
            allowed: "an advertiser of vpc.amazonaws.com/efa that may run on every node of the pool",
            fix: "let an EFA device plugin tolerate every taint of the pool, that of its accelerators included",
        },
    },
    "fabric.not-open-to-itself": {
        meaning:
            "EFA frames pass a security group only by rules that refer to a group: a range of addresses lets none through.",
        overridable: false,
        example: {
            path: "pools.train.securityGroups",
            got: "no egress rule for every protocol that refers to efa",
            allowed:
                "ingress and egress of every protocol to its own nodes, by reference to a security group; or the cluster's own group",
            fix: "let efa pass egress of every protocol to itself; a range of addresses is not enough",
        },
    },
    "fabric.one-zone": {
        meaning: "EFA frames do not leave a zone: nodes in several zones cannot reach each other over it.",
        overridable: false,
        example: {
            path: "pools.train.zones",
            got: '["use1-az1","use1-az2"]',
            allowed: "one zone: EFA frames do not leave it",
            fix: 'keep one of them, for example ["use1-az1"]',
        },
    },
    "fabric.placement-group-shared": {
        meaning: "Two pools in one placement group compete for the place near each other, and one finds no capacity.",
        overridable: false,
        example: {
            path: "pools.train.fabric.placement, pools.serve.fabric.placement",
            got: "placement group near for train and serve",
            allowed: "a placement group for one pool",
            fix: "give all but one of them another placement group in us-east-1",
        },
    },
    "fabric.placement-strategy": {
        meaning: "The placement group keeps machines apart instead of packing them together.",
        overridable: false,
        example: {
            path: "placementGroups.near.strategy",
            got: "spread",
            allowed: "cluster: machines close to each other",
            fix: "give a placement group whose strategy is cluster",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** How nodes are wired to each other. */
export const fabricProblemIds = {
    "fabric.no-efa": {
        meaning: "The instance type has no EFA interface that could be attached.",
        overridable: false,
        example: {
            path: "efa",
            got: '"required" for g6.xlarge',
            allowed: "a type with EFA",
            fix: "leave efa out, or use g6.8xlarge",
        },
    },
    "fabric.no-efa-driver": {
        meaning:
            "The node image lacks the driver of EFA: the interfaces would be attached, and nothing could use them.",
        overridable: false,
        example: {
            path: "efa",
            got: '"required" with an image without EFA\'s driver',
            allowed: "an image that holds the driver of EFA",
            fix: "leave efa out, or choose another image",
        },
    },
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
    "fabric.placement": {
        meaning: "A cluster placement group packs machines together in one zone, and not every instance type.",
        overridable: false,
        example: {
            path: "placement",
            got: "a placement group of its own, with zones use2-az1, use2-az2, use2-az3",
            allowed: "one zone: a cluster placement group does not span zones",
            fix: 'name one zone, for example zones: ["use2-az1"], or leave placement out',
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
            path: "placementGroups.near.us-east-1.strategy",
            got: "spread",
            allowed: "cluster: machines close to each other",
            fix: "give a placement group whose strategy is cluster",
        },
    },
    "fabric.too-many-interfaces": {
        meaning: "The instance type has fewer EFA interfaces than are asked for.",
        overridable: false,
        example: {
            path: "efa.interfaces",
            got: "64",
            allowed: "at most 32: the EFA interfaces of p5.48xlarge",
            fix: 'write 32, or "required" for as many as AWS recommends',
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

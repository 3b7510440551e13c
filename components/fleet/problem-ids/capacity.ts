import type { ProblemIdFacts } from "./problem-id-facts";

/** How machines are bought, and what of them there is. */
export const capacityProblemIds = {
    "capacity.not-sold": {
        meaning: "EC2 does not sell the instance type in this way.",
        overridable: true,
        example: {
            path: "capacity",
            got: "on-demand for p6e-gb200.36xlarge",
            allowed: "capacity-block: how EC2 sells p6e-gb200.36xlarge",
            fix: "choose another instance type",
        },
    },
    "instance-type.not-gpu": {
        meaning: "The instance type has no NVIDIA GPU that this kind of group can run.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"m7i.large", without accelerators',
            allowed: "an NVIDIA instance type on x86-64 of the catalogue (59)",
            fix: "use SystemNodeGroup for nodes without accelerators",
        },
    },
    "instance-type.not-offered": {
        meaning: "The catalogue says that EC2 does not offer the instance type in the region.",
        overridable: true,
        example: {
            path: "instanceType",
            got: '"p4de.24xlarge" in eu-west-3',
            allowed: "a type that EC2 offers in eu-west-3",
            fix: "p4de.24xlarge is offered in ap-northeast-1, ap-southeast-1, eu-central-1, il-central-1, us-east-1, us-west-2",
        },
    },
    "instance-type.unknown": {
        meaning: "The catalogue holds no instance type of this name.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"p5.48xlrge"',
            allowed: "an NVIDIA instance type on x86-64 of the catalogue (59)",
            fix: "did you mean p5.48xlarge or g5.48xlarge or p5.4xlarge?",
        },
    },
    "instance-type.unsupported": {
        meaning: "The instance type exists and cannot be a node of this kind of group.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"g5g.xlarge": its processors are ARM',
            allowed: "an NVIDIA instance type on x86-64 of the catalogue (59)",
            fix: "use for example g6.xlarge, g6e.xlarge or p6-b200.48xlarge",
        },
    },
    "zone.duplicate": {
        meaning: "A zone is given twice.",
        overridable: false,
        example: {
            path: "zones[1]",
            got: '"use2-az1"',
            allowed: "each zone once",
            fix: "remove zones[1]: use2-az1 is given already",
        },
    },
    "zone.not-in-network": {
        meaning: "A group has nodes only where the network of its cluster has subnets.",
        overridable: false,
        example: {
            path: "zones[1]",
            got: '"use2-az3"',
            allowed: "use2-az1, use2-az2: the zones of the cluster's network",
            fix: "choose one of these, or add the zone to the network",
        },
    },
    "zone.not-offered": {
        meaning: "The catalogue says that EC2 does not offer the instance type in the zone.",
        overridable: true,
        example: {
            path: "zones[1]",
            got: '"use1-az1"',
            allowed: "use1-az2, use1-az6: zones that offer p5en.48xlarge",
            fix: "remove use1-az1 or choose another instance type",
        },
    },
    "zone.unknown": {
        meaning: "The region has no zone of this id.",
        overridable: true,
        example: {
            path: "adopt.subnets[0].zoneId",
            got: '"us-east-2a"',
            allowed: "use2-az1, use2-az2, use2-az3",
            fix: "give zone ids: zone names such as us-east-2a differ between accounts",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

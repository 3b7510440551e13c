import type { ProblemIdFacts } from "./problem-id-facts";

/** The VPC, its ranges and its zones. */
export const networkProblemIds = {
    "network.adopted": {
        meaning: "An existing network is used as it is: nothing about it can be asked for.",
        overridable: false,
        example: {
            path: "cidr",
            got: "cidr beside adopt",
            allowed: "adopt alone: an existing network is used as it is",
            fix: "remove cidr, or remove adopt to make a network of its own",
        },
    },
    "network.adopted-subnet": {
        meaning:
            "A subnet of an existing network is in another VPC or zone than was said: nodes would start elsewhere.",
        overridable: false,
        example: {
            path: "adopt.subnets[0].zoneId",
            got: '"use2-az1"',
            allowed: "use2-az2, the zone of subnet-0e3f",
            fix: 'write "use2-az2"',
        },
    },
    "network.cidr": {
        meaning: "The address range is not one that the cloud accepts.",
        overridable: false,
        example: {
            path: "cidr",
            got: '"10.0.0.0/8"',
            allowed: "an IPv4 range between /16 and /28",
            fix: "use for example 10.0.0.0/16",
        },
    },
    "network.cidr-overlap": {
        meaning: "Two address ranges that must be apart overlap.",
        overridable: false,
        example: {
            path: "serviceCidr",
            got: '"172.20.0.0/16"',
            allowed: "a range apart from the VPC, 172.20.0.0/16",
            fix: "leave it out: EKS chooses one apart",
        },
    },
    "network.cidr-too-small": {
        meaning: "The address range does not hold the subnets that were asked for.",
        overridable: false,
        example: {
            path: "cidr",
            got: '"10.0.0.0/24"',
            allowed: "/16 to /22: every zone has a place for two subnets of at least /28",
            fix: "use for example 10.0.0.0/22 or larger, better 10.0.0.0/16, or give subnets of your own",
        },
    },
    "network.no-room-for-zone": {
        meaning: "The layout of address ranges has a place for zones az1 to az7 only.",
        overridable: false,
        example: {
            path: "zones[0]",
            got: '"use2-az8"',
            allowed: "zone ids that end in -az1 to -az7: the layout has a place for each",
            fix: "give subnets with address ranges of your own",
        },
    },
    "network.too-many-zones": {
        meaning: "More zones are wanted than offer every instance type of the network.",
        overridable: true,
        example: {
            path: "zones",
            got: "3",
            allowed: "at most 2: use1-az2, use1-az6 offer every instance type",
            fix: 'name the zones, so that each type has some of them: zones: ["use1-az2", "use1-az6", "use1-az1"]',
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** How machines are bought, and what of them there is. */
export const capacityProblemIds = {
    "capacity.ended": {
        meaning: "The block or reservation is over: there are no machines to start.",
        overridable: false,
        example: {
            path: "capacity.endsAt",
            got: "2026-11-20T11:30:00Z, and it is 2026-11-22T12:00:00Z",
            allowed: "an end in the future: there are no machines any more",
            fix: "remove the group, or give it the next reservation",
        },
    },
    "capacity.image": {
        meaning: "The node image does not run on machines that are bought in this way.",
        overridable: false,
        example: {
            path: "image",
            got: "AL2023 on queued",
            allowed: "COS, Ubuntu",
            fix: "use COS",
        },
    },
    "capacity.instant": {
        meaning: "A moment is not written as a day and a time in UTC.",
        overridable: false,
        example: {
            path: "capacity.endsAt",
            got: '"2026-12-20T12:30:00+01:00"',
            allowed: "a moment in UTC with seconds, for example 2026-12-20T11:30:00Z",
            fix: "write 2026-12-20T11:30:00Z",
        },
    },
    "capacity.kind": {
        meaning: "The cloud does not sell machines in this way to such a group.",
        overridable: false,
        example: {
            path: "capacity.kind",
            got: '"flexStart"',
            allowed:
                "onDemand, spot, reservation, capacityBlock, futureReservation: what Amazon sells for such a group",
            fix: "use spot(), or capacityBlock() for machines that are not taken back",
        },
    },
    "capacity.no-spare": {
        meaning:
            "An update that starts new nodes before old ones go needs machines that the reservation does not have.",
        overridable: false,
        example: {
            path: "update.strategy",
            got: '"surge" with 0 spare machines',
            allowed: '"minimal", or 2 machines more than the group may have: new nodes start before old ones go',
            fix: 'leave it out for "minimal"',
        },
    },
    "capacity.not-sold": {
        meaning: "EC2 does not sell the instance type in this way.",
        overridable: true,
        example: {
            path: "capacity",
            got: "capacity-block for g6.xlarge",
            allowed: "on-demand, spot: how EC2 sells g6.xlarge, as of 2026-10-27",
            fix: "use onDemand()",
        },
    },
    "capacity.other-zone": {
        meaning: "Reserved machines stand in one zone, and the group has its nodes elsewhere.",
        overridable: false,
        example: {
            path: "zones",
            got: '["use2-az1","use2-az2"]',
            allowed: "use2-az2: where the machines of the capacityBlock stand",
            fix: 'leave zones out, or write ["use2-az2"]',
        },
    },
    "capacity.placement": {
        meaning: "The machines cannot be started in this placement group.",
        overridable: false,
        example: {
            path: "placement",
            got: "a placement group of the group's own",
            allowed: "none: the cloud places these machines itself",
            fix: "leave it out",
        },
    },
    "capacity.repair": {
        meaning: "The cloud does not repair nodes on machines that are bought in this way.",
        overridable: false,
        example: {
            path: "repair",
            got: "node repair on flexStart",
            allowed: "no node repair: the cloud refuses it for machines that it takes back by itself",
            fix: "write repair: false",
        },
    },
    "capacity.reservation-id": {
        meaning: "The name of the reservation is not one that EC2 gives.",
        overridable: false,
        example: {
            path: "capacity.reservationId",
            got: '"cb-0a1b2c3d4e5f60718"',
            allowed: "cr- and 17 (or 8) of the digits 0-9 and a-f",
            fix: "that is the id of an offering or of a block: give the id of its reservation, cr-…",
        },
    },
    "capacity.size": {
        meaning: "So many machines cannot be bought at once in this way.",
        overridable: false,
        example: {
            path: "capacity.instances",
            got: "100",
            allowed: "1 to 64 machines of one capacityBlock",
            fix: "give each purchase a group of its own",
        },
    },
    "capacity.tags": {
        meaning: "The group cannot find its reservation by these tags.",
        overridable: false,
        example: {
            path: "capacity.from.tags",
            got: '{"team":"research"}',
            allowed: "an id or a resource group: a launch template cannot choose reservations by their tags",
            fix: "put the reservations into a resource group and give its resourceGroupArn, or give one id",
        },
    },
    "capacity.too-few-instances": {
        meaning: "The group may have more nodes than the reservation has machines.",
        overridable: false,
        example: {
            path: "nodes",
            got: "8",
            allowed: "at most 4: the machines of the reservation",
            fix: "lower nodes to 4, or correct capacity.instances",
        },
    },
    "capacity.window": {
        meaning: "The machines would be there for no time, or for longer than they are sold.",
        overridable: false,
        example: {
            path: "capacity.startsAt, capacity.endsAt",
            got: "2026-12-20T11:30:00Z to 2026-12-13T11:30:00Z",
            allowed: "an end after its start",
            fix: "exchange startsAt and endsAt, or correct one of them",
        },
    },
    "instance-type.not-fpga": {
        meaning: "The instance type has no FPGA.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"g6.xlarge", with NVIDIA L4',
            allowed: "an instance type with FPGAs of the catalogue (6)",
            fix: "use GpuNodeGroup for nodes with NVIDIA GPUs",
        },
    },
    "instance-type.not-gpu": {
        meaning: "The instance type has no NVIDIA GPU that this kind of group can run.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"m7i.large", without accelerators',
            allowed: "an NVIDIA instance type of the catalogue (59)",
            fix: "use SystemNodeGroup for nodes without accelerators",
        },
    },
    "instance-type.not-neuron": {
        meaning: "The instance type has no Inferentia or Trainium chip.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"g6.xlarge", with NVIDIA L4',
            allowed: "an instance type with Inferentia or Trainium of the catalogue (14)",
            fix: "use GpuNodeGroup for nodes with NVIDIA GPUs",
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
            allowed: "an NVIDIA instance type of the catalogue (59)",
            fix: "did you mean p5.48xlarge or g5.48xlarge or p5.4xlarge?",
        },
    },
    "instance-type.unsupported": {
        meaning: "The instance type exists and cannot be a node of this kind of group.",
        overridable: false,
        example: {
            path: "instanceType",
            got: '"p2.xlarge": EC2 no longer sells it, as of 2025-03-16',
            allowed: "an NVIDIA instance type of the catalogue (59)",
            fix: "use for example g6.xlarge or p5.48xlarge",
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

/** What an id of a problem means. The reference of problems in the documentation is generated from this. */
export interface ProblemIdFacts {
    /** One sentence: what is wrong and why it matters. */
    readonly meaning: string;
    /** The fact behind it is dated data that a user may know better: it can be acknowledged. */
    readonly overridable: boolean;
    readonly example: { readonly path: string; readonly got: string; readonly allowed: string; readonly fix: string };
}

/** Every problem the library can refuse for. Ids are stable: they are never renamed and never reused. */
export const problemIds = {
    "acknowledge.not-overridable": {
        meaning: "Only problems that rest on dated facts can be acknowledged; the others would fail whatever the date.",
        overridable: false,
        example: {
            path: "acknowledge[0]",
            got: '"nodes.range"',
            allowed: "ids that the documentation marks as overridable",
            fix: "remove it, then mend what nodes.range reports",
        },
    },
    "addon.no-version": {
        meaning:
            "No source names a version of the add-on for this Kubernetes version, and EKS would choose one that changes.",
        overridable: false,
        example: {
            path: 'addons["coredns"]',
            got: "nothing",
            allowed: "a version of coredns for Kubernetes 1.37: the catalogue names none",
            fix: "ask EKS: aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.37",
        },
    },
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
    "cluster.adopt": {
        meaning: "An existing cluster is adopted only from facts that are given and fit together.",
        overridable: false,
        example: {
            path: "adopt.version",
            got: '"1.34"',
            allowed: "1.35, the version of the cluster",
            fix: 'write "1.35"',
        },
    },
    "cluster.no-admin": {
        meaning: "A cluster that nobody may enter can only be deleted.",
        overridable: false,
        example: {
            path: "creatorIsAdmin, admins",
            got: "no administrator",
            allowed: "at least one administrator",
            fix: "leave creatorIsAdmin out, or name principals in admins",
        },
    },
    "cluster.service-range": {
        meaning: "The range of the addresses of Kubernetes services is not one that EKS accepts.",
        overridable: false,
        example: {
            path: "serviceCidr",
            got: '"192.0.2.0/24"',
            allowed: "a range between /12 and /24 inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
            fix: "leave it out: EKS chooses 10.100.0.0/16 or 172.20.0.0/16",
        },
    },
    "cluster.too-few-zones": {
        meaning: "EKS places a control plane in at least two zones that support it.",
        overridable: false,
        example: {
            path: "network.zones",
            got: '"use2-az1"',
            allowed: "at least two zones of the network that can hold a control plane",
            fix: "give the network two zones or more",
        },
    },
    "config.missing": {
        meaning: "A required setting is not given.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:pools.train.instanceType",
            got: "nothing",
            allowed: "a string",
            fix: "add pools.train.instanceType",
        },
    },
    "config.type": {
        meaning: "A setting has a value of the wrong type.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:pools.train.rootVolumeGiB",
            got: '"500"',
            allowed: "a number",
            fix: "write 500 without quotes",
        },
    },
    "config.unknown-key": {
        meaning: "A setting has a name that does not exist here: most often a typing error.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:cluster.endpoint.publc",
            got: '"publc"',
            allowed: "public",
            fix: "did you mean public?",
        },
    },
    "config.value": {
        meaning: "A setting has the right type and a value that is not allowed.",
        overridable: false,
        example: {
            path: "pulumi-accelerators:network.nat",
            got: '"perzone"',
            allowed: '"none", "one", "perZone"',
            fix: "did you mean perZone?",
        },
    },
    "endpoint.open-to-world": {
        meaning: "A public endpoint of the Kubernetes API that answers the whole internet.",
        overridable: true,
        example: {
            path: "endpoint.public.cidrs",
            got: '"0.0.0.0/0"',
            allowed: "the networks that need the Kubernetes API",
            fix: 'list your own address ranges, or say that you mean it: acknowledge: ["endpoint.open-to-world"]',
        },
    },
    "image.release": {
        meaning: "The release of the node image is for another Kubernetes version, or too old for the instance type.",
        overridable: false,
        example: {
            path: "releaseVersion",
            got: '"1.34.2-20260714"',
            allowed: "a release such as 1.35.2-20260917, for Kubernetes 1.35",
            fix: "leave it out for the newest one",
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
    "kubernetes-version.unknown": {
        meaning: "No Kubernetes version of this name is known for the managed service.",
        overridable: true,
        example: {
            path: "version",
            got: '"1.53"',
            allowed: "1.34, 1.35, 1.36",
            fix: "use 1.35, the default",
        },
    },
    "kubernetes-version.unsupported": {
        meaning: "The managed service no longer supports this Kubernetes version.",
        overridable: true,
        example: {
            path: "version",
            got: '"1.31": standard support until 2025-11-26, extended until 2026-11-26',
            allowed: "1.34 (until 2026-12-02), 1.35 (until 2027-03-27), 1.36 (until 2027-08-02)",
            fix: 'use 1.35, the default, or pay for support: "extended"',
        },
    },
    "label.reserved": {
        meaning: "The label key belongs to Kubernetes, to the cloud or to this library, which set it themselves.",
        overridable: false,
        example: {
            path: 'labels["kubernetes.io/os"]',
            got: '"kubernetes.io/os"',
            allowed: "a key of your own: Kubernetes sets this one",
            fix: "remove it, or use a prefix of your own, for example example.com/os",
        },
    },
    "label.syntax": {
        meaning: "A label key or value that the Kubernetes API refuses.",
        overridable: false,
        example: {
            path: "labels.team",
            got: '"machine learning"',
            allowed: "1 to 63 letters, digits, - _ . that start and end with a letter or digit",
            fix: 'write "machine-learning"',
        },
    },
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
    "nodes.none": {
        meaning: "A group that can never have a node serves nothing, and the cloud refuses it.",
        overridable: false,
        example: {
            path: "nodes",
            got: "0",
            allowed: "1 or more",
            fix: "give { min: 0, max: 1 } as nodes, or leave the group out",
        },
    },
    "nodes.not-a-count": {
        meaning: "A number of nodes is a whole number, zero or more.",
        overridable: false,
        example: { path: "nodes.min", got: "1.5", allowed: "a whole number, 0 or more", fix: "write 1 or 2" },
    },
    "nodes.range": {
        meaning: "The least, the wanted and the largest number of nodes contradict each other.",
        overridable: false,
        example: {
            path: "nodes.min, nodes.max",
            got: "min 8, max 4",
            allowed: "0 ≤ min ≤ desired ≤ max",
            fix: "raise nodes.max or lower nodes.min",
        },
    },
    "nodes.too-many": {
        meaning: "A managed node group cannot grow to this number of nodes.",
        overridable: true,
        example: {
            path: "nodes.max",
            got: "1000",
            allowed: "at most 450 nodes in one managed node group, the default quota of EKS",
            fix: "split the pool into 3 groups",
        },
    },
    "plugins.no-pools": {
        meaning: "Device plugins are placed by the pools they serve; without pools there is nothing to place.",
        overridable: false,
        example: {
            path: "pools",
            got: "an empty list",
            allowed: "at least one pool of the cluster",
            fix: "pass the node groups, for example pools: [train, serve]",
        },
    },
    "plugins.other-cluster": {
        meaning: "A device plugin serves the pools of its own cluster only.",
        overridable: false,
        example: {
            path: "pools[1]",
            got: 'pool "serve" of cluster "west"',
            allowed: 'pools of cluster "shared"',
            fix: "declare a DevicePlugins for cluster west",
        },
    },
    "plugins.twice": {
        meaning: "Two sets of device plugins would advertise the accelerators of one pool.",
        overridable: false,
        example: {
            path: "pools[0]",
            got: 'pool "train", served by DevicePlugins "plugins"',
            allowed: "each pool served once",
            fix: "declare one DevicePlugins for the cluster",
        },
    },
    "pool.duplicate-name": {
        meaning: "Two pools of a fleet have one name, so that nothing could tell them apart.",
        overridable: false,
        example: {
            path: "pools[2].name",
            got: '"train"',
            allowed: "a name used once",
            fix: "rename pools[0] or pools[2]",
        },
    },
    "pool.name": {
        meaning: "The name of a pool becomes part of names and labels in the cluster.",
        overridable: false,
        example: {
            path: "name",
            got: '"Train_A"',
            allowed: "at most 63 lower-case letters, digits and - that start and end with a letter or digit",
            fix: 'write "train-a"',
        },
    },
    "pool.not-served": {
        meaning: "Nothing that may run on the nodes of the pool advertises its accelerators: its pods stay Pending.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "nvidia-device-plugin may not land: taint team=research:NoSchedule is not tolerated",
            allowed: "an advertiser of nvidia.com/gpu that may run on every node of the pool",
            fix: "let the plugin tolerate the taint; a plan from planAdvertisers tolerates every taint of its pools",
        },
    },
    "pool.two-advertisers": {
        meaning: "Two owners advertise one resource on one node: the kubelet keeps the last, and ownership flips.",
        overridable: false,
        example: {
            path: "pools.edge",
            got: "nvidia.com/gpu from image BOTTLEROCKET_x86_64_NVIDIA and nvidia-device-plugin",
            allowed: "one advertiser of a resource on a node",
            fix: "keep all but one of them off the nodes of edge",
        },
    },
    "region.missing": {
        meaning: "Nobody said in which region: neither the argument nor the stack.",
        overridable: false,
        example: {
            path: "region",
            got: "nothing",
            allowed: "a region, for example us-east-2",
            fix: "give region, or set it for the stack: pulumi config set aws:region us-east-2",
        },
    },
    "region.too-few-zones": {
        meaning: "The region does not have as many zones as are wanted.",
        overridable: false,
        example: {
            path: "zones",
            got: "7",
            allowed: "at most 3: us-east-2 has use2-az1, use2-az2, use2-az3",
            fix: "lower zones to 3",
        },
    },
    "region.unknown": {
        meaning: "The catalogue knows no region of this name.",
        overridable: true,
        example: {
            path: "region",
            got: '"us-est-2"',
            allowed: "a region of the catalogue (30)",
            fix: "did you mean us-east-2 or us-west-2 or us-east-1?",
        },
    },
    "root-volume.size": {
        meaning: "The root volume cannot hold the node image and its containers, or is larger than a volume can be.",
        overridable: false,
        example: {
            path: "rootVolumeGiB",
            got: "8",
            allowed: "20 to 65536 GiB, a whole number",
            fix: "leave it out for the default of 200 GiB",
        },
    },
    "taint.duplicate": {
        meaning: "Kubernetes allows a key and effect once among the taints of a node.",
        overridable: false,
        example: {
            path: "taints[1]",
            got: "team:NoSchedule",
            allowed: "each key and effect once",
            fix: "remove taints[0] or taints[1]",
        },
    },
    "taint.reserved": {
        meaning: "The taint key belongs to Kubernetes, to the cloud or to this library, which set it themselves.",
        overridable: false,
        example: {
            path: "taints[0].key",
            got: '"nvidia.com/gpu"',
            allowed: "a key of your own: this library sets this one",
            fix: "remove it, or use a prefix of your own, for example example.com/gpu",
        },
    },
    "taint.syntax": {
        meaning: "A taint that the Kubernetes API refuses.",
        overridable: false,
        example: {
            path: "taints[0].effect",
            got: '"noSchedule"',
            allowed: "NoSchedule, PreferNoSchedule, NoExecute",
            fix: "did you mean NoSchedule?",
        },
    },
    "taint.too-many": {
        meaning: "The cloud limits the number of taints of a group.",
        overridable: false,
        example: {
            path: "taints",
            got: "50 taints and 1 of the group itself",
            allowed: "at most 50 taints, the limit of EKS",
            fix: "remove 1",
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

/** The id of a problem: `nodes.range` and the like. docs/problems.md explains each. */
export type ProblemId = keyof typeof problemIds;

/** Ids of problems that a user may acknowledge, because the fact behind them is dated data. */
export type OverridableId = {
    [Id in ProblemId]: (typeof problemIds)[Id]["overridable"] extends true ? Id : never;
}[ProblemId];

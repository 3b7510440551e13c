import type { ProblemIdFacts } from "./problem-id-facts";

/** A whole fleet: pools, and who advertises their devices. */
export const fleetProblemIds = {
    "advertiser.none": {
        meaning:
            "No mechanism advertises the devices of a pool: by its image, its group kind or the way they are shared.",
        overridable: false,
        example: {
            path: "pools[0].sharing",
            got: [
                "image: the plugin of Bottlerocket gives all MIG instances of a node one name",
                "devicePlugin: the image advertises nvidia itself",
                "gpuOperator: the image advertises nvidia itself",
                "draDriver: the image advertises nvidia itself",
            ].join("\n"),
            allowed: "a mechanism that advertises nvidia on these nodes",
            fix: "share the devices in another way, or choose another image",
        },
    },
    "advertiser.operator-mig": {
        meaning:
            "NVIDIA's GPU operator has one MIG strategy for a cluster, which cannot fit all pools that ask for it.",
        overridable: false,
        example: {
            path: "pools[1].sharing",
            got: "MPS on serve, MIG instances by profile on train",
            allowed: "pools that one GPU operator can serve with one MIG strategy",
            fix: "let the library's device plugin serve one of them: leave its advertiser out",
        },
    },
    "advertiser.unsuitable": {
        meaning: "The mechanism that a pool asks for does not work on its nodes; the first link that fails is named.",
        overridable: false,
        example: {
            path: "pools[0].advertiser",
            got: "draDriver for nvidia: needs Kubernetes 1.34 or newer, the nodes have 1.33",
            allowed: "devicePlugin or gpuOperator",
            fix: "leave advertiser out, or choose devicePlugin",
        },
    },
    "plugins.already-made": {
        meaning:
            "Two sets of device plugins would make what a cluster has once: a device class, or a scheduler of one name.",
        overridable: false,
        example: {
            path: "pools",
            got: 'DeviceClass neuron.aws.com, which DevicePlugins "plugins" makes',
            allowed: "each once in a cluster",
            fix: "serve these pools there too",
        },
    },
    "plugins.image-unknown": {
        meaning: "The catalogue does not know from where the nodes of a region pull the image of a plugin.",
        overridable: false,
        example: {
            path: "images",
            got: "no source names the registry of EKS in xx-west-1",
            allowed: "an image of aws-efa-k8s-device-plugin that the nodes can pull",
            fix: 'give one: images: { "aws-efa-k8s-device-plugin": "…" }',
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
    "pool.label-supplier-kept-off": {
        meaning:
            "An advertiser selects nodes by a label whose supplier may not run there: it wants no pods and reports no error.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "node-feature-discovery may not land: taint nvidia.com/gpu=present:NoSchedule is not tolerated",
            allowed:
                "the suppliers of the labels by which advertisers of nvidia.com/gpu select, on every node of the pool",
            fix: "let the supplier tolerate the taints of the pool, or select by a label that the pool itself has",
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
} as const satisfies Record<string, ProblemIdFacts>;

import type { ProblemIdFacts } from "./problem-id-facts";

/** The nodes of a group: how many, with which marks, image and disks. */
export const nodesProblemIds = {
    "image.advertises": {
        meaning: "An image cannot advertise devices that it cannot drive.",
        overridable: false,
        example: {
            path: "image.ami.advertises",
            got: "nvidia",
            allowed: "families whose driver the image holds: drivers",
            fix: "add nvidia to drivers, or remove it from advertises",
        },
    },
    "image.ami-id": {
        meaning: "The id is not one that EC2 gives to machine images.",
        overridable: false,
        example: {
            path: "image.ami.id",
            got: '"ami-latest"',
            allowed: "ami- and 17 (or 8) of the digits 0-9 and a-f",
            fix: "ask EC2: aws ec2 describe-images --owners self",
        },
    },
    "image.architecture": {
        meaning: "The image is for other processors than the instance type has, and would not start.",
        overridable: false,
        example: {
            path: "image.ami.architecture",
            got: "arm64 on p5.48xlarge",
            allowed: "amd64: the processors of p5.48xlarge",
            fix: "give an AMI for amd64, or choose another instance type",
        },
    },
    "image.not-for-type": {
        meaning: "The node image does not serve the instance type on this Kubernetes version.",
        overridable: false,
        example: {
            path: "image",
            got: '"bottlerocket" for g7.2xlarge: G7 needs driver 595; the image holds 580 (build a custom variant)',
            allowed: "al2023",
            fix: 'use "al2023"',
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
    "label.two-writers": {
        meaning: "A label of the nodes is set by the pool and, to something else, by another writer.",
        overridable: false,
        example: {
            path: 'pools.train.labels["tier"]',
            got: '"gold", and "silver" from node-feature-discovery',
            allowed: "one writer of a label, or two that agree",
            fix: "remove the label from the pool, or let node-feature-discovery leave it alone",
        },
    },
    "manager.not-by-eks": {
        meaning: "EKS does this for managed node groups only, not for an Auto Scaling group of the account.",
        overridable: false,
        example: {
            path: "repair",
            got: "repair with manager selfManaged",
            allowed: "repair of managed groups: EKS repairs no node of an Auto Scaling group",
            fix: "leave repair out, or leave manager out for a managed group",
        },
    },
    "nodes.fewer-than-zones": {
        meaning: "With a group per zone, a zone that may never have a node would have an empty group.",
        overridable: false,
        example: {
            path: "nodes.max",
            got: "2 in 3 zones",
            allowed: "at least one node for each zone, with a group per zone",
            fix: "raise nodes.max to 3, or name at most 2 of the zones in zones",
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
    "repair.agent-kept-off": {
        meaning: "The agent that reports faults may not run on the nodes, so that nothing repairs their accelerators.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "eks-node-monitoring-agent may not land: taint nvidia.com/gpu=present:NoSchedule is not tolerated",
            allowed: "eks-node-monitoring-agent on every node of the pool",
            fix: "let the add-on tolerate the taints of the pool",
        },
    },
    "repair.condition": {
        meaning: "EKS repairs no node for this condition, so that the override never acts.",
        overridable: true,
        example: {
            path: "repair.overrides[0].condition",
            got: '"AcceleratedInstanceNotReady"',
            allowed:
                "AcceleratedHardwareReady, ContainerRuntimeReady, KernelReady, NetworkingReady, Ready, StorageReady: the conditions that EKS repairs",
            fix: "use one of these",
        },
    },
    "repair.duplicate": {
        meaning: "Two overrides say different things of the same reason.",
        overridable: false,
        example: {
            path: "repair.overrides[1]",
            got: "AcceleratedHardwareReady NvidiaXID94Error",
            allowed: "each reason once",
            fix: "remove repair.overrides[0] or repair.overrides[1]",
        },
    },
    "repair.no-agent": {
        meaning: "Without the agent EKS learns nothing of the faults of accelerators, and repairs none.",
        overridable: false,
        example: {
            path: "pools.train.repair",
            got: "repair without the add-on eks-node-monitoring-agent",
            allowed: "eks-node-monitoring-agent on the cluster: without it EKS learns nothing of accelerators",
            fix: "install eks-node-monitoring-agent, or switch repair off",
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
} as const satisfies Record<string, ProblemIdFacts>;

/**
 * What takes addresses of a subnet besides nodes, and how the pod network hands them out. How many a node may have is
 * `network.addresses` of its type and `awsNetworkCards`.
 *
 * @example awsAddressRules.subnet.reserved; // 5
 */
export const awsAddressRules = {
    subnet: {
        /** The first four addresses of every subnet, and the last. */
        reserved: 5,
        asOf: "2026-11-24",
        source: "VPC user guide subnet-sizing",
    },
    controlPlane: {
        /** Network interfaces that EKS puts into the subnets of the cluster. */
        interfaces: { least: 2, most: 4 },
        /** Free addresses that each subnet of the cluster must have, and should have. */
        freePerSubnet: { least: 6, recommended: 16 },
        /** Free addresses, over the subnets of the cluster, that an update of the version may take. */
        versionUpdate: 5,
        asOf: "2026-11-24",
        source: "EKS user guide network-reqs, update-cluster (stored copies of 2026)",
    },
    podNetwork: {
        /** What the add-on does when nobody says anything: a whole interface full of addresses in reserve. */
        defaults: { warmEnis: 1, prefixes: false },
        /** With prefixes: addresses of one, which lie together, and prefixes in reserve. */
        prefix: { addresses: 16, warm: 1 },
        /** Only interfaces of this network card give addresses to pods, unless multiple cards are asked for. */
        card: 0,
        asOf: "2026-11-24",
        source: "aws/amazon-vpc-cni-k8s docs/eni-and-ip-target.md, docs/prefix-and-ip-target.md; pull request 3347 (more cards on request)",
    },
} as const;

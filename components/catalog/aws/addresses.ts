/**
 * What takes addresses of a subnet besides nodes and pods. How many a node may have is
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
} as const;

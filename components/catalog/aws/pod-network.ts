/**
 * How the pod network add-on of EKS (VPC CNI) takes addresses, with the settings that it has when nothing else is said.
 */
export const podNetwork = {
    /** Addresses of one prefix, a /28. */
    prefixSize: 16,
    /** Whole interfaces that it keeps ready in secondary mode (WARM_ENI_TARGET). */
    warmInterfaces: 1,
    /** Prefixes that it keeps ready in prefix mode (WARM_PREFIX_TARGET). */
    warmPrefixes: 1,
    /** Pods with an address of the host, whatever the interfaces: the network add-on itself and kube-proxy. */
    podsOnHost: 2,
    /** Most pods that EKS lets a managed node have, in either mode. */
    mostPods: { fewVcpus: 110, manyVcpus: 250, manyFrom: 30 },
    asOf: "2026-11-24",
    sources: [
        "aws/amazon-vpc-cni-k8s README, docs/prefix-and-ip-target.md (defaults)",
        "awslabs/amazon-eks-ami nodeadm/internal/kubelet/eni_max_pods.go (interfaces of the default card)",
        "EKS user guide cni-increase-ip-addresses (110 below 30 vCPUs, 250 from there)",
    ],
} as const;

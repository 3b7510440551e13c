/**
 * How many pods the kubelet of a managed node group takes. Sources: awslabs/amazon-eks-ami
 * `nodeadm/internal/kubelet/eni_max_pods.go` (interfaces of the default network card), EKS user guide
 * cni-increase-ip-addresses ("For instances with less than 30 vCPUs the maximum number is 110 and for all other instances the
 * maximum number is 250. This maximum number is applied whether prefix delegation is enabled or not").
 */
export interface NetworkFacts {
    readonly vcpus: number;
    readonly maxInterfaces: number | undefined;
    readonly networkCards: number;
    readonly ipv4PerInterface: number | undefined;
}

/** A prefix holds 16 addresses. */
const prefixSize = 16;

export function maxPods(type: NetworkFacts, prefixDelegation: boolean): number {
    const most = type.vcpus < 30 ? 110 : 250;
    if (type.maxInterfaces === undefined || type.ipv4PerInterface === undefined) return most;
    const interfaces = Math.floor(type.maxInterfaces / Math.max(1, type.networkCards));
    const slots = type.ipv4PerInterface - 1;
    return Math.min(interfaces * slots * (prefixDelegation ? prefixSize : 1) + 2, most);
}

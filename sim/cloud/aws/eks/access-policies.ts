/**
 * EKS's own access policies and what each grants. Source: EKS user guide access-policy-permissions (read 2026-11-22):
 * AmazonEKSClusterAdminPolicy "is equivalent to cluster-admin", AdminPolicy, EditPolicy and ViewPolicy follow Kubernetes'
 * user-facing roles of the same names, AdminViewPolicy reads every resource, Secrets included.
 */
export interface AccessPolicy {
    readonly name: string;
    /** Kubernetes' own ClusterRole with the same permissions; undefined for policies of AWS's controllers, which run nowhere here. */
    readonly clusterRole: "cluster-admin" | "admin" | "edit" | "view" | undefined;
    /** Reads every resource of the scope. */
    readonly readsEverything: boolean;
    /** May be given over single namespaces. */
    readonly namespaced: boolean;
}

const policies: readonly AccessPolicy[] = [
    { name: "AmazonEKSClusterAdminPolicy", clusterRole: "cluster-admin", readsEverything: true, namespaced: true },
    { name: "AmazonEKSAdminPolicy", clusterRole: "admin", readsEverything: false, namespaced: true },
    { name: "AmazonEKSEditPolicy", clusterRole: "edit", readsEverything: false, namespaced: true },
    { name: "AmazonEKSViewPolicy", clusterRole: "view", readsEverything: false, namespaced: true },
    { name: "AmazonEKSAdminViewPolicy", clusterRole: "view", readsEverything: true, namespaced: true },
    ...[
        "AmazonEKSSecretReaderPolicy",
        "AmazonEKSAutoNodePolicy",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSBlockStorageClusterPolicy",
        "AmazonEKSClusterInsightsPolicy",
        "AmazonEKSComputePolicy",
        "AmazonEKSComputeClusterPolicy",
        "AmazonEKSEventPolicy",
        "AmazonEKSHybridPolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSLoadBalancingClusterPolicy",
        "AmazonEKSNetworkingPolicy",
        "AmazonEKSNetworkingClusterPolicy",
    ].map(name => ({ name, clusterRole: undefined, readsEverything: false, namespaced: true })),
];

export const clusterAdminPolicy = "AmazonEKSClusterAdminPolicy";

export function accessPolicyArn(partition: string, name: string): string {
    return `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
}

/** The policy behind an ARN of this partition. */
export function accessPolicy(arn: string, partition: string): AccessPolicy | undefined {
    return policies.find(each => accessPolicyArn(partition, each.name) === arn);
}

export function isAccessPolicyArn(arn: string): boolean {
    return /^arn:[a-z-]+:eks::aws:cluster-access-policy\/[\w-]+$/.test(arn);
}

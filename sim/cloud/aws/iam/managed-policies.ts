/**
 * AWS managed policies that cluster stacks attach; any other name under `arn:aws:iam::aws:policy/` does not exist here.
 * Source: AWS managed policy reference guide and EKS user guide, "AWS managed policies for Amazon EKS" (read 2026-11-22).
 */
const names = new Set([
    "AdministratorAccess",
    "AmazonEC2ContainerRegistryPowerUser",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2FullAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSConnectorAgentPolicy",
    "AmazonEKSDashboardConsoleReadOnly",
    "AmazonEKSFargatePodExecutionRolePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSLocalOutpostClusterPolicy",
    "AmazonEKSMCPReadOnlyAccess",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSServicePolicy",
    "AmazonEKSVPCResourceController",
    "AmazonEKSWorkerNodeMinimalPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonElasticFileSystemClientReadWriteAccess",
    "AmazonFSxFullAccess",
    "AmazonPrometheusRemoteWriteAccess",
    "AmazonRoute53FullAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSSMManagedInstanceCore",
    "AmazonVPCFullAccess",
    "AutoScalingFullAccess",
    "AWSXRayDaemonWriteAccess",
    "AWSXrayWriteOnlyAccess",
    "CloudWatchAgentServerPolicy",
    "CloudWatchLogsFullAccess",
    "ElasticLoadBalancingFullAccess",
    "ReadOnlyAccess",
    "SecretsManagerReadWrite",
    "service-role/AWSLambdaBasicExecutionRole",
    "service-role/AmazonEBSCSIDriverPolicy",
    "service-role/AmazonEBSCSIDriverPolicyV2",
    "service-role/AmazonEC2RoleforSSM",
    "service-role/AmazonEFSCSIDriverPolicy",
    "service-role/AmazonS3ObjectLambdaExecutionRolePolicy",
]);

/** `AmazonEKSWorkerNodePolicy` from `arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy`; undefined when AWS has no such policy. */
export function managedPolicyName(arn: string, partition: string): string | undefined {
    const prefix = `arn:${partition}:iam::aws:policy/`;
    const name = arn.startsWith(prefix) ? arn.slice(prefix.length) : "";
    return names.has(name) ? name : undefined;
}

/** The AWS service that may take a role. */
export type TrustedService = "eks.amazonaws.com" | "ec2.amazonaws.com" | "pods.eks.amazonaws.com";

/** Who may take a role, as the JSON text that IAM wants. Pod identity tags the sessions it opens. */
export function trustPolicy(service: TrustedService): string {
    const actions = service === "pods.eks.amazonaws.com" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
    return policyText([{ Effect: "Allow", Principal: { Service: service }, Action: actions }]);
}

/** The users, roles and accounts that may take a role. */
export function principalsTrust(arns: readonly string[]): string {
    return policyText([{ Effect: "Allow", Principal: { AWS: arns }, Action: ["sts:AssumeRole"] }]);
}

/** What the control plane does with the key that encrypts secrets: on that key only. */
export function secretsKeyPolicy(keyArn: string): string {
    const actions = ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"];
    return policyText([{ Effect: "Allow", Action: actions, Resource: keyArn }]);
}

/** Actions on everything: for those that IAM limits to no resource. */
export function actionsPolicy(actions: readonly string[]): string {
    return policyText([{ Effect: "Allow", Action: actions, Resource: "*" }]);
}

/** Policies that AWS writes and keeps up to date. */
export type ManagedPolicy =
    | "AmazonEKSClusterPolicy"
    | "AmazonEKSWorkerNodePolicy"
    | "AmazonEC2ContainerRegistryPullOnly"
    | "AmazonEKS_CNI_Policy";

export function managedPolicyArn(policy: ManagedPolicy, region: string): string {
    return `arn:${partitionOf(region)}:iam::aws:policy/${policy}`;
}

/** The access policy that makes a principal an administrator of a cluster. Source: Amazon EKS user guide, "access policies". */
export function clusterAdminPolicyArn(region: string): string {
    return `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
}

/** The AWS partition of a region. Source: AWS General Reference, "ARN format". */
function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** A policy of these statements, as the JSON text that IAM wants. */
export function policyText(statements: readonly object[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

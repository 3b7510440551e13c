import type { ProblemIdFacts } from "./problem-id-facts";

/** The roles of nodes. */
export const nodeRolesProblemIds = {
    "node-role.no-access": {
        meaning: "The role of self-managed nodes may not enter the cluster: machines start, cost money and never join.",
        overridable: false,
        example: {
            path: "pools.train",
            got: "role train-role without an access entry for machines on cluster shared",
            allowed: "an access entry of type EC2_LINUX for the role, or a line of aws-auth",
            fix: "add an access entry of type EC2_LINUX for train-role",
        },
    },
    "node-role.policies": {
        meaning: "What the role of a node may do, every pod may do that reaches the credentials of the node.",
        overridable: false,
        example: {
            path: "nodeRoles.train-role.policies",
            got: "AmazonS3FullAccess",
            allowed:
                "only what a node needs: AmazonEKSWorkerNodePolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEC2ContainerRegistryPullOnly, AmazonEC2ContainerRegistryReadOnly, AmazonEKS_CNI_Policy, AmazonSSMManagedInstanceCore, CloudWatchAgentServerPolicy",
            fix: "give what needs AmazonS3FullAccess a role of its own, through Pod Identity",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;

/** The role of the nodes of pools, and how their clusters let it in. */
export interface NodeRole {
    /** ARN, or the name that the program gives it. */
    readonly name: string;
    /** Names of the pools whose nodes have it. */
    readonly pools: readonly string[];
    /** Names of its managed policies, `AmazonEKSWorkerNodePolicy`. */
    readonly policies: readonly string[];
}

/** What lets a principal into a cluster: an access entry of EKS, or a line of the `aws-auth` map. */
export interface AccessEntry {
    /** The principal: the name of a `NodeRole`, or an ARN. */
    readonly name: string;
    /** Key of the cluster: `Pool.cluster`. */
    readonly cluster: string;
    /** Type of the entry; `AWS_AUTH` for a line of the map. */
    readonly type: "STANDARD" | "EC2_LINUX" | "EC2_WINDOWS" | "EC2" | "FARGATE_LINUX" | "HYBRID_LINUX" | "AWS_AUTH";
}

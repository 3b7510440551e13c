import type { ManagedPolicy } from "../iam";

/** What the role of a group's nodes may do: join, and pull images from Amazon's registry. */
export const nodePolicies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
] as const satisfies readonly ManagedPolicy[];

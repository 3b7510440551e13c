import type * as pulumi from "@pulumi/pulumi";

/** A Kubernetes cluster of any cloud, as far as what runs in it needs to know. */
export interface KubernetesCluster {
    /** Name of the cluster component: `Pool.cluster` of the pools that belong to it. */
    readonly key: string;
    /** The provider through which everything in the cluster is made. */
    readonly kubernetesProvider: pulumi.ProviderResource;
}

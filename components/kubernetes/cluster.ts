import type * as pulumi from "@pulumi/pulumi";
import type { Facets } from "../fleet/facets";

/** A Kubernetes cluster of any cloud, as far as what runs in it needs to know. */
export interface KubernetesCluster {
    /** Name of the cluster component: `Pool.cluster` of the pools that belong to it. */
    readonly key: string;
    /** The provider through which everything in the cluster is made. */
    readonly kubernetesProvider: pulumi.ProviderResource;
    /** Lets the pods of a service account act as an IAM role; left out by a cluster that cannot. */
    readonly letPodsAct?: (name: string, pods: PodsThatAct, opts: pulumi.CustomResourceOptions) => pulumi.Resource;
    /** What it says of the surroundings of its pools; nothing when left out. */
    readonly facets?: Facets;
}

/** Pods of a cluster, by their service account, and the IAM role as which they act. */
export interface PodsThatAct {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly roleArn: pulumi.Input<string>;
}

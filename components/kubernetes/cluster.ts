import type * as pulumi from "@pulumi/pulumi";
import type { Facets } from "../fleet/facets";

/** A Kubernetes cluster of any cloud, as far as what runs in it needs to know. */
export interface KubernetesCluster {
    /** Name of the cluster component: `Pool.cluster` of the pools that belong to it. */
    readonly key: string;
    /** The provider through which everything in the cluster is made. */
    readonly kubernetesProvider: pulumi.ProviderResource;
    /** What it says of the surroundings of its pools; nothing when left out. */
    readonly facets?: Facets;
}

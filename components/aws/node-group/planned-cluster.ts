import type { ClusterNetwork } from "../network/cluster-network";
import type { EksNodeCluster } from "./eks-node-cluster";

/** A cluster as far as a plan needs it: what is known before anything exists. */
export interface PlannedCluster extends Pick<EksNodeCluster, "key" | "version"> {
    readonly network: Pick<ClusterNetwork, "region" | "zones">;
}

/** Arguments of a group whose cluster may be planned only. */
export type PlannedGroup<Args extends { readonly cluster: EksNodeCluster }> = Omit<Args, "cluster"> & {
    readonly cluster: PlannedCluster;
};

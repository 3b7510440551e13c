import type { PodAddresses } from "../../fleet/addresses";
import type { ClusterNetwork } from "../network/cluster-network";
import type { EksNodeCluster } from "./eks-node-cluster";

/** A cluster as far as a plan needs it: what is known before anything exists. */
export interface PlannedCluster extends Pick<EksNodeCluster, "key" | "version"> {
    readonly network: Pick<ClusterNetwork, "region" | "zones" | "reach">;
    /** How its pods get addresses; left out where nobody says. */
    readonly podAddresses?: PodAddresses | undefined;
}

/** Arguments of a group whose cluster may be planned only. */
export type PlannedGroup<Args extends { readonly cluster: EksNodeCluster }> = Omit<Args, "cluster"> & {
    readonly cluster: PlannedCluster;
};

/** In which account the nodes of a cluster run. */
export interface ClusterAccount {
    /** Key of the cluster: `Pool.cluster`. */
    readonly name: string;
    /** Id of the account. */
    readonly account: string;
}

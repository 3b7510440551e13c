/** A subnet in which nodes start. Its addresses are shared by all pools that are placed in it. */
export interface Subnet {
    /** Id, or the name that the program gives it. */
    readonly name: string;
    /** Zone id. */
    readonly zone: string;
    /** Length of the prefix of its IPv4 range: 24 of `10.0.1.0/24`. */
    readonly prefixLength: number;
    /** Addresses that are taken by others than the pools; 0 in a new subnet. AWS's own five are not among them. */
    readonly taken: number;
    /** Whether a control plane has network interfaces in it: an upgrade of the cluster then needs up to five more addresses. */
    readonly ofControlPlane: boolean;
    /** Names of the pools that place nodes in it. */
    readonly pools: readonly string[];
}

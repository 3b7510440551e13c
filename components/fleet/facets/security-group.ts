/** One rule of a security group. */
export interface SecurityGroupRule {
    readonly direction: "ingress" | "egress";
    /** `all`: every protocol, -1 in the EC2 API. EFA frames are neither TCP nor UDP. */
    readonly protocol: string;
    /** The other end. Only a reference to a group lets EFA frames pass, a range of addresses never does. */
    readonly peer: { readonly group: string } | { readonly cidr: string } | { readonly prefixList: string };
}

/** A security group of the nodes' network interfaces. */
export interface SecurityGroup {
    /** Id, or the name that the program gives it: `peer.group` refers to it. */
    readonly name: string;
    /** Whether EKS made it for the cluster: such a group lets its members talk to each other in every way, EFA included. */
    readonly ofCluster: boolean;
    readonly rules: readonly SecurityGroupRule[];
    /** Names of the pools whose interfaces carry it. */
    readonly pools: readonly string[];
}

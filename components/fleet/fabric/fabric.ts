/** `interface`: Ethernet. `efa`: Ethernet with EFA, takes addresses. `efa-only`: EFA alone, takes no address, never the first. */
export type NetworkInterfaceKind = "interface" | "efa" | "efa-only";

/** One network interface of a node: on which card, as which device of it. */
export interface NodeInterface {
    readonly card: number;
    readonly device: number;
    readonly kind: NetworkInterfaceKind;
}

/** How the nodes of a pool are wired to each other. */
export interface Fabric {
    /** Interfaces of one node, the first one on top; empty when EC2 gives the node its one interface. */
    readonly interfaces: readonly NodeInterface[];
    /** EFA interfaces of one node; 0 without EFA. */
    readonly efaInterfaces: number;
    /** Whether the nodes stand close together in one zone. `given`: in a placement group that exists already. */
    readonly placement: "none" | "cluster" | { readonly given: string };
}

/** Nodes with the one interface that EC2 gives every machine, placed anywhere. */
export const plainFabric: Fabric = { interfaces: [], efaInterfaces: 0, placement: "none" };

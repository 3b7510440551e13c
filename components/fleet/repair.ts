/** Whether and how unhealthy nodes are replaced. */
export type Repair = RepairOff | RepairOn;

/** Nobody replaces nodes. */
export interface RepairOff {
    readonly enabled: false;
}

/** A share of the nodes of a group, or a number of them. */
export type NodeShare = { readonly nodes: number } | { readonly percent: number };

/** The cloud replaces nodes that stay unhealthy. */
export interface RepairOn {
    readonly enabled: true;
    /** Above this many unhealthy nodes repair stops: the fault is likely elsewhere. */
    readonly stopsAbove: NodeShare;
    /** Nodes repaired at once. */
    readonly parallel: NodeShare;
    readonly overrides: readonly RepairOverride[];
}

/**
 * What is done about one reason for which a node is unhealthy.
 *
 * @example
 * const patient: RepairOverride = {
 *     condition: "AcceleratedHardwareReady",
 *     reason: "NvidiaXID94Error",
 *     afterMinutes: 120,
 *     action: "Reboot",
 * };
 */
export interface RepairOverride {
    /** Condition of the node, for example `AcceleratedHardwareReady`. */
    readonly condition: string;
    /** Reason of the condition, for example `NvidiaXID64Error`. */
    readonly reason: string;
    readonly afterMinutes: number;
    readonly action: "Replace" | "Reboot" | "NoAction";
}

/** How nodes are replaced when version or template change. */
export interface UpdatePolicy {
    /** Nodes that may be away at once. */
    readonly maxUnavailable: NodeShare;
    /** `minimal` removes a node before its replacement starts, for capacity of which there is no spare. */
    readonly strategy: "surge" | "minimal";
}

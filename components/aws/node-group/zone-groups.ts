import { nodeRange, type NodeCount, type NodeRange } from "../../fleet/node-range";
import { shown, type Problem } from "../../fleet/problem";

/** The share of a pool that one node group holds. */
export interface ZoneGroup {
    /** Ends the names of its resources; empty for a group that holds the whole pool. */
    readonly suffix: string;
    readonly zones: readonly string[];
    readonly nodes: NodeRange;
}

/**
 * The node groups of a pool: one over all zones, or one for each, so that an autoscaler can add nodes in the very zone where
 * a pod must run. Nodes are shared out evenly; the first zones get what is left over.
 */
export function zoneGroups(nodes: NodeRange, zones: readonly string[], perZone: boolean): readonly ZoneGroup[] {
    if (!perZone) return [{ suffix: "", zones, nodes }];
    return zones.map((zone, index) => {
        const share = (count: number) => Math.ceil(Math.max(0, count - index) / zones.length);
        const { min, desired, max } = nodes;
        return {
            suffix: `-${zone}`,
            zones: [zone],
            nodes: { min: share(min), desired: share(desired), max: share(max) },
        };
    });
}

/** A group that may never have a node is of no use, and EKS refuses it. Node counts must be valid. */
export function zoneGroupProblems(count: NodeCount, zones: readonly string[], perZone: boolean): Problem[] {
    const { max } = nodeRange(count);
    if (!perZone || max >= zones.length) return [];
    return [
        {
            id: "nodes.fewer-than-zones",
            path: "nodes.max",
            got: `${shown(max)} in ${zones.length} zones`,
            allowed: "at least one node for each zone, with a group per zone",
            fix: `raise nodes.max to ${zones.length}, or name at most ${max} of the zones in zones`,
        },
    ];
}

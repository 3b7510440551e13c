import type { Pool } from "./pool";
import type { NodeShare } from "./repair";

/** Most nodes that EKS replaces at once. Source: EKS user guide, managed-node-update-behavior, read 2026-11-24. */
const mostAtOnce = 100;

/**
 * Nodes that a pool may have above its size for the time of an update. EKS first starts new nodes, up to two in every zone or
 * as many as may be away at once, whichever is more; the `minimal` strategy takes a node away first and needs none.
 * Source: EKS user guide, managed-node-update-behavior ("increments the maximum and desired size by the larger of …"), read
 * 2026-11-24. Nodes that EKS does not manage are taken to be replaced `maxUnavailable` at a time.
 *
 * @example
 * surgeNodes({ ...train.pool, zones: ["use2-az1"], update: { maxUnavailable: { nodes: 1 }, strategy: "surge" } }); // 2
 * surgeNodes({ ...train.pool, update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" } }); // 0
 */
export function surgeNodes({
    update,
    zones,
    nodes,
    groupKind,
}: Pick<Pool, "update" | "zones" | "nodes" | "groupKind">): number {
    if (update.strategy === "minimal" || nodes.max === 0) return 0;
    const away = Math.min(mostAtOnce, share(update.maxUnavailable, nodes.max));
    return groupKind === "managed" ? Math.max(2 * zones.length, away) : away;
}

/** A started node counts: which way EKS rounds a share is not documented. */
function share(part: NodeShare, of: number): number {
    return "nodes" in part ? part.nodes : Math.ceil((of * part.percent) / 100);
}

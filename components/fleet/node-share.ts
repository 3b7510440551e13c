import type { NodeShare } from "./repair";

/**
 * The nodes that a share of a group means. A node that has begun counts: which way EKS rounds is not documented.
 *
 * @example nodesOf({ percent: 33 }, 10); // 4
 */
export function nodesOf(share: NodeShare, of: number): number {
    return "nodes" in share ? Math.min(share.nodes, of) : Math.ceil((of * share.percent) / 100);
}

import type { TopologySpread } from "../facets/pod-template";

/** Nodes that are equal to pods: how many there are, how many may be away at once, how many pods fit on one. */
export interface NodeGroup {
    readonly nodes: number;
    readonly away: number;
    /** `Infinity` when nothing that is known limits it. */
    readonly podsPerNode: number;
}

/** Where pods may stand. */
export interface Places {
    readonly groups: readonly NodeGroup[];
    readonly zones: number;
}

/**
 * The most pods that can stand on the nodes that are away: on the fullest nodes, unless a spread forbids it. The scheduler
 * keeps a spread when it places pods, not afterwards.
 */
export function mostPodsOn(replicas: number, { groups, zones }: Places, spread: readonly TopologySpread[]): number {
    const nodes = groups.reduce((sum, group) => sum + group.nodes, 0);
    const away = groups.reduce((sum, group) => sum + group.away, 0);
    const packed = groups.reduce((sum, group) => sum + (group.away === 0 ? 0 : group.away * group.podsPerNode), 0);
    const spreads = spread.map(({ by, maxSkew }) =>
        by === "zone"
            ? mostInDomains(replicas, zones, maxSkew, Math.min(zones, away))
            : mostInDomains(replicas, nodes, maxSkew, away),
    );
    return Math.min(replicas, packed, ...spreads);
}

/**
 * The most pods in `some` of the domains while no two domains differ by more than `maxSkew`. With `least` pods in the emptiest
 * domain, these hold at most `least + maxSkew` each, and the others keep `least` each: one bound grows with `least`, the other
 * falls, so the answer is next to where they meet.
 */
export function mostInDomains(pods: number, domains: number, maxSkew: number, some: number): number {
    if (some >= domains) return pods;
    const lowest = Math.max(0, Math.ceil(pods / domains) - maxSkew);
    const highest = Math.floor(pods / domains);
    const meeting = (pods - some * maxSkew) / domains;
    const candidates = [Math.floor(meeting), Math.ceil(meeting)].map(least =>
        Math.min(highest, Math.max(lowest, least)),
    );
    return Math.max(...candidates.map(least => Math.min(some * (least + maxSkew), pods - (domains - some) * least)));
}

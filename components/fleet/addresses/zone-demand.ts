import type { Pool } from "../pool";
import { surgeNodes } from "../surge";

/** Nodes of one zone, with the addresses that they take of its subnet. */
export interface ZoneDemand {
    /** Zone id. */
    readonly zone: string;
    /** Most nodes, an update included. */
    readonly nodes: number;
    /** Addresses with which these nodes start. */
    readonly atStart: number;
    /** Addresses when each has as many pods as it holds. */
    readonly atMost: number;
    /** Whether some of them come in blocks of 16 that must lie together. */
    readonly inBlocks: boolean;
    /** Names of pools whose addresses nobody knows: more is needed than is said here. */
    readonly uncounted: readonly string[];
}

/**
 * Addresses that pools need in each zone at their largest, an update included. A cloud spreads a pool evenly over its zones.
 * What AWS keeps of a subnet, and what an upgrade of the control plane may need, is not among them.
 *
 * @example zoneDemand([train.pool]); // [{ zone: "use2-az1", nodes: 10, atStart: 170, … }]
 */
export function zoneDemand(pools: readonly ZonedPool[]): readonly ZoneDemand[] {
    const byZone = new Map<string, ZoneDemand>();
    for (const pool of pools) {
        const nodes = nodesPerZone(pool);
        for (const zone of pool.zones) byZone.set(zone, plus(byZone.get(zone) ?? nothing(zone), pool, nodes));
    }
    return [...byZone.values()];
}

type ZonedPool = Pick<Pool, "name" | "zones" | "nodes" | "update" | "groupKind" | "addresses">;

function nodesPerZone(pool: ZonedPool): number {
    if (pool.nodes.max === 0) return 0;
    return Math.ceil((pool.nodes.max + surgeNodes(pool)) / pool.zones.length);
}

function nothing(zone: string): ZoneDemand {
    return { zone, nodes: 0, atStart: 0, atMost: 0, inBlocks: false, uncounted: [] };
}

function plus(demand: ZoneDemand, { name, addresses }: ZonedPool, nodes: number): ZoneDemand {
    const all = demand.nodes + nodes;
    if (!addresses.known) return { ...demand, nodes: all, uncounted: [...demand.uncounted, name] };
    return {
        ...demand,
        nodes: all,
        atStart: demand.atStart + nodes * addresses.atStart,
        atMost: demand.atMost + nodes * addresses.atMost,
        inBlocks: demand.inBlocks || (addresses.unit === "prefixes" && nodes > 0),
    };
}

import { grouped } from "../grouped";
import type { Pool } from "../pool";
import { surgeNodes } from "../surge";

/**
 * Addresses that the nodes of a cluster take of its subnets in one zone, with every pool at its largest size and updated. What
 * AWS keeps of a subnet, and what an upgrade of the control plane may need, is not among them.
 */
export interface AddressNeed {
    readonly cluster: string;
    readonly region: string;
    /** Zone id. */
    readonly zone: string;
    /** Most nodes, those of an update included. */
    readonly nodes: number;
    /** From the moment these start. */
    readonly atStart: number;
    /** With as many pods as each holds. */
    readonly atMost: number;
    /** Whether some come in blocks of 16 that must lie together. */
    readonly inBlocks: boolean;
    /** Names of pools whose addresses nobody knows: more is needed than is said here. */
    readonly uncounted: readonly string[];
}

/** A pool of which nobody knows how many addresses its nodes take: the needs of its zones are without it. */
export interface UnknownAddresses {
    readonly pool: string;
    readonly zones: readonly string[];
    readonly why: string;
}

/** What the subnets of a fleet must hold. */
export interface AddressNeeds {
    /** By cluster and zone, in the order of the pools. */
    readonly addresses: readonly AddressNeed[];
    readonly unknownAddresses: readonly UnknownAddresses[];
}

/** The cloud spreads the nodes of a pool evenly over its zones; each zone must hold the largest share. */
export function addressNeeds(pools: readonly Pool[]): AddressNeeds {
    const unknownAddresses = pools.flatMap(({ name, zones, addresses }) =>
        addresses.known ? [] : [{ pool: name, zones, why: addresses.why }],
    );
    const shares = pools.flatMap(pool => pool.zones.map(zone => ({ pool, zone, nodes: nodesPerZone(pool) })));
    const byPlace = grouped(shares, ({ pool, zone }) => JSON.stringify([pool.cluster, pool.region, zone]));
    return { addresses: [...byPlace.values()].flatMap(addressNeed), unknownAddresses };
}

interface Share {
    readonly pool: Pool;
    readonly zone: string;
    readonly nodes: number;
}

function nodesPerZone(pool: Pool): number {
    return pool.nodes.max === 0 ? 0 : Math.ceil((pool.nodes.max + surgeNodes(pool)) / pool.zones.length);
}

function addressNeed(shares: readonly Share[]): AddressNeed[] {
    const [first] = shares;
    if (first === undefined) return [];
    const counted = shares.flatMap(({ pool: { addresses }, nodes }) =>
        addresses.known ? [{ ...addresses, nodes }] : [],
    );
    return [
        {
            cluster: first.pool.cluster,
            region: first.pool.region,
            zone: first.zone,
            nodes: shares.reduce((total, { nodes }) => total + nodes, 0),
            atStart: counted.reduce((total, { nodes, atStart }) => total + nodes * atStart, 0),
            atMost: counted.reduce((total, { nodes, atMost }) => total + nodes * atMost, 0),
            inBlocks: counted.some(({ unit, nodes }) => unit === "prefixes" && nodes > 0),
            uncounted: shares.flatMap(({ pool }) => (pool.addresses.known ? [] : [pool.name])),
        },
    ];
}

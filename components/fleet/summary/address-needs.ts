import { grouped } from "../grouped";
import type { Pool } from "../pool";
import { surgeNodes } from "../surge";

/** Addresses that the nodes of a cluster take of its subnets in one zone, with every pool at its largest size. */
export interface AddressNeed {
    readonly cluster: string;
    readonly region: string;
    /** Zone id. */
    readonly zone: string;
    /** From the moment the nodes start. */
    readonly atStart: number;
    /** With as many pods as the nodes hold. */
    readonly atMost: number;
    /** The same while all pools are updated at once. */
    readonly atMostWhileUpdating: number;
    /** Whether some come in blocks of 16 that must lie together. */
    readonly inBlocks: boolean;
    readonly pools: readonly string[];
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

interface Share {
    readonly pool: Pool;
    readonly zone: string;
    readonly atStart: number;
    readonly atMost: number;
    readonly atMostWhileUpdating: number;
    readonly inBlocks: boolean;
}

/** The cloud spreads the nodes of a pool evenly over its zones; each zone must hold the largest share. */
export function addressNeeds(pools: readonly Pool[]): AddressNeeds {
    const unknownAddresses = pools.flatMap(({ name, zones, addresses }) =>
        addresses.known ? [] : [{ pool: name, zones, why: addresses.why }],
    );
    const byPlace = grouped(pools.flatMap(shares), ({ pool, zone }) => `${pool.cluster} ${pool.region} ${zone}`);
    const addresses = [...byPlace.values()].flatMap((same): AddressNeed[] => {
        const [first] = same;
        if (first === undefined) return [];
        const { zone } = first;
        const { cluster, region } = first.pool;
        const total = (part: "atStart" | "atMost" | "atMostWhileUpdating") =>
            same.reduce((count, share) => count + share[part], 0);
        return [
            {
                cluster,
                region,
                zone,
                atStart: total("atStart"),
                atMost: total("atMost"),
                atMostWhileUpdating: total("atMostWhileUpdating"),
                inBlocks: same.some(({ inBlocks }) => inBlocks),
                pools: same.map(({ pool }) => pool.name),
            },
        ];
    });
    return { addresses, unknownAddresses };
}

function shares(pool: Pool): Share[] {
    const { addresses, zones, nodes } = pool;
    if (!addresses.known) return [];
    const { atStart, atMost, unit } = addresses;
    const perZone = (count: number) => Math.ceil(count / zones.length);
    return zones.map(zone => ({
        pool,
        zone,
        atStart: perZone(nodes.max) * atStart,
        atMost: perZone(nodes.max) * atMost,
        atMostWhileUpdating: perZone(nodes.max + surgeNodes(pool)) * atMost,
        inBlocks: unit === "prefixes",
    }));
}

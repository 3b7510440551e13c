import { zoneDemand, type ZoneDemand } from "../addresses/zone-demand";
import { grouped } from "../grouped";
import type { Pool } from "../pool";

/** Addresses that the nodes of a cluster take of its subnets in one zone, with every pool at its largest size and updated. */
export interface AddressNeed extends ZoneDemand {
    readonly cluster: string;
    readonly region: string;
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

/** Clusters have networks of their own: what one takes is no matter of the other. */
export function addressNeeds(pools: readonly Pool[]): AddressNeeds {
    const unknownAddresses = pools.flatMap(({ name, zones, addresses }) =>
        addresses.known ? [] : [{ pool: name, zones, why: addresses.why }],
    );
    const byCluster = grouped(pools, ({ cluster, region }) => JSON.stringify([cluster, region]));
    const addresses = [...byCluster.values()].flatMap((same): AddressNeed[] => {
        const [first] = same;
        if (first === undefined) return [];
        const { cluster, region } = first;
        return zoneDemand(same).map(demand => ({ cluster, region, ...demand }));
    });
    return { addresses, unknownAddresses };
}

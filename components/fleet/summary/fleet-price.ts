import type { Known } from "../../catalog/known";
import type { NodePrice } from "../market";
import { dollars, microUsd } from "../money";
import type { Pool } from "../pool";
import { paidNodes } from "../reserved";
import { atEachSize, sum, times, type Spread } from "./spread";

/**
 * List price of the fleet per hour, USD, without tax, discount, disks or network, with every window open: reserved machines
 * count in full, used or not. When a price is missing the sum is a lower bound and says so: an unknown price is never counted
 * as zero.
 */
export type FleetPrice = {
    /** The days on which the prices were read, oldest first. */
    readonly asOf: readonly string[];
} & (
    | { readonly complete: true; readonly usdPerHour: Spread }
    | { readonly complete: false; readonly atLeastUsdPerHour: Spread; readonly missing: readonly MissingPrice[] }
);

/** A pool of which no source states the price. */
export interface MissingPrice {
    readonly pool: string;
    readonly machineType: string;
    readonly region: string;
    readonly why: string;
}

/** A pool with the price of one of its nodes. */
export interface PricedPool {
    readonly pool: Pool;
    readonly nodePrice: NodePrice;
}

/** Price of a whole pool per hour, USD. */
export function poolPrice({ pool, nodePrice }: PricedPool): Known<Spread> {
    if (!nodePrice.known) return nodePrice;
    return { known: true, ...inDollars(times(paidNodes(pool), microUsd(nodePrice.usdPerHour))) };
}

/** The price of all pools together. */
export function fleetPrice(pools: readonly PricedPool[]): FleetPrice {
    const total = inDollars(
        sum(
            pools.map(({ pool, nodePrice }) =>
                times(paidNodes(pool), nodePrice.known ? microUsd(nodePrice.usdPerHour) : 0),
            ),
        ),
    );
    const missing = pools.flatMap(({ pool: { name, machineType, region }, nodePrice }) =>
        nodePrice.known ? [] : [{ pool: name, machineType, region, why: nodePrice.why }],
    );
    const dates = pools.flatMap(({ nodePrice }) => (nodePrice.known ? [nodePrice.asOf] : []));
    const asOf = [...new Set(dates)].sort();
    return missing.length === 0
        ? { complete: true, usdPerHour: total, asOf }
        : { complete: false, atLeastUsdPerHour: total, missing, asOf };
}

/** Amounts in millionths as dollars. */
export function inDollars(amounts: Spread): Spread {
    return atEachSize(amounts, dollars);
}

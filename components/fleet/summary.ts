import type { AcceleratorFamily } from "../catalog/accelerators";
import type { Known } from "../catalog/known";
import type { Capacity } from "./capacity/capacity";
import { grouped } from "./grouped";
import { catalogueMarket, type Market, type NodePrice } from "./market";
import { duplicatePoolNames } from "./pool-names";
import { poolOf, type Pool, type PoolOwner } from "./pool";
import { refuse } from "./problem";
import { fleetPrice, poolPrice, type FleetPrice, type PricedPool } from "./summary/fleet-price";
import { quotaNeeds, type QuotaNeeds } from "./summary/quota-needs";
import { sum, times, type Spread } from "./summary/spread";

/** What a fleet holds, costs and needs: a plain value that any report can render. */
export interface FleetSummary extends QuotaNeeds {
    readonly pools: readonly PoolSummary[];
    readonly nodes: Spread;
    /** By family and model, in the order of the pools. */
    readonly accelerators: readonly AcceleratorTotal[];
    readonly price: FleetPrice;
}

/** One pool of a summary. */
export interface PoolSummary {
    readonly name: string;
    readonly cloud: Pool["cloud"];
    readonly cluster: string;
    readonly region: string;
    readonly machineType: string;
    readonly capacity: Capacity["kind"];
    readonly nodes: Spread;
    readonly accelerators: readonly AcceleratorTotal[];
    /** Of one node. */
    readonly nodePrice: NodePrice;
    /** Of the whole pool, USD. */
    readonly usdPerHour: Known<Spread>;
}

/** How many accelerators of one model there are. */
export interface AcceleratorTotal {
    readonly family: AcceleratorFamily;
    /** Marketing name, for example `H100`. */
    readonly model: string;
    readonly count: Spread;
}

/**
 * Nodes, accelerators, price per hour and quota needs of pools.
 *
 * @example
 * summary([train, serve]).accelerators[0]; // { family: "nvidia", model: "H100", count: { min: 16, desired: 16, max: 16 } }
 * summary([train, serve]).price.complete; // true
 * summary([train, serve]).quotas[0]?.vcpus; // 384
 *
 * @throws RefusedError when two pools have one name: they would be counted as one in every report.
 */
export function summary(owners: readonly (Pool | PoolOwner)[], market: Market = catalogueMarket): FleetSummary {
    const pools = owners.map(poolOf);
    refuse("summary", duplicatePoolNames(pools));
    const priced = pools.map(pool => ({ pool, nodePrice: market.price(pool) }));
    const summaries = priced.map(poolSummary);
    return {
        pools: summaries,
        nodes: sum(pools.map(pool => pool.nodes)),
        accelerators: totalAccelerators(summaries.flatMap(({ accelerators }) => accelerators)),
        price: fleetPrice(priced),
        ...quotaNeeds(pools, market),
    };
}

function poolSummary(priced: PricedPool): PoolSummary {
    const { pool, nodePrice } = priced;
    const { name, cloud, cluster, region, machineType, capacity, nodes } = pool;
    const accelerators = pool.accelerators.map(({ family, model, perNode }) => ({
        family,
        model,
        count: times(nodes, perNode),
    }));
    return {
        name,
        cloud,
        cluster,
        region,
        machineType,
        capacity: capacity.kind,
        nodes,
        accelerators,
        nodePrice,
        usdPerHour: poolPrice(priced),
    };
}

function totalAccelerators(accelerators: readonly AcceleratorTotal[]): AcceleratorTotal[] {
    const byModel = grouped(accelerators, ({ family, model }) => `${family} ${model}`);
    return [...byModel.values()].flatMap(same => {
        const [first] = same;
        return first === undefined ? [] : [{ ...first, count: sum(same.map(({ count }) => count)) }];
    });
}

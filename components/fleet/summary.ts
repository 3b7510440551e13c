import type { Known } from "../catalog/known";
import type { Capacity } from "./capacity/capacity";
import { catalogueMarket, type Market, type NodePrice } from "./market";
import { duplicatePoolNames } from "./pool-names";
import { poolOf, type Pool, type PoolOwner } from "./pool";
import { refuse } from "./problem";
import { addressNeeds, type AddressNeeds } from "./summary/address-needs";
import {
    capacityTotals,
    idleReservations,
    poolWindows,
    type CapacityTotal,
    type IdleReservation,
    type PoolWindow,
} from "./summary/capacity-totals";
import {
    totalAccelerators,
    totalEfaInterfaces,
    totalResources,
    type AcceleratorTotal,
    type ResourceTotal,
} from "./summary/devices";
import { fleetPrice, poolPrice, type FleetPrice, type PricedPool } from "./summary/fleet-price";
import { quotaNeeds, type QuotaNeeds } from "./summary/quota-needs";
import { sum, type Spread } from "./summary/spread";

/** What a fleet holds, costs and needs: a plain value that any report can render. What no source knows is listed, never left out. */
export interface FleetSummary extends QuotaNeeds, AddressNeeds {
    readonly pools: readonly PoolSummary[];
    readonly nodes: Spread;
    /** By family and model, in the order of the pools. */
    readonly accelerators: readonly AcceleratorTotal[];
    /** What pods can ask for, by name, in the order of the pools. */
    readonly resources: readonly ResourceTotal[];
    readonly efaInterfaces: Spread;
    readonly capacities: readonly CapacityTotal[];
    readonly price: FleetPrice;
    /** Reserved machines that are paid for without being a node. */
    readonly idleReservations: readonly IdleReservation[];
    /** Pools whose machines come at a moment, or go. */
    readonly windows: readonly PoolWindow[];
}

/** One pool of a summary. */
export interface PoolSummary {
    readonly name: string;
    readonly cloud: Pool["cloud"];
    readonly cluster: string;
    readonly region: string;
    readonly zones: readonly string[];
    readonly machineType: string;
    readonly capacity: Capacity["kind"];
    readonly nodes: Spread;
    readonly accelerators: readonly AcceleratorTotal[];
    readonly resources: readonly ResourceTotal[];
    readonly efaInterfaces: Spread;
    /** Of one node. */
    readonly nodePrice: NodePrice;
    /** Of the whole pool, USD; reserved machines count in full. */
    readonly usdPerHour: Known<Spread>;
}

/**
 * Nodes, devices, price per hour, quota and address needs of pools.
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
    return {
        pools: priced.map(poolSummary),
        nodes: sum(pools.map(pool => pool.nodes)),
        accelerators: totalAccelerators(pools),
        resources: totalResources(pools),
        efaInterfaces: totalEfaInterfaces(pools),
        capacities: capacityTotals(priced),
        price: fleetPrice(priced),
        idleReservations: idleReservations(priced),
        windows: poolWindows(priced),
        ...quotaNeeds(pools, market),
        ...addressNeeds(pools),
    };
}

function poolSummary(priced: PricedPool): PoolSummary {
    const { pool, nodePrice } = priced;
    const { name, cloud, cluster, region, zones, machineType, capacity, nodes } = pool;
    return {
        name,
        cloud,
        cluster,
        region,
        zones,
        machineType,
        capacity: capacity.kind,
        nodes,
        accelerators: totalAccelerators([pool]),
        resources: totalResources([pool]),
        efaInterfaces: totalEfaInterfaces([pool]),
        nodePrice,
        usdPerHour: poolPrice(priced),
    };
}

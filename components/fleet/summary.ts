import type { AcceleratorFamily } from "../catalog/accelerators";
import type { Known } from "../catalog/known";
import type { Capacity } from "./capacity/capacity";
import { grouped } from "./grouped";
import { catalogueMarket, type Market, type NodePrice, type NodeQuota } from "./market";
import type { NodeRange } from "./node-range";
import { duplicatePoolNames } from "./pool-names";
import { poolOf, type Pool, type PoolOwner } from "./pool";
import { refuse } from "./problem";

/** Something counted at the smallest, the wanted and the largest size of the pools. */
export type Spread = NodeRange;

/** What a fleet holds, costs and needs: a plain value that any report can render. */
export interface FleetSummary {
    readonly pools: readonly PoolSummary[];
    readonly nodes: Spread;
    /** By family and model, in the order of the pools. */
    readonly accelerators: readonly AcceleratorTotal[];
    readonly price: FleetPrice;
    readonly quotas: readonly QuotaNeed[];
    /** Pools whose quota no source names. */
    readonly unknownQuotas: readonly { readonly pool: string; readonly vcpus: number; readonly why: string }[];
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
 * List price of the fleet per hour, USD, without tax, discount, disks or network. When a price is missing the sum is a lower
 * bound and says so: an unknown price is never counted as zero.
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

/** What an account must be allowed in one region for every pool to reach its largest size. */
export interface QuotaNeed {
    readonly cloud: Pool["cloud"];
    readonly region: string;
    readonly quota: Extract<NodeQuota, { known: true }>;
    readonly vcpus: number;
    readonly pools: readonly string[];
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
    const summaries = pools.map(pool => poolSummary(pool, market.price(pool)));
    return {
        pools: summaries,
        nodes: sum(pools.map(pool => pool.nodes)),
        accelerators: totalAccelerators(summaries.flatMap(({ accelerators }) => accelerators)),
        price: fleetPrice(summaries),
        ...quotaNeeds(pools, market),
    };
}

function poolSummary(pool: Pool, nodePrice: NodePrice): PoolSummary {
    const { name, cloud, cluster, region, machineType, capacity, nodes } = pool;
    const accelerators = pool.accelerators.map(({ family, model, perNode }) => ({
        family,
        model,
        count: times(nodes, perNode),
    }));
    const usdPerHour = nodePrice.known
        ? { known: true as const, ...usd(times(nodes, nodePrice.usdPerHour)) }
        : nodePrice;
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
        usdPerHour,
    };
}

function totalAccelerators(accelerators: readonly AcceleratorTotal[]): AcceleratorTotal[] {
    const byModel = grouped(accelerators, ({ family, model }) => `${family} ${model}`);
    return [...byModel.values()].flatMap(same => {
        const [first] = same;
        return first === undefined ? [] : [{ ...first, count: sum(same.map(({ count }) => count)) }];
    });
}

function fleetPrice(pools: readonly PoolSummary[]): FleetPrice {
    const priced = pools.flatMap(({ usdPerHour }) => (usdPerHour.known ? [usdPerHour] : []));
    const missing = pools.flatMap(({ name, machineType, region, nodePrice }) =>
        nodePrice.known ? [] : [{ pool: name, machineType, region, why: nodePrice.why }],
    );
    const dates = pools.flatMap(({ nodePrice }) => (nodePrice.known ? [nodePrice.asOf] : []));
    const asOf = [...new Set(dates)].sort();
    const total = usd(sum(priced));
    return missing.length === 0
        ? { complete: true, usdPerHour: total, asOf }
        : { complete: false, atLeastUsdPerHour: total, missing, asOf };
}

function quotaNeeds(pools: readonly Pool[], market: Market): Pick<FleetSummary, "quotas" | "unknownQuotas"> {
    const needs = pools.map(pool => ({ pool, vcpus: pool.vcpus * pool.nodes.max, quota: market.quota(pool) }));
    const known = needs.flatMap(({ pool, vcpus, quota }) => (quota.known ? [{ pool, vcpus, quota }] : []));
    const byQuota = grouped(known, ({ pool, quota }) => `${pool.cloud} ${pool.region} ${quota.service} ${quota.code}`);
    const quotas = [...byQuota.values()].flatMap(same => {
        const [first] = same;
        if (first === undefined) return [];
        const { pool, quota } = first;
        const vcpus = same.reduce((total, need) => total + need.vcpus, 0);
        return [{ cloud: pool.cloud, region: pool.region, quota, vcpus, pools: same.map(need => need.pool.name) }];
    });
    const unknownQuotas = needs.flatMap(({ pool, vcpus, quota }) =>
        quota.known ? [] : [{ pool: pool.name, vcpus, why: quota.why }],
    );
    return { quotas, unknownQuotas };
}

function sum(spreads: readonly Spread[]): Spread {
    return spreads.reduce(
        (total, { min, desired, max }) => ({
            min: total.min + min,
            desired: total.desired + desired,
            max: total.max + max,
        }),
        { min: 0, desired: 0, max: 0 },
    );
}

function times({ min, desired, max }: Spread, factor: number): Spread {
    return { min: min * factor, desired: desired * factor, max: max * factor };
}

/** To a millionth of a dollar, so that sums of prices do not show how computers add. */
function usd({ min, desired, max }: Spread): Spread {
    const rounded = (amount: number) => Math.round(amount * 1e6) / 1e6;
    return { min: rounded(min), desired: rounded(desired), max: rounded(max) };
}

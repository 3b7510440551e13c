import { awsPrices, type AwsPrice, type AwsSpotPrice } from "../catalog/aws/prices";
import { awsQuota, awsQuotaRules } from "../catalog/aws/quotas";
import type { Known, Unknown } from "../catalog/known";
import type { AwsCapacity } from "./capacity/capacity";
import type { Pool } from "./pool";

/**
 * How a price is meant. `onDemand`: while a node runs. `highestSpot`: the same; spot prices move, so a node counts with the
 * highest price that the source saw. `reserved`: from the start of the reservation to its end, used or not. `prepaid`: the
 * price of an hour of something that is paid as a whole before it starts.
 */
export type PriceBasis = "onDemand" | "highestSpot" | "reserved" | "prepaid";

/** List price of one node hour, USD, without tax, discount, disks or network. */
export type NodePrice = Known<{
    /** What a node counts with: the highest price where there are several. */
    usdPerHour: number;
    /** The lowest price that the source saw; the same as `usdPerHour` for what has one price. */
    lowestUsdPerHour: number;
    basis: PriceBasis;
    region: string;
    /** Zone ids of the prices; empty where the price is that of the whole region. */
    zones: readonly string[];
    asOf: string;
    source: string;
}>;

/** The quota that the nodes of a pool count against. */
export type NodeQuota = Known<VcpuQuota | NoQuota>;

/** A quota in vCPUs of the account and region. */
export interface VcpuQuota {
    readonly unit: "vCPU";
    readonly service: string;
    /** `L-417A185B` and the like. */
    readonly code: string;
    readonly name: string;
    /** What a new account has. */
    readonly defaultValue: Known<{ vcpus: number }>;
    /** Codes that other sources give: look them up too before trusting the limit. */
    readonly otherCodes: readonly string[];
    /** Whether reserved machines count, used or not. */
    readonly unusedCounts: boolean;
    readonly asOf: string;
    readonly source: string;
}

/** Nodes that take nothing of any quota. */
export interface NoQuota {
    readonly unit: "none";
    readonly why: string;
    /** Whether a page of the cloud says so. */
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
}

/** What of a pool decides its price and its quota; its name, for markets that know pools by name. */
export type MarketPool = Pick<Pool, "name" | "cloud" | "region" | "machineType" | "capacity" | "zones">;

/** What nodes cost and count against. The library's own answers come from the catalogue; tests and reports may bring others. */
export interface Market {
    readonly price: (pool: MarketPool) => NodePrice;
    readonly quota: (pool: MarketPool) => NodeQuota;
}

/**
 * Prices and quotas from the dated tables of the catalogue.
 *
 * @example catalogueMarket.price(train.pool).known; // true
 */
export const catalogueMarket: Market = {
    price: pool => ofAws(pool, capacity => awsNodePrice(pool, capacity)),
    quota: pool => ofAws(pool, capacity => awsNodeQuota(pool, capacity)),
};

/** The catalogue has no tables of Google Cloud in use: what its nodes cost is not known, which is not nothing. */
function ofAws<Facts>(pool: MarketPool, answer: (capacity: AwsCapacity) => Facts): Facts | Unknown {
    if (pool.cloud !== "aws") return { known: false, why: "the catalogue has no tables of Google Cloud" };
    const { capacity } = pool;
    switch (capacity.kind) {
        case "flexStart":
        case "queued":
        case "calendar":
            return { known: false, why: `Amazon sells no ${capacity.kind} capacity` };
        default:
            return answer(capacity);
    }
}

function awsNodePrice({ machineType, region, zones }: MarketPool, capacity: AwsCapacity): NodePrice {
    const prices = awsPrices(machineType, region);
    switch (capacity.kind) {
        case "onDemand":
            return onePrice(prices.onDemand, "onDemand", region);
        case "reservation":
        case "futureReservation":
            return onePrice(prices.onDemand, "reserved", region);
        case "capacityBlock":
            return onePrice(prices.capacityBlock, "prepaid", region);
        case "spot":
            return spotPrice(prices.spot, region, zones);
    }
}

function onePrice(price: AwsPrice, basis: PriceBasis, region: string): NodePrice {
    if (!price.known) return price;
    const { usdPerHour, asOf, source } = price;
    return { known: true, usdPerHour, lowestUsdPerHour: usdPerHour, basis, region, zones: [], asOf, source };
}

/** The range over the zones of the pool; over the region where the source leaves one of them out. */
function spotPrice(price: AwsSpotPrice, region: string, zones: readonly string[]): NodePrice {
    if (!price.known) return price;
    const { minUsdPerHour, maxUsdPerHour, byZone, asOf, source } = price;
    const facts = { known: true, basis: "highestSpot", region, asOf, source } as const;
    const ofZones = zones.flatMap(zone => byZone[zone] ?? []);
    if (zones.length === 0 || ofZones.length < zones.length) {
        return { ...facts, usdPerHour: maxUsdPerHour, lowestUsdPerHour: minUsdPerHour, zones: [] };
    }
    return { ...facts, usdPerHour: Math.max(...ofZones), lowestUsdPerHour: Math.min(...ofZones), zones };
}

function awsNodeQuota({ machineType }: MarketPool, capacity: AwsCapacity): NodeQuota {
    const rule = awsQuotaRules[capacity.kind];
    const { market, unusedCounts, verified } = rule;
    if (market === "none") {
        const { asOf, source } = rule;
        return { known: true, unit: "none", why: `${capacity.kind} counts against no quota`, verified, asOf, source };
    }
    const [family = machineType] = machineType.split(".");
    const found = awsQuota(family, market);
    if (!found.known) return found;
    const { unit, service, code, name, defaultValue, otherCodes, asOf, source } = found.quota;
    return { known: true, unit, service, code, name, defaultValue, otherCodes, unusedCounts, asOf, source };
}

import { awsPrices } from "../catalog/aws/prices";
import { awsQuota, type AwsMarket } from "../catalog/aws/quotas";
import type { Known } from "../catalog/known";
import type { Capacity } from "./capacity/capacity";
import type { Pool } from "./pool";

/**
 * List price of one node hour. `basis`: spot prices move, so a spot node counts with the highest price that the source saw in
 * the region.
 */
export type NodePrice = Known<{ usdPerHour: number; basis: "onDemand" | "highestSpot"; asOf: string; source: string }>;

/** The quota that the nodes of a pool count against. */
export type NodeQuota = Known<{
    service: string;
    /** `L-417A185B` and the like. */
    code: string;
    name: string;
    unit: "vCPU";
    /** What a new account has. */
    defaultValue: Known<{ vcpus: number }>;
}>;

/** What nodes cost and count against. The library's own answers come from the catalogue; tests and reports may bring others. */
export interface Market {
    readonly price: (pool: Pool) => NodePrice;
    readonly quota: (pool: Pool) => NodeQuota;
}

/** Prices and quotas from the dated tables of the catalogue. */
export const catalogueMarket: Market = {
    price: pool => (pool.cloud === "aws" ? awsNodePrice(pool) : noGoogleTables),
    quota: pool => (pool.cloud === "aws" ? awsNodeQuota(pool) : noGoogleTables),
};

const noGoogleTables = { known: false, why: "the catalogue has no tables of Google Cloud" } as const;

function awsNodePrice({ machineType, region, capacity }: Pool): NodePrice {
    const prices = awsPrices(machineType, region);
    switch (capacity.kind) {
        case "onDemand": {
            const price = prices.onDemand;
            if (!price.known) return price;
            return {
                known: true,
                usdPerHour: price.usdPerHour,
                basis: "onDemand",
                asOf: price.asOf,
                source: price.source,
            };
        }
        case "spot": {
            const price = prices.spot;
            if (!price.known) return price;
            const { maxUsdPerHour: usdPerHour, asOf, source } = price;
            return { known: true, usdPerHour, basis: "highestSpot", asOf, source };
        }
        default:
            return { known: false, why: `the catalogue has no price of ${capacity.kind}` };
    }
}

function awsNodeQuota({ machineType, capacity }: Pool): NodeQuota {
    const [family = machineType] = machineType.split(".");
    const found = awsQuota(family, awsMarket(capacity));
    if (!found.known) return found;
    const { service, code, name, unit, defaultValue } = found.quota;
    return { known: true, service, code, name, unit, defaultValue };
}

function awsMarket(capacity: Capacity): AwsMarket {
    return capacity.kind === "spot" ? "spot" : "onDemand";
}

import type { Known } from "../known";
import { once } from "../once";

/**
 * List price in USD per hour and instance: Linux, shared tenancy, without tax, discount, disks or network. `asOf` is a day, or
 * a range of months (`2026-08..2026-11`) where the source stores no day; `source` is explained in data/README.md.
 */
export type AwsPrice = Known<{ usdPerHour: number; asOf: string; source: string }>;

/** Spot moves: the range over the zones of the region at one moment. At the on-demand price it is the cap, not free capacity. */
export type AwsSpotPrice = Known<{
    minUsdPerHour: number;
    maxUsdPerHour: number;
    /** By zone id; a zone without an entry has no price in the source. Source: data/aws-spot-by-zone.csv. */
    byZone: Readonly<Record<string, number>>;
    asOf: string;
    source: string;
}>;

/** Price of an instance hour inside a Capacity Block (the sources give it per accelerator; here it is per instance). */
export type AwsCapacityBlockPrice = Known<{
    usdPerHour: number;
    usdPerAcceleratorHour: number;
    asOf: string;
    source: string;
}>;

/** What a type costs in a region, bought in each way. */
export interface AwsPrices {
    readonly onDemand: AwsPrice;
    readonly spot: AwsSpotPrice;
    readonly capacityBlock: AwsCapacityBlockPrice;
}

interface AwsPriceRow extends AwsPrices {
    readonly type: string;
    readonly region: string;
}

const prices = once(() => {
    const rows = require("../generated/aws-prices.json") as readonly AwsPriceRow[];
    return new Map(rows.map(row => [`${row.type} ${row.region}`, row]));
});

/**
 * What a type costs in a region (or local zone). An unknown price is `{ known: false, why }`, never zero.
 *
 * @example
 * awsPrices("p5.48xlarge", "us-east-2").onDemand; // { known: true, usdPerHour: 55.04, … }
 * awsPrices("p5.48xlarge", "eu-west-3").onDemand;
 * // { known: false, why: "no source lists a price for p5.48xlarge in eu-west-3" }
 */
export function awsPrices(type: string, region: string): AwsPrices {
    const row = prices().get(`${type} ${region}`);
    if (row) return { onDemand: row.onDemand, spot: row.spot, capacityBlock: row.capacityBlock };
    const unknown = { known: false, why: `no source lists a price for ${type} in ${region}` } as const;
    return { onDemand: unknown, spot: unknown, capacityBlock: unknown };
}

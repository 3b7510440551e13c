import type { Known } from "../known";
import { once } from "../once";
import { awsCapacityRules } from "./capacity-rules";

/** How running instances are bought, as far as quotas tell: each market has quotas of its own. */
export type AwsMarket = "onDemand" | "spot";

/** An EC2 quota that running instances count against, in vCPUs of the account and region. */
export interface AwsQuota {
    readonly service: "ec2";
    /** `L-417A185B` and the like. */
    readonly code: string;
    /** Name in Service Quotas. */
    readonly name: string;
    readonly unit: "vCPU";
    /** What a new account has. */
    readonly defaultValue: Known<{ vcpus: number }>;
    /** Codes that other sources give for some of the same types: look them up too before trusting the limit. */
    readonly otherCodes: readonly string[];
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

/** A way to buy instances, as far as quotas tell them apart. */
export type AwsPurchase = AwsMarket | "reservation" | "futureReservation" | "capacityBlock";

/** Which quotas the instances of a purchase count against. */
export interface AwsQuotaRule {
    /** `none`: running them takes nothing of any vCPU quota. */
    readonly market: AwsMarket | "none";
    /** Whether reserved machines count from the request on, used or not. */
    readonly unusedCounts: boolean;
    /** Whether a page of AWS says so. */
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
}

const instances: Omit<AwsQuotaRule, "market"> = {
    unusedCounts: false,
    verified: true,
    asOf: "2026-11-22",
    source: 'AWS page "Amazon EC2 instance type quotas" (stored copy; date not stored)',
};

/** What is set aside, as the rules of capacity say it. */
function setAside(purchase: "reservation" | "futureReservation" | "capacityBlock"): AwsQuotaRule {
    const { quota, asOf, sources } = awsCapacityRules[purchase];
    return { ...quota, unusedCounts: quota.market !== "none", asOf, source: sources.join("; ") };
}

/**
 * Every way to buy instances, with the quotas that its instances count against. Buying a capacity block has a quota of its own
 * ("Concurrent P5 Capacity Blocks per account" and the like): who has the id of a block has passed it.
 */
export const awsQuotaRules: Readonly<Record<AwsPurchase, AwsQuotaRule>> = {
    onDemand: { ...instances, market: "onDemand" },
    spot: { ...instances, market: "spot" },
    reservation: setAside("reservation"),
    futureReservation: setAside("futureReservation"),
    capacityBlock: setAside("capacityBlock"),
};

interface AwsQuotaRow extends AwsQuota {
    readonly market: AwsMarket;
    readonly instanceFamilies: readonly string[];
}

const quotas = once(() => require("../generated/aws-quotas.json") as readonly AwsQuotaRow[]);

/**
 * The quota that instances of a family, bought on a market, count against.
 *
 * @example
 * const found = awsQuota("p5", "onDemand");
 * const code = found.known ? found.quota.code : found.why; // L-417A185B
 *
 * @param family what stands before the dot of the instance type: `p5`, `g6e`
 * @returns `{ known: false, why }` where no source names the code.
 */
export function awsQuota(family: string, market: AwsMarket): Known<{ quota: AwsQuota }> {
    const row = quotas().find(quota => quota.market === market && quota.instanceFamilies.includes(family));
    if (row) return { known: true, quota: row };
    return { known: false, why: `no source names the ${market} quota of ${family}` };
}

/**
 * Every quota of the table.
 *
 * @example awsQuotas().map(quota => quota.code).includes("L-417A185B"); // true
 */
export function awsQuotas(): readonly AwsQuota[] {
    return quotas();
}

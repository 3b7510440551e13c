import type { Known } from "../known";
import { once } from "../once";

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

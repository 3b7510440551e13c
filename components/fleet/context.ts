import type { Unknown } from "../catalog/known";
import type { Instant } from "./instant";
import { catalogueMarket, type Market } from "./market";

/** What an account may run in a region, in vCPUs: a quota of EC2, as it is granted today. */
export interface QuotaLimit {
    /** Id of the account; left out, whichever the fleet is in. */
    readonly account?: string;
    readonly region: string;
    /** `L-417A185B` and the like. */
    readonly code: string;
    readonly vcpus: number | Unknown;
}

/** What is asked of a fleet beyond that it works. */
export interface FleetConfig {
    /** The most that the fleet may cost, in USD per hour: at its largest, and as it is wanted now. */
    readonly budgetUsdPerHour?: {
        readonly max?: number;
        readonly desired?: number;
    };
    readonly quotaLimits: readonly QuotaLimit[];
    /** Managed node groups by cluster, where EKS has raised the quota L-6D54EA21. Default: 30 for each. */
    readonly nodeGroups?: Readonly<Record<string, number>>;
    /** Spot nodes of one pool that the cloud may take back at the same time; a guess, since it promises nothing. */
    readonly spotNodesAtOnce: number;
}

/** What invariants look at besides the fleet. */
export interface FleetContext {
    readonly market: Market;
    readonly config: FleetConfig;
    readonly now: Instant;
}

/**
 * The catalogue's prices and quotas, and this moment; no budget and no known limits unless they are given.
 *
 * @example
 * const context = fleetContext({ budgetUsdPerHour: { max: 500 } });
 * context.config.quotaLimits; // []
 */
export function fleetContext(config: Partial<FleetConfig> = {}, now: Instant = thisMoment()): FleetContext {
    return { market: catalogueMarket, config: { quotaLimits: [], spotNodesAtOnce: 1, ...config }, now };
}

function thisMoment(): Instant {
    return new Date().toISOString().replace(/\.\d+Z$/, "Z") as Instant;
}

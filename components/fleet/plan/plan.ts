import { planAdvertisers } from "../advertisers";
import { windowOf } from "../capacity/window";
import { checkFleet, tally } from "../check-fleet";
import { fleetContext, type FleetConfig, type QuotaLimit } from "../context";
import type { Facets } from "../facets/facets";
import type { Instant } from "../instant";
import { catalogueMarket, type Market } from "../market";
import { poolOf, type Pool, type PoolOwner } from "../pool";
import { isUnknown } from "../seen";
import { summary } from "../summary";
import type { QuotaNeed } from "../summary/quota-needs";
import { datedFacts } from "./dated-facts";
import type { FleetPlan, PlannedQuota, PlannedWindow } from "./fleet-plan";

/**
 * What a plan looks at besides the pools.
 *
 * @example
 * const options: PlanOptions = {
 *     config: {
 *         budgetUsdPerHour: { max: 500 },
 *         quotaLimits: [{ region: "us-east-2", code: "L-417A185B", vcpus: 768 }],
 *     },
 *     now: "2026-12-01T00:00:00Z",
 * };
 */
export interface PlanOptions {
    /** Budget and limits of the account. Default: none is set, and the findings say so. */
    readonly config?: Partial<FleetConfig>;
    /** The moment at which windows are looked at. Default: this one. */
    readonly now?: Instant;
    /** Prices and quotas. Default: those of the catalogue. */
    readonly market?: Market;
    /** What surrounds the pools: subnets, workloads, security groups. Default: nothing is said of them. */
    readonly facets?: Facets;
}

/**
 * Everything that is known of a fleet before anything is bought: what it offers, who advertises it, what it costs, which quotas
 * and addresses it needs, when its machines are there, and what every invariant says. Needs neither engine nor cloud. A fleet
 * that violates an invariant is reported, not refused.
 *
 * @example
 * const report = fleet.plan([train, serve], { config: { budgetUsdPerHour: { max: 200 } }, now: "2026-12-01T00:00:00Z" });
 * report.nodes; // { min: 2, desired: 2, max: 10 }
 * report.tally.violated; // 0
 *
 * @throws RefusedError when two pools have one name.
 */
export function plan(owners: readonly (Pool | PoolOwner)[], options: PlanOptions = {}): FleetPlan {
    const { market = catalogueMarket, facets = {} } = options;
    const context = { ...fleetContext(options.config, options.now), market };
    const { config, now } = context;
    const pools = owners.map(poolOf);
    const { quotas, windows: _timesOnly, ...whole } = summary(pools, market);
    const { assignments, plugins } = planAdvertisers(pools);
    const findings = checkFleet({ ...facets, pools, advertisers: plugins }, context);
    return {
        at: now,
        ...whole,
        advertisers: assignments,
        plugins,
        quotas: quotas.map(need => ({ ...need, limit: limitOf(need, config.quotaLimits) })),
        windows: pools.flatMap(pool => windowsAt(pool, now)),
        budgetUsdPerHour: config.budgetUsdPerHour ?? {},
        findings,
        tally: tally(findings),
        facts: datedFacts(pools, market),
    };
}

function windowsAt({ name, capacity, machineType }: Pool, now: Instant): PlannedWindow[] {
    const window = windowOf(capacity, machineType, now);
    return window.state === "always" ? [] : [{ pool: name, capacity: capacity.kind, ...window }];
}

/** Pools do not know their account: a limit that several accounts have is not known for them. */
function limitOf({ region, quota }: QuotaNeed, limits: readonly QuotaLimit[]): PlannedQuota["limit"] {
    const found = limits.filter(limit => limit.region === region && limit.code === quota.code);
    const [first] = found;
    if (first === undefined) return { known: false, why: "nobody says what the account is allowed" };
    if (found.length > 1) return { known: false, why: "several accounts have a limit" };
    return isUnknown(first.vcpus) ? first.vcpus : { known: true, vcpus: first.vcpus };
}

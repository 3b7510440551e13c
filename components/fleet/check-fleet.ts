import { fleetContext, type FleetContext } from "./context";
import type { Finding, Fleet, Invariant } from "./finding";
import { capacityCloses } from "./invariants/capacity-closes";
import { clusterIsolation } from "./invariants/cluster-isolation";
import { demandHasSupply } from "./invariants/demand-has-supply";
import { efaFabric } from "./invariants/efa-fabric";
import { everyPoolIsServed } from "./invariants/every-pool-is-served";
import { flavorsLand } from "./invariants/flavors-land";
import { labelSuppliersLand } from "./invariants/label-suppliers-land";
import { nodeGroupsFit } from "./invariants/node-groups-fit";
import { nodeRolesEnter } from "./invariants/node-roles-enter";
import { oneAdvertiserPerResource } from "./invariants/one-advertiser-per-resource";
import { partsLieTogether } from "./invariants/parts-lie-together";
import { readinessOrder } from "./invariants/readiness-order";
import { repairChain } from "./invariants/repair-chain";
import { singleWriter } from "./invariants/single-writer";
import { subnetAddresses } from "./invariants/subnet-addresses";
import { survivesDisruption } from "./invariants/survives-disruption";
import { withinBudget } from "./invariants/within-budget";
import { withinQuota } from "./invariants/within-quota";
import { duplicatePoolNames } from "./pool-names";
import type { Problem } from "./problem";

/** Every rule about whole fleets. */
export const invariants: readonly Invariant[] = [
    everyPoolIsServed,
    labelSuppliersLand,
    demandHasSupply,
    oneAdvertiserPerResource,
    flavorsLand,
    withinBudget,
    withinQuota,
    nodeGroupsFit,
    subnetAddresses,
    efaFabric,
    capacityCloses,
    nodeRolesEnter,
    repairChain,
    survivesDisruption,
    clusterIsolation,
    readinessOrder,
    singleWriter,
    partsLieTogether,
];

/**
 * What every invariant says of the fleet.
 *
 * @example checkFleet({ pools: [train.pool], advertisers: [] }).find(finding => finding.verdict === "violated")?.invariant; // "X1"
 */
export function checkFleet(fleet: Fleet, context: FleetContext = fleetContext()): Finding[] {
    return invariants.flatMap(invariant => invariant.check(fleet, context));
}

/**
 * What a constructor refuses a fleet for: pools that cannot be told apart, and every violation.
 *
 * @example
 * fleetProblems({ pools, advertisers: planAdvertisers(pools).plugins }); // []
 * fleetProblems({ pools: [train.pool], advertisers: [] }); // [{ id: "pool.not-served", path: "pools.train", … }]
 */
export function fleetProblems(fleet: Fleet, context: FleetContext = fleetContext()): Problem[] {
    const violations = checkFleet(fleet, context).flatMap(finding =>
        finding.verdict === "violated" ? [finding.problem] : [],
    );
    return [...duplicatePoolNames(fleet.pools), ...violations];
}

/**
 * How many findings have each verdict: a report is complete only with the undecided ones.
 *
 * @example
 * tally(checkFleet({ pools, advertisers: planAdvertisers(pools).plugins })).violated; // 0
 */
export function tally(findings: readonly Finding[]): Readonly<Record<Finding["verdict"], number>> {
    const count = (verdict: Finding["verdict"]) => findings.filter(finding => finding.verdict === verdict).length;
    return {
        violated: count("violated"),
        undecided: count("undecided"),
        holds: count("holds"),
        notApplicable: count("notApplicable"),
    };
}

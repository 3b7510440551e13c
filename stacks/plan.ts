import type { ExistingNetwork } from "../components/aws";
import {
    clusterFacets,
    groupFacets,
    networkFacets,
    planEksCluster,
    planFpgaNodeGroup,
    planGpuNodeGroup,
    planNetwork,
    planNeuronNodeGroup,
    planSystemNodeGroup,
    type EksClusterPlan,
    type NodeGroupPlan,
    type PlannedCluster,
    type Surroundings,
} from "../components/aws/planning";
import {
    mergeFacets,
    placedInSubnets,
    plan,
    RefusedError,
    under,
    type Facets,
    type FleetPlan,
    type Instant,
    type Pool,
    type Problem,
} from "../components/fleet";
import { awsRegion, defaultEksVersion } from "../components/catalog";
import { clusterArguments, groupArguments, regionOf } from "./arguments";
import { clusterName } from "./cluster-name";
import { refuseStack } from "./configuration";
import { fleetConfig, ofLimits } from "./limits";
import type { PoolSettings, StackSettings } from "./settings";

/**
 * The pools of a stack, decided from its settings alone: what its components would decide, without an engine.
 *
 * @throws RefusedError with the problems of every part at once, or with those of the whole: limits and invariants.
 */
export function planStack(stack: string, settings: StackSettings, surroundings: Surroundings): Pool[] {
    const parts = planParts(stack, settings, surroundings);
    refuseStack(stack, violations(reportOf(parts, settings, surroundings)));
    return parts.pools;
}

/**
 * Everything that is known of a stack from its settings alone. What the whole violates is reported, not refused.
 *
 * @throws RefusedError with the problems of every part at once: without pools there is nothing to report.
 */
export function reportStack(stack: string, settings: StackSettings, surroundings: Surroundings): FleetPlan {
    return reportOf(planParts(stack, settings, surroundings), settings, surroundings);
}

/** What the whole violates, where the file says it. */
export function violations({ findings }: FleetPlan): Problem[] {
    return findings.flatMap(finding => (finding.verdict === "violated" ? [ofLimits(finding.problem)] : []));
}

/** What the components of a stack would decide, each by itself. */
interface PlannedParts {
    readonly pools: Pool[];
    readonly clusters: readonly EksClusterPlan[];
}

function reportOf({ pools, clusters }: PlannedParts, settings: StackSettings, surroundings: Surroundings): FleetPlan {
    const region = regionOf(settings, surroundings.defaults.region) ?? "";
    return plan(pools, {
        config: fleetConfig(settings.limits, region),
        now: surroundings.now,
        facets: placedInSubnets(mergeFacets(facetsOf({ pools, clusters }, settings, surroundings)), pools),
    });
}

/** What the components of a stack say of its surroundings. */
function facetsOf({ pools, clusters }: PlannedParts, settings: StackSettings, { defaults }: Surroundings): Facets[] {
    const args = clusterArguments(settings, defaults.region);
    const network = args.adopt === undefined ? args.network : { adopt: args.adopt.network as ExistingNetwork };
    return [
        networkFacets(planNetwork("network", network, defaults)),
        ...clusters.map(cluster => clusterFacets(clusterName, cluster)),
        ...pools.map(pool => groupFacets(pool, settings.pools[pool.name]?.nodeRoleArn === undefined)),
    ];
}

function planParts(stack: string, settings: StackSettings, surroundings: Surroundings): PlannedParts {
    const region = surroundings.defaults.region;
    const cluster = attempt(() => planEksCluster(clusterName, clusterArguments(settings, region), surroundings));
    const groups = plannedClusters(cluster.plans, settings, region).flatMap(planned =>
        Object.entries(settings.pools).map(([name, pool]) => ({
            name,
            ...attempt(() => planPool(name, pool, planned, surroundings.now)),
        })),
    );
    refuseStack(stack, [
        ...(settings.cluster?.adopt !== undefined && settings.network !== undefined ? [networkOfAdopted] : []),
        ...cluster.problems.flatMap(ofClusterOrNetwork),
        ...groups.flatMap(({ name, problems }) => under(pathOfPool(name), problems.map(namedByKey))),
    ]);
    return { pools: groups.flatMap(({ plans }) => plans.map(({ pool }) => pool)), clusters: cluster.plans };
}

/** What pools are judged against: the planned cluster or, when there is none, all zones of the region; nothing without both. */
function plannedClusters(
    plans: readonly EksClusterPlan[],
    settings: StackSettings,
    configuredRegion: string | undefined,
): PlannedCluster[] {
    const region = awsRegion(regionOf(settings, configuredRegion) ?? "");
    const fallback =
        region === undefined
            ? []
            : [
                  {
                      region: region.name,
                      zones: region.zones.map(zone => zone.id),
                      version: defaultEksVersion,
                      reach: undefined,
                      podAddresses: undefined,
                  },
              ];
    return (plans.length > 0 ? plans : fallback).map(({ region: name, zones, reach, version, podAddresses }) => ({
        key: clusterName,
        version,
        podAddresses,
        network: { region: name, zones, reach },
    }));
}

function planPool(name: string, settings: PoolSettings, cluster: PlannedCluster, now: Instant): NodeGroupPlan {
    switch (settings.kind) {
        case "system":
            return planSystemNodeGroup(name, { ...groupArguments<"system">(settings), cluster }, now);
        case "gpu":
            return planGpuNodeGroup(name, { ...groupArguments<"gpu">(settings), cluster }, now);
        case "fpga":
            return planFpgaNodeGroup(name, { ...groupArguments<"fpga">(settings), cluster }, now);
        case "neuron":
            return planNeuronNodeGroup(name, { ...groupArguments<"neuron">(settings), cluster }, now);
    }
}

/** One plan, or the problems for which there is none. */
function attempt<Plan>(plan: () => Plan): { readonly plans: readonly Plan[]; readonly problems: readonly Problem[] } {
    try {
        return { plans: [plan()], problems: [] };
    } catch (error) {
        if (error instanceof RefusedError) return { plans: [], problems: error.problems };
        throw error;
    }
}

function pathOfPool(name: string): string {
    return /^[\w-]+$/.test(name) ? `pools.${name}` : `pools[${JSON.stringify(name)}]`;
}

/** A group has a name; in the file, the name is the key under which the group stands. */
function namedByKey(problem: Problem): Problem {
    return problem.path === "name" ? { ...problem, path: "" } : problem;
}

const networkOfAdopted: Problem = {
    id: "network.adopted",
    path: "network",
    got: "network beside cluster.adopt",
    allowed: "cluster.adopt alone: it says in which network the cluster lives",
    fix: "remove network",
};

/** The component has its network as an argument; the file has it beside the cluster. */
function ofClusterOrNetwork(problem: Problem): Problem[] {
    return /^network\b/.test(problem.path) ? [problem] : under("cluster", [problem]);
}

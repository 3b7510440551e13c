import { eksMarkLimits, labelProblems, taintProblems } from "../../fleet/mark-problems";
import { ownTaints } from "../../fleet/node-marks";
import { eksNodeGroupLimit, isFixed, nodeCountProblems, nodeRange, type NodeCount } from "../../fleet/node-range";
import type { Pool } from "../../fleet/pool";
import { poolNameProblems } from "../../fleet/pool-names";
import { shown, unacknowledged, type Problem } from "../../fleet/problem";
import { problemsOf, type Checked } from "../checked";
import type { NodeGroupArgs } from "./arguments";
import { capacityProblems } from "./capacity-problems";
import type { Machine, NodeGroupKind } from "./kind";
import { planGroup, type GroupPlan } from "./plan-group";
import { planPool } from "./plan-pool";
import { planTemplate, planUserData, type TemplatePlan } from "./plan-template";
import type { PlannedGroup } from "./planned-cluster";
import { releaseProblems } from "./release-problems";
import { rootVolumeProblems } from "./root-volume-problems";
import type { UserDataPlan } from "./user-data/user-data-plan";
import { zoneGroupProblems, zoneGroups, type ZoneGroup } from "./zone-groups";
import { planGroupZones, type GroupZones } from "./zones";

/** What a managed node group will be, decided before anything exists. */
export interface NodeGroupPlan {
    readonly pool: Pool;
    readonly template: TemplatePlan;
    readonly userData: UserDataPlan;
    readonly groups: readonly PlannedZoneGroup[];
    /** Inputs of the node group that an autoscaler changes, and that the engine must leave alone. */
    readonly ownedByAutoscaler: readonly string[];
}

/** One node group of the pool, with its settings. */
export interface PlannedZoneGroup extends ZoneGroup {
    readonly settings: GroupPlan;
}

/** The plan of a group, or everything that is wrong: with its machines, as the caller found, and with the rest. */
export function checkNodeGroup(
    name: string,
    args: PlannedGroup<NodeGroupArgs>,
    kind: NodeGroupKind,
    machine: Checked<Machine>,
): Checked<NodeGroupPlan> {
    const rootVolumeGiB = args.rootVolumeGiB ?? kind.defaultRootVolumeGiB;
    const perZone = args.groupPerZone ?? false;
    const placement = "plan" in machine ? checkMachine(args, kind, machine.plan) : { zones: [], problems: [] };
    const problems = unacknowledged(
        [
            ...problemsOf(machine),
            ...placement.problems,
            ...poolNameProblems(name),
            ...countProblems(args.nodes, kind.leastNodes, placement.zones, perZone),
            ...labelProblems(args.labels, eksMarkLimits),
            ...taintProblems(args.taints, eksMarkLimits, ownTaints(kind.families)),
            ...rootVolumeProblems(rootVolumeGiB, kind.defaultRootVolumeGiB),
        ],
        args.acknowledge,
    );
    if (problems.length > 0 || !("plan" in machine)) return { problems };
    const pool = planPool(name, args, kind, machine.plan, placement.zones);
    return {
        plan: {
            pool,
            template: planTemplate(args, machine.plan, rootVolumeGiB),
            userData: planUserData(args, machine.plan),
            groups: zoneGroups(pool.nodes, pool.zones, perZone).map(part => ({
                ...part,
                settings: planGroup(pool, part.nodes),
            })),
            ownedByAutoscaler: isFixed(pool.nodes) ? [] : ["scalingConfig.desiredSize"],
        },
    };
}

function countProblems(
    nodes: NodeCount,
    least: number,
    zones: readonly string[],
    perZone: boolean,
): readonly Problem[] {
    const groups = perZone ? Math.max(1, zones.length) : 1;
    const problems = nodeCountProblems(nodes, { ...eksNodeGroupLimit, nodes: eksNodeGroupLimit.nodes * groups });
    if (problems.length > 0) return problems;
    if (nodeRange(nodes).min >= least) return zoneGroupProblems(nodes, zones, perZone);
    return [
        {
            id: "nodes.range",
            path: "nodes.min",
            got: shown(nodeRange(nodes).min),
            allowed: `${least} or more: the cluster's own pods need a node`,
            fix: `raise nodes.min to ${least} or more`,
        },
    ];
}

/** Where the machines can be had, and what stands against buying and starting them there. */
function checkMachine(args: PlannedGroup<NodeGroupArgs>, { capacity }: NodeGroupKind, machine: Machine): GroupZones {
    const { zones, problems } = planGroupZones(machine.type.name, args.zones, args.cluster.network);
    const others = [
        ...capacityProblems(machine.type, capacity),
        ...releaseProblems(args.releaseVersion, args.cluster.version, machine),
    ];
    return { zones, problems: [...problems, ...others] };
}

import {
    autoscalerOwns,
    windowOf,
    windowTimes,
    type CapacityWindow,
    type WindowTimes,
} from "../../fleet/capacity/window";
import { placementOf, plainFabric } from "../../fleet/fabric";
import { advertiserProblems } from "../../fleet/advertisers";
import { eksMarkLimits, labelProblems, taintProblems } from "../../fleet/mark-problems";
import { ownTaints } from "../../fleet/node-marks";
import { eksNodeGroupLimit, nodeCountProblems, nodeRange, type NodeCount } from "../../fleet/node-range";
import type { Pool } from "../../fleet/pool";
import { poolNameProblems } from "../../fleet/pool-names";
import { shown, unacknowledged, type Problem } from "../../fleet/problem";
import { repairProblems } from "../../fleet/repair-problems";
import { sharingProblems } from "../../fleet/sharing";
import { problemsOf, type Checked } from "../checked";
import type { NodeGroupArgs } from "./arguments";
import type { Machine, NodeGroupKind } from "./kind";
import { managerProblems } from "./manager-problems";
import { planAutoScaling, type AutoScalingPlan } from "./plan-auto-scaling";
import { planCapacity } from "./plan-capacity";
import { groupFabricProblems } from "./plan-fabric";
import { planGroup, type GroupPlan } from "./plan-group";
import { planImageSource, type ImageSource } from "./plan-image-source";
import { planPolicies } from "./plan-policies";
import { planPool } from "./plan-pool";
import { planTemplate, planUserData, type TemplatePlan } from "./plan-template";
import type { PlannedGroup } from "./planned-cluster";
import { purchaseOf, type Purchase } from "./purchase";
import { releaseProblems } from "./release-problems";
import { rootVolumeProblems } from "./root-volume-problems";
import type { UserDataPlan } from "./user-data/user-data-plan";
import { zoneGroupProblems, zoneGroups, type ZoneGroup } from "./zone-groups";
import type { GroupZones } from "./zones";

/** What a managed node group will be, decided before anything exists. */
export interface NodeGroupPlan extends ImageSource {
    readonly pool: Pool;
    /** When there are machines. */
    readonly window: WindowTimes;
    readonly template: TemplatePlan;
    readonly userData: UserDataPlan;
    /** Actions that the role which the library makes may take besides joining and pulling. */
    readonly nodeActions: readonly string[];
    /** Managed node groups; empty when the pool is self-managed. */
    readonly groups: readonly PlannedZoneGroup<GroupPlan>[];
    /** Auto Scaling groups; empty when the pool is managed. */
    readonly autoScaling: readonly PlannedZoneGroup<AutoScalingPlan>[];
    /** Inputs of the node group that an autoscaler changes, and that the engine must leave alone. */
    readonly ownedByAutoscaler: readonly string[];
}

/** One node group of the pool, with its settings. */
export interface PlannedZoneGroup<Settings> extends ZoneGroup {
    readonly settings: Settings;
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
            ...kind.problems,
            ...placement.problems,
            ...poolNameProblems(name),
            ...countProblems(args.nodes, kind.leastNodes, placement.zones, perZone),
            ...labelProblems(args.labels, eksMarkLimits),
            ...taintProblems(args.taints, eksMarkLimits, ownTaints(kind.families)),
            ...managerProblems(args),
            ...(typeof args.repair === "object" ? repairProblems(args.repair.overrides ?? []) : []),
            ...rootVolumeProblems(rootVolumeGiB, kind.defaultRootVolumeGiB),
        ],
        args.acknowledge,
    );
    if (problems.length > 0 || !("plan" in machine)) return { problems };
    const pool = planPool(name, args, kind, machine.plan, placement.zones);
    const unserved = unacknowledged(advertiserProblems(pool), args.acknowledge);
    if (unserved.length > 0) return { problems: unserved };
    const selfManaged = pool.groupKind === "selfManaged";
    const { image, type } = machine.plan;
    const purchase = purchaseOf(pool.capacity, type.name, selfManaged ? "selfManaged" : "managed");
    const { cluster } = args;
    return {
        plan: {
            pool,
            window: windowTimes(pool.capacity, type.name),
            template: { ...planTemplate(args, machine.plan, rootVolumeGiB), ...purchase.template },
            nodeActions: kind.nodeActions ?? [],
            userData: planUserData(args, kind, machine.plan, pool),
            ...groupsOf(pool, purchase, perZone, windowOf(pool.capacity, type.name, kind.now)),
            ...planImageSource(image, cluster.version, pool.groupKind),
            ownedByAutoscaler: autoscalerOwns(pool.capacity, nodeRange(args.nodes))
                ? ["scalingConfig.desiredSize"]
                : [],
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

/** The groups of a pool, of the kind that keeps its machines. */
function groupsOf(
    pool: Pool,
    purchase: Purchase,
    perZone: boolean,
    window: CapacityWindow,
): Pick<NodeGroupPlan, "groups" | "autoScaling"> {
    const parts = zoneGroups(pool.nodes, pool.zones, perZone);
    return pool.groupKind === "selfManaged"
        ? {
              groups: [],
              autoScaling: parts.map(part => ({ ...part, settings: planAutoScaling(pool, part.nodes, window) })),
          }
        : {
              groups: parts.map(part => ({ ...part, settings: planGroup(pool, purchase, part.nodes) })),
              autoScaling: [],
          };
}

/** Where the machines can be had, and what stands against buying and starting them there. */
function checkMachine(args: PlannedGroup<NodeGroupArgs>, kind: NodeGroupKind, machine: Machine): GroupZones {
    const policies = planPolicies(args, kind, machine);
    const { capacity, placement, sharing } = kind;
    const machineType = machine.type.name;
    // What the library itself chooses is legal: only what the user chose can be refused.
    const wished = placementOf(placement, { machineType, capacity, zones: [], efaInterfaces: 0 });
    const { zones, problems } = planCapacity(args, kind, machine, policies, { ...plainFabric, placement: wished });
    return {
        zones,
        problems: [
            ...problems,
            ...releaseProblems(args.releaseVersion, args.cluster.version, machine),
            ...groupFabricProblems(args, kind, machine, zones),
            ...sharingProblems(sharing, machineType, machine.image.os),
        ],
    };
}

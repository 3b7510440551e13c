import { accelerators } from "../../catalog/accelerators";
import type { Capacity } from "../../fleet/capacity/capacity";
import { plainFabric } from "../../fleet/fabric";
import { eksMarkLimits, labelProblems, taintProblems, taintsOf } from "../../fleet/mark-problems";
import { ownLabels, ownTaints } from "../../fleet/node-marks";
import { eksNodeGroupLimit, isFixed, nodeCountProblems, nodeRange, type NodeCount } from "../../fleet/node-range";
import type { Pool, Taint } from "../../fleet/pool";
import { poolNameProblems } from "../../fleet/pool-names";
import { shown, unacknowledged, type Problem } from "../../fleet/problem";
import type { Repair, UpdatePolicy } from "../../fleet/repair";
import { wholeDevices } from "../../fleet/sharing";
import { problemsOf, type Checked } from "../checked";
import type { NodeGroupArgs, NodeUpdate } from "./arguments";
import { capacityProblems } from "./capacity-problems";
import type { GroupKind, Machine } from "./kind";
import { raid0UserData } from "./nodeadm";
import { releaseProblems } from "./release-problems";
import { rootVolumeProblems } from "./root-volume-problems";
import { planGroupZones, type GroupZones } from "./zones";
import type { PlannedGroup } from "./planned-cluster";

/** What a managed node group will be, decided before anything exists. */
export interface NodeGroupPlan {
    readonly pool: Pool;
    readonly template: TemplatePlan;
    readonly group: GroupPlan;
    /** Inputs of the node group that an autoscaler changes, and that the engine must leave alone. */
    readonly ownedByAutoscaler: readonly string[];
}

/** The part of a launch template that is known now. */
export interface TemplatePlan {
    readonly blockDeviceMappings: readonly [
        {
            readonly deviceName: string;
            readonly ebs: {
                readonly encrypted: "true";
                readonly volumeType: "gp3";
                readonly volumeSize: number;
                readonly deleteOnTermination: "true";
            };
        },
    ];
    readonly metadataOptions: {
        readonly httpEndpoint: "enabled";
        readonly httpTokens: "required";
        readonly httpPutResponseHopLimit: 1 | 2;
    };
    /** Base64; absent when the image needs to be told nothing. */
    readonly userData?: string;
}

/** The part of an EKS node group that is known now. */
export interface GroupPlan {
    readonly amiType: string;
    readonly instanceTypes: readonly [string];
    readonly capacityType: "ON_DEMAND" | "SPOT" | "CAPACITY_BLOCK";
    readonly scalingConfig: { readonly minSize: number; readonly desiredSize: number; readonly maxSize: number };
    readonly updateConfig: {
        readonly maxUnavailable?: number;
        readonly maxUnavailablePercentage?: number;
        readonly updateStrategy: "DEFAULT" | "MINIMAL";
    };
    readonly nodeRepairConfig: { readonly enabled: boolean };
    readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: EksTaintEffect }[];
}

export type EksTaintEffect = "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";

/** The plan of a group, or everything that is wrong: with its machines, as the caller found, and with the rest. */
export function checkNodeGroup(
    name: string,
    args: PlannedGroup<NodeGroupArgs>,
    kind: GroupKind,
    machine: Checked<Machine>,
): Checked<NodeGroupPlan> {
    const rootVolumeGiB = args.rootVolumeGiB ?? kind.defaultRootVolumeGiB;
    const placement = "plan" in machine ? checkMachine(args, kind, machine.plan) : { zones: [], problems: [] };
    const problems = unacknowledged(
        [
            ...problemsOf(machine),
            ...placement.problems,
            ...poolNameProblems(name),
            ...countProblems(args.nodes, kind.leastNodes),
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
            group: planGroup(args, pool),
            ownedByAutoscaler: isFixed(pool.nodes) ? [] : ["scalingConfig.desiredSize"],
        },
    };
}

function countProblems(nodes: NodeCount, least: number): readonly Problem[] {
    const problems = nodeCountProblems(nodes, eksNodeGroupLimit);
    if (problems.length > 0 || nodeRange(nodes).min >= least) return problems;
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
function checkMachine(args: PlannedGroup<NodeGroupArgs>, { capacity }: GroupKind, machine: Machine): GroupZones {
    const { zones, problems } = planGroupZones(machine.type.name, args.zones, args.cluster.network);
    const others = [
        ...capacityProblems(machine.type, capacity),
        ...releaseProblems(args.releaseVersion, args.cluster.version, machine),
    ];
    return { zones, problems: [...problems, ...others] };
}

function planPool(
    name: string,
    args: PlannedGroup<NodeGroupArgs>,
    { families, capacity }: GroupKind,
    { type, image }: Machine,
    zones: readonly string[],
): Pool {
    const { model, count: perNode, memoryGiB } = type.accelerator;
    return {
        name,
        cloud: "aws",
        cluster: args.cluster.key,
        kubernetes: args.cluster.version,
        groupKind: "managed",
        intent: "inference",
        region: args.cluster.network.region,
        machineType: type.name,
        architecture: type.architecture,
        vcpus: type.vcpus,
        memoryGiB: type.memoryGiB,
        zones,
        nodes: nodeRange(args.nodes),
        capacity,
        image: { name: image.name, drivers: image.drivers, advertises: image.advertises },
        accelerators: families.map(family => ({ family, model, perNode, memoryGiB })),
        resources: families.map(family => ({
            name: accelerators[family].resource,
            through: "extendedResource",
            perNode,
            family,
        })),
        labels: { ...args.labels, ...ownLabels(name, families) },
        taints: [...ownTaints(families), ...taintsOf(args.taints ?? [])],
        advertiser: "default",
        fabric: plainFabric,
        sharing: wholeDevices,
        addresses: { known: false, why: "not counted yet" },
        update: updatePolicy(args.update ?? {}),
        repair: repairOf(args.repair ?? true),
    };
}

function planTemplate(args: PlannedGroup<NodeGroupArgs>, { type, image }: Machine, volumeSize: number): TemplatePlan {
    const hasDisks = type.localDisks.known && type.localDisks.count > 0 && type.localDisks.nvme;
    return {
        blockDeviceMappings: [
            {
                deviceName: image.dataDevice,
                ebs: { encrypted: "true", volumeType: "gp3", volumeSize, deleteOnTermination: "true" },
            },
        ],
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: args.metadataHops ?? 1,
        },
        ...(hasDisks && args.localDisks !== "unused" ? { userData: raid0UserData() } : {}),
    };
}

function planGroup(args: PlannedGroup<NodeGroupArgs>, pool: Pool): GroupPlan {
    const { min, desired, max } = pool.nodes;
    return {
        amiType: pool.image.name,
        instanceTypes: [pool.machineType],
        capacityType: capacityType(pool.capacity),
        scalingConfig: { minSize: min, desiredSize: desired, maxSize: max },
        updateConfig: updateConfig(pool.update),
        nodeRepairConfig: { enabled: pool.repair.enabled },
        taints: pool.taints.map(eksTaint),
    };
}

/** Source: EKS API reference, CreateNodegroup, capacityType. */
function capacityType({ kind }: Capacity): GroupPlan["capacityType"] {
    switch (kind) {
        case "spot":
            return "SPOT";
        case "capacityBlock":
            return "CAPACITY_BLOCK";
        default:
            return "ON_DEMAND";
    }
}

function updatePolicy({ maxUnavailable = 1, strategy = "surge" }: NodeUpdate): UpdatePolicy {
    const share =
        typeof maxUnavailable === "number"
            ? { nodes: maxUnavailable }
            : { percent: Number.parseInt(maxUnavailable, 10) };
    return { maxUnavailable: share, strategy };
}

function repairOf(enabled: boolean): Repair {
    return enabled ? { enabled, stopsAbove: { percent: 20 }, parallel: { nodes: 1 }, overrides: [] } : { enabled };
}

function updateConfig({ maxUnavailable, strategy }: UpdatePolicy): GroupPlan["updateConfig"] {
    const updateStrategy = strategy === "minimal" ? "MINIMAL" : "DEFAULT";
    return "nodes" in maxUnavailable
        ? { maxUnavailable: maxUnavailable.nodes, updateStrategy }
        : { maxUnavailablePercentage: maxUnavailable.percent, updateStrategy };
}

/** EKS spells effects in its own way. Source: EKS API reference, Taint. */
function eksTaint({ key, value, effect }: Taint): GroupPlan["taints"][number] {
    const effects = {
        NoSchedule: "NO_SCHEDULE",
        NoExecute: "NO_EXECUTE",
        PreferNoSchedule: "PREFER_NO_SCHEDULE",
    } as const;
    return { key, ...(value === "" ? {} : { value }), effect: effects[effect] };
}

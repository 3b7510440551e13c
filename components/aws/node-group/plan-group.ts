import type { NodeRange } from "../../fleet/node-range";
import type { Pool, Taint } from "../../fleet/pool";
import type { Repair, RepairOverride, UpdatePolicy } from "../../fleet/repair";
import type { Purchase } from "./purchase";

/** The part of an EKS node group that is known now. */
export interface GroupPlan {
    /** Absent where the launch template names an AMI. */
    readonly amiType?: string;
    /** Absent where the launch template names the type. */
    readonly instanceTypes?: readonly [string];
    readonly capacityType: Purchase["capacityType"];
    readonly scalingConfig: { readonly minSize: number; readonly desiredSize: number; readonly maxSize: number };
    readonly updateConfig: {
        readonly maxUnavailable?: number;
        readonly maxUnavailablePercentage?: number;
        readonly updateStrategy: "DEFAULT" | "MINIMAL";
    };
    readonly nodeRepairConfig: NodeRepairConfig;
    readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: EksTaintEffect }[];
}

/** Thresholds are numbers or shares, never both. */
export interface NodeRepairConfig {
    readonly enabled: boolean;
    readonly maxUnhealthyNodeThresholdCount?: number;
    readonly maxUnhealthyNodeThresholdPercentage?: number;
    readonly maxParallelNodesRepairedCount?: number;
    readonly maxParallelNodesRepairedPercentage?: number;
    readonly nodeRepairConfigOverrides?: readonly {
        readonly nodeMonitoringCondition: string;
        readonly nodeUnhealthyReason: string;
        readonly minRepairWaitTimeMins: number;
        readonly repairAction: RepairOverride["action"];
    }[];
}

export type EksTaintEffect = "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";

/** A managed node group that holds this many of a pool's nodes. */
export function planGroup(pool: Pool, { capacityType, instanceTypes }: Purchase, nodes: NodeRange): GroupPlan {
    const { min, desired, max } = nodes;
    return {
        ...(pool.image.name === "CUSTOM" ? {} : { amiType: pool.image.name }),
        ...(instanceTypes === undefined ? {} : { instanceTypes }),
        capacityType,
        scalingConfig: { minSize: min, desiredSize: desired, maxSize: max },
        updateConfig: updateConfig(pool.update),
        nodeRepairConfig: repairConfig(pool.repair),
        taints: pool.taints.map(eksTaint),
    };
}

/** Source: EKS API reference, NodeRepairConfig. */
function repairConfig(repair: Repair): NodeRepairConfig {
    if (!repair.enabled) return { enabled: false };
    const { stopsAbove, parallel, overrides } = repair;
    return {
        enabled: true,
        ...("nodes" in stopsAbove
            ? { maxUnhealthyNodeThresholdCount: stopsAbove.nodes }
            : { maxUnhealthyNodeThresholdPercentage: stopsAbove.percent }),
        ...("nodes" in parallel
            ? { maxParallelNodesRepairedCount: parallel.nodes }
            : { maxParallelNodesRepairedPercentage: parallel.percent }),
        ...(overrides.length === 0 ? {} : { nodeRepairConfigOverrides: overrides.map(repairOverride) }),
    };
}

function repairOverride({ condition, reason, afterMinutes, action }: RepairOverride) {
    return {
        nodeMonitoringCondition: condition,
        nodeUnhealthyReason: reason,
        minRepairWaitTimeMins: afterMinutes,
        repairAction: action,
    };
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

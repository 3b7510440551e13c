import type { Capacity } from "../../fleet/capacity/capacity";
import type { NodeRange } from "../../fleet/node-range";
import type { Pool, Taint } from "../../fleet/pool";
import type { UpdatePolicy } from "../../fleet/repair";

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

/** A managed node group that holds this many of a pool's nodes. */
export function planGroup(pool: Pool, { min, desired, max }: NodeRange): GroupPlan {
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

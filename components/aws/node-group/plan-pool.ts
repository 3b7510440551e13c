import { accelerators } from "../../catalog/accelerators";
import { plainFabric } from "../../fleet/fabric";
import { taintsOf } from "../../fleet/mark-problems";
import { ownLabels, ownTaints } from "../../fleet/node-marks";
import { nodeRange } from "../../fleet/node-range";
import type { Pool } from "../../fleet/pool";
import type { Repair, UpdatePolicy } from "../../fleet/repair";
import { wholeDevices } from "../../fleet/sharing";
import type { NodeGroupArgs, NodeUpdate } from "./arguments";
import type { NodeGroupKind, Machine } from "./kind";
import type { PlannedGroup } from "./planned-cluster";

/** What the group will offer to its cluster. */
export function planPool(
    name: string,
    args: PlannedGroup<NodeGroupArgs>,
    { families, capacity }: NodeGroupKind,
    { type, image }: Machine,
    zones: readonly string[],
): Pool {
    const { model, count: perNode, memoryGiB } = type.accelerator;
    return {
        name,
        cloud: "aws",
        cluster: args.cluster.key,
        kubernetes: args.cluster.version,
        groupKind: args.manager ?? "managed",
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
        repair: repairOf(args.repair ?? args.manager !== "selfManaged"),
    };
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

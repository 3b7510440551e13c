import { accelerators } from "../../catalog/accelerators";
import { advertiserLabels } from "../../fleet/advertisers";
import { nodesIn, windowOf } from "../../fleet/capacity/window";
import { plainFabric } from "../../fleet/fabric";
import { taintsOf } from "../../fleet/mark-problems";
import { ownLabels, ownTaints } from "../../fleet/node-marks";
import { nodeRange } from "../../fleet/node-range";
import type { Pool } from "../../fleet/pool";
import { wholeDevices } from "../../fleet/sharing";
import type { NodeGroupArgs } from "./arguments";
import type { NodeGroupKind, Machine } from "./kind";
import { acceleratorsOf, planPolicies } from "./plan-policies";
import type { PlannedGroup } from "./planned-cluster";

/** What the group will offer to its cluster. */
export function planPool(
    name: string,
    args: PlannedGroup<NodeGroupArgs>,
    kind: NodeGroupKind,
    machine: Machine,
    zones: readonly string[],
): Pool {
    const { families, capacity, now } = kind;
    const { type, image } = machine;
    const { state } = windowOf(capacity, type.name, now);
    const perNode = type.accelerator.count;
    const pool: Omit<Pool, "labels"> = {
        name,
        cloud: "aws",
        cluster: args.cluster.key,
        kubernetes: args.cluster.version,
        groupKind: args.manager ?? "managed",
        region: args.cluster.network.region,
        machineType: type.name,
        architecture: type.architecture,
        vcpus: type.vcpus,
        memoryGiB: type.memoryGiB,
        zones,
        nodes: nodesIn(state, nodeRange(args.nodes)),
        capacity,
        image: { name: image.name, drivers: image.drivers, advertises: image.advertises },
        accelerators: acceleratorsOf(type, families),
        resources: families.map(family => ({
            name: accelerators[family].resource,
            through: "extendedResource",
            perNode,
            family,
        })),
        taints: [...ownTaints(families), ...taintsOf(args.taints ?? [])],
        advertiser: args.advertiser ?? "default",
        fabric: plainFabric,
        sharing: wholeDevices,
        addresses: { known: false, why: "not counted yet" },
        ...planPolicies(args, kind, machine),
    };
    return { ...pool, labels: { ...args.labels, ...ownLabels(name, families), ...advertiserLabels(pool) } };
}

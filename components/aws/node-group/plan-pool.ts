import type { Known } from "../../catalog/known";
import { addressesPerNode } from "../../fleet/addresses";
import { advertiserLabels, chooseMechanism } from "../../fleet/advertisers";
import { nodesIn, windowOf } from "../../fleet/capacity/window";
import type { Fabric } from "../../fleet/fabric";
import { taintsOf } from "../../fleet/mark-problems";
import { ownLabels, ownTaints } from "../../fleet/node-marks";
import { nodeRange } from "../../fleet/node-range";
import { resourcesOf } from "../../fleet/node-resources";
import type { NodeAddresses, Pool } from "../../fleet/pool";
import { sharingOf } from "../../fleet/sharing";
import type { NodeGroupArgs } from "./arguments";
import type { NodeGroupKind, Machine } from "./kind";
import { groupFabric } from "./plan-fabric";
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
    const { families, capacity, lnc, hugePages, now } = kind;
    const { type, image } = machine;
    const { state } = windowOf(capacity, type.name, now);
    const fabric = groupFabric(args, kind, machine, zones);
    const pool: Omit<Pool, "labels" | "resources"> = {
        name,
        cloud: "aws",
        cluster: args.cluster.key,
        kubernetes: args.cluster.version,
        groupKind: args.manager ?? "managed",
        groupPerZone: args.groupPerZone ?? false,
        region: args.cluster.network.region,
        machineType: type.name,
        architecture: type.architecture,
        vcpus: type.vcpus,
        memoryGiB: type.memoryGiB,
        zones,
        nodes: nodesIn(state, nodeRange(args.nodes)),
        capacity,
        image: { name: image.name, drivers: image.drivers, advertises: image.advertises },
        ...(hugePages === undefined ? {} : { hugePages }),
        accelerators: acceleratorsOf(type, families, lnc),
        taints: [...ownTaints(families), ...taintsOf(args.taints ?? [])],
        advertiser: args.advertiser ?? "default",
        fabric,
        sharing: sharingOf(kind.sharing, type.name),
        addresses: nodeAddresses(args, type.name, fabric),
        ...planPolicies(args, kind, machine),
    };
    const resources = resourcesOf(pool, family => {
        const { by } = chooseMechanism(pool, family);
        return by === "none" ? "devicePlugin" : by;
    });
    const labels = { ...args.labels, ...ownLabels(name, families), ...advertiserLabels({ ...pool, resources }) };
    return { ...pool, resources, labels };
}

function nodeAddresses(
    { cluster, manager = "managed" }: PlannedGroup<NodeGroupArgs>,
    machineType: string,
    fabric: Fabric,
): Known<NodeAddresses> {
    if (cluster.podAddresses === undefined) {
        return { known: false, why: "how the pods of the cluster get addresses is not said: adopt.podAddresses" };
    }
    return addressesPerNode(machineType, fabric, cluster.podAddresses, manager);
}

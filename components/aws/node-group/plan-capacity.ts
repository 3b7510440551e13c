import { capacityProblems, zoneOf } from "../../fleet/capacity/capacity-problems";
import type { Fabric } from "../../fleet/fabric";
import type { Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "./arguments";
import type { Machine, NodeGroupKind } from "./kind";
import { countedNodes, type Policies } from "./plan-policies";
import type { PlannedGroup } from "./planned-cluster";
import { planGroupZones, type GroupZones } from "./zones";

/**
 * Where the machines of a group stand, and what is wrong with buying them there: in the zones that the user names, in that of
 * the reservation, or wherever the type is offered.
 */
export function planCapacity(
    args: PlannedGroup<NodeGroupArgs>,
    { capacity, now }: NodeGroupKind,
    { type, image }: Machine,
    { update, repair }: Policies,
    { placement }: Fabric,
): GroupZones {
    const reserved = args.zones === undefined ? zoneOf(capacity) : undefined;
    const wanted = reserved === undefined ? args.zones : [reserved];
    const { zones, problems } = planGroupZones(type.name, wanted, args.cluster.network);
    const own = capacityProblems({
        capacity,
        cloud: "aws",
        groupKind: args.manager ?? "managed",
        machineType: type.name,
        zones: args.zones,
        nodes: countedNodes(args.nodes),
        update,
        placement,
        image: image.name === "CUSTOM" ? "custom" : image.os,
        repair: repair.enabled,
        now,
    });
    return { zones, problems: [...(reserved === undefined ? problems : problems.map(ofCapacity)), ...own] };
}

/** The user named the zone in the capacity, and looks for it there. */
function ofCapacity(problem: Problem): Problem {
    return problem.path === "zones[0]" ? { ...problem, path: "capacity.zone" } : problem;
}

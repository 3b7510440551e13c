import { fabricOf, fabricProblems, type Fabric, type FabricQuestion } from "../../fleet/fabric";
import type { Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "./arguments";
import type { Machine, NodeGroupKind } from "./kind";
import { planPolicies } from "./plan-policies";
import type { PlannedGroup } from "./planned-cluster";

/** How the nodes of a group are wired in these zones. Ask `groupFabricProblems` first. */
export function groupFabric(
    args: PlannedGroup<NodeGroupArgs>,
    kind: NodeGroupKind,
    machine: Machine,
    zones: readonly string[],
): Fabric {
    return fabricOf(question(args, kind, machine, zones));
}

/** What stands against wiring the nodes of a group as it asks for. */
export function groupFabricProblems(
    args: PlannedGroup<NodeGroupArgs>,
    kind: NodeGroupKind,
    machine: Machine,
    zones: readonly string[],
): Problem[] {
    return fabricProblems(question(args, kind, machine, zones));
}

function question(
    args: PlannedGroup<NodeGroupArgs>,
    kind: NodeGroupKind,
    machine: Machine,
    zones: readonly string[],
): FabricQuestion {
    return {
        machineType: machine.type.name,
        intent: planPolicies(args, kind, machine).intent,
        zones,
        drivers: machine.image.drivers,
        capacity: kind.capacity,
        efa: kind.efa,
        placement: kind.placement,
    };
}

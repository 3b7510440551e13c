import type { NodeRange } from "../node-range";
import type { GroupKind } from "../pool";
import { shown, type Problem } from "../problem";
import type { UpdatePolicy } from "../repair";
import { surgeNodes } from "../surge";
import type { Capacity } from "./capacity";
import { capacityRules } from "./capacity-rules";

interface SizedGroup {
    readonly capacity: Capacity;
    readonly groupKind: GroupKind;
    readonly nodes: NodeRange;
    readonly update: UpdatePolicy;
}

/** What is wrong with how many machines there are: for a purchase, for the group, for its updates. */
export function sizeProblems(group: SizedGroup): Problem[] {
    const { capacity, nodes } = group;
    const instances = "instances" in capacity ? capacity.instances : undefined;
    return [
        ...purchaseProblems(capacity, instances),
        ...(instances === undefined ? [] : countProblems(capacity, nodes, instances)),
        ...spareProblems(group, instances),
    ];
}

function purchaseProblems({ kind }: Capacity, instances: number | undefined): Problem[] {
    const most = capacityRules[kind].mostInstances;
    if (instances === undefined) return [];
    if (Number.isSafeInteger(instances) && instances >= 1 && (most === undefined || instances <= most)) return [];
    return [
        {
            id: "capacity.size",
            path: "capacity.instances",
            got: shown(instances),
            allowed: most === undefined ? "a whole number, 1 or more" : `1 to ${most} machines of one ${kind}`,
            fix:
                most !== undefined && instances > most
                    ? "give each purchase a group of its own"
                    : "write how many machines were bought",
        },
    ];
}

function countProblems({ kind }: Capacity, { min, max }: NodeRange, instances: number): Problem[] {
    if (max <= instances) return [];
    const path = min === max ? "nodes" : "nodes.max";
    return [
        {
            id: "capacity.too-few-instances",
            path,
            got: shown(max),
            allowed: `at most ${instances}: the machines of the ${kind}`,
            fix: `lower ${path} to ${instances}, or correct capacity.instances`,
        },
    ];
}

/** Without a number of instances there are as many as the group may have: none to spare. */
function spareProblems({ capacity, groupKind, nodes, update }: SizedGroup, instances: number | undefined): Problem[] {
    if (capacityRules[capacity.kind].spare) return [];
    const needed = surgeNodes({ update, groupKind, nodes, zones: ["the one of the reservation"] });
    const spare = (instances ?? nodes.max) - nodes.max;
    if (needed === 0 || spare >= needed || spare < 0) return [];
    return [
        {
            id: "capacity.no-spare",
            path: "update.strategy",
            got: `"surge" with ${spare} spare machines`,
            allowed: `"minimal", or ${needed} machines more than the group may have: new nodes start before old ones go`,
            fix: 'leave it out for "minimal"',
        },
    ];
}

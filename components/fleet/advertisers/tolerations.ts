import type { Taint } from "../pool";
import { blocks, type Toleration } from "../workload";
import { sortedBy } from "./sorted";

/**
 * One toleration for each taint that would keep a pod off, and no more: a plugin never lands where it was not meant to.
 *
 * @example
 * tolerationsFor([{ key: "team", value: "research", effect: "NoSchedule" }]);
 * // [{ key: "team", operator: "Equal", value: "research", effect: "NoSchedule" }]
 */
export function tolerationsFor(taints: readonly Taint[]): Toleration[] {
    const tolerations = taints
        .filter(blocks)
        .map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect }) as const);
    const identity = (toleration: (typeof tolerations)[number]) =>
        JSON.stringify([toleration.key, toleration.value, toleration.effect]);
    const distinct = new Map(tolerations.map(toleration => [identity(toleration), toleration]));
    return sortedBy([...distinct.values()], identity);
}

import type { Unknown } from "../../catalog/known";
import type { DisruptionBudget, PodShare, PodTemplate } from "../facets/pod-template";
import { isUnknown, type SeenByName } from "../seen";

/** A pod template, as far as it is known. */
export type Template = SeenByName<PodTemplate>;

/** Kubernetes rounds shares of pods up, for both kinds of budget. Source: k8s.io, "Specifying a Disruption Budget". */
function podsOf(share: PodShare, replicas: number): number {
    return "pods" in share ? share.pods : Math.ceil((replicas * share.percent) / 100);
}

/** Pods that may be away at once before the budget is broken; all of them without a budget. */
export function allowedAway(budget: DisruptionBudget | "none", replicas: number): number {
    if (budget === "none") return replicas;
    return "maxUnavailable" in budget
        ? Math.min(replicas, podsOf(budget.maxUnavailable, replicas))
        : Math.max(0, replicas - podsOf(budget.minAvailable, replicas));
}

/** Whether no pod of the template may ever be evicted. A template without replicas has none to evict. */
export function freezes({ disruptionBudget, replicas }: Template): boolean | Unknown {
    if (disruptionBudget === "none" || replicas === 0) return false;
    if (isUnknown(disruptionBudget)) return disruptionBudget;
    if (isUnknown(replicas)) return replicas;
    return allowedAway(disruptionBudget, replicas) === 0;
}

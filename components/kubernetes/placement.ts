import type { NodeRequirement, Workload } from "../fleet/workload";
import type { PodPlacement } from "./manifest";

/** Where a planned workload may land, as a pod says it. */
export function placementOf({
    tolerations,
    nodeSelector,
    nodeAffinity,
}: Pick<Workload, "tolerations" | "nodeSelector" | "nodeAffinity">): PodPlacement {
    const selects = Object.keys(nodeSelector).length > 0;
    return {
        tolerations: [...tolerations],
        ...(selects ? { nodeSelector: { ...nodeSelector } } : {}),
        ...(nodeAffinity === "any"
            ? {}
            : {
                  affinity: {
                      nodeAffinity: {
                          requiredDuringSchedulingIgnoredDuringExecution: {
                              nodeSelectorTerms: nodeAffinity.map(term => ({
                                  matchExpressions: term.matchExpressions.map(expression),
                              })),
                          },
                      },
                  },
              }),
    };
}

function expression(requirement: NodeRequirement) {
    const { key, operator } = requirement;
    return "values" in requirement ? { key, operator, values: [...requirement.values] } : { key, operator };
}

import { nodeMonitoring } from "../../catalog/aws/node-monitoring";
import type { Facets } from "../../fleet/facets";
import type { EksClusterPlan } from "../eks-cluster/plan";

const installed = { known: false, why: "what runs on an existing cluster is not looked at" } as const;

/** What a cluster says of a fleet's surroundings: the add-ons that a rule asks for, and where they may run. */
export function clusterFacets(key: string, { kind }: EksClusterPlan): Facets {
    if (kind === "adopted") return { addOns: installed };
    const agent = nodeMonitoring.daemons.find(({ name }) => name === nodeMonitoring.addon);
    return {
        addOns: [
            {
                name: nodeMonitoring.addon,
                cluster: key,
                tolerations: agent?.tolerations ?? [],
                nodeSelector: {},
                nodeAffinity: "any",
                requests: {},
            },
        ],
    };
}

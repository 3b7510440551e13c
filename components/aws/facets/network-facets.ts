import type { Facets } from "../../fleet/facets";
import type { NetworkPlan } from "../network/plan";

const existing = { known: false, why: "how large existing subnets are is looked up when they are used" } as const;

/** What a network says of a fleet's surroundings: the subnets in which its nodes start, as far as their sizes are known. */
export function networkFacets(plan: NetworkPlan): Facets {
    if (plan.kind === "adopted") return { subnets: existing };
    return {
        subnets: plan.zones.map(({ id, private: range }) => ({
            name: range,
            zone: id,
            prefixLength: Number(range.split("/")[1]),
            taken: 0,
            ofControlPlane: true,
            pools: [],
        })),
    };
}

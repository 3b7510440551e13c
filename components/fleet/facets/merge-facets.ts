import type { Pool } from "../pool";
import { isUnknown } from "../seen";
import type { Facets } from "./facets";

/**
 * What several parts of a program say of a fleet's surroundings, as one. What one part does not know is not known: there may
 * be more than the others name.
 *
 * @example
 * mergeFacets([{ subnets: [] }, { addOns: [] }]); // { subnets: [], addOns: [] }
 */
export function mergeFacets(parts: readonly Facets[]): Facets {
    const merged: Record<string, unknown> = {};
    for (const [name, facet] of parts.flatMap(part => Object.entries(part))) {
        const before = merged[name];
        merged[name] =
            before === undefined || isUnknown(facet)
                ? facet
                : isUnknown(before)
                  ? before
                  : [...list(before), ...list(facet)];
    }
    return merged;
}

/**
 * The facets with each subnet used by the pools that have nodes in its zone: a network does not know who will use it.
 *
 * @example
 * const subnet = { name: "a", zone: "use2-az1", prefixLength: 24, taken: 0, ofControlPlane: true, pools: [] };
 * placedInSubnets({ subnets: [subnet] }, [train.pool]).subnets; // [{ name: "a", …, pools: ["train"] }]
 */
export function placedInSubnets(facets: Facets, pools: readonly Pool[]): Facets {
    const { subnets } = facets;
    if (subnets === undefined || isUnknown(subnets)) return facets;
    const placed = subnets.map(subnet => ({
        ...subnet,
        pools: pools
            .filter(({ zones }) => isUnknown(subnet.zone) || zones.includes(subnet.zone))
            .map(({ name }) => name),
    }));
    return { ...facets, subnets: placed };
}

function list(facet: unknown): readonly unknown[] {
    return facet as readonly unknown[];
}

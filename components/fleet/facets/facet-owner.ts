import type { Facets } from "./facets";

/** Anything that knows something of the surroundings of a fleet: a cluster, a node group. */
export interface FacetOwner {
    readonly facets: Facets;
}

/**
 * What each of them says, of those that say something.
 *
 * @example facetsOf([train, system.pool]).length; // 1: a pool by itself says nothing
 */
export function facetsOf(owners: readonly object[]): readonly Facets[] {
    return owners.flatMap(owner => (isFacetOwner(owner) ? [owner.facets] : []));
}

function isFacetOwner(owner: object): owner is FacetOwner {
    return "facets" in owner && owner.facets !== undefined;
}

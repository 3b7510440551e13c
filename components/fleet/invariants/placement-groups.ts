import type { PlacementGroup } from "../facets/placement-group";
import type { Finding, Fleet, Judgement, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems } from "./facet-items";
import { finding, holds, undecided, violated } from "./judgements";

/**
 * The part of X8 about placement groups that exist already: each packs the nodes of one pool. Trap: two pools compete for the
 * place near each other, and the second one finds no capacity; or the group spreads machines instead of packing them.
 */
export function judgePlacementGroups(fleet: Fleet): Finding[] {
    const placed = fleet.pools.flatMap(placementsOf);
    const unsure = fleet.pools.filter(({ fabric, region }) => isUnknown(fabric) || isUnknown(region));
    const strategy = strategies(fleet);
    return [...grouped(placed, ({ key }) => key).values()].flatMap(pools => {
        const [first] = pools;
        if (first === undefined) return [];
        const subject = `placement group ${first.group} in ${first.region}`;
        return [
            finding("X8", subject, onePool(first, pools, unsure)),
            finding("X8", `${subject}, strategy`, strategy(first)),
        ];
    });
}

interface Placed {
    readonly key: string;
    readonly pool: string;
    readonly group: string;
    readonly region: string;
}

function placementsOf({ name, fabric, region }: SeenPool): Placed[] {
    if (isUnknown(fabric) || isUnknown(region) || typeof fabric.placement === "string") return [];
    const { given } = fabric.placement;
    return [{ key: `${region} ${given}`, pool: name, group: given, region }];
}

function onePool({ group, region }: Placed, placed: readonly Placed[], unsure: readonly SeenPool[]): Judgement {
    const pools = placed.map(({ pool }) => pool);
    if (pools.length > 1) {
        return violated({
            id: "fabric.placement-group-shared",
            path: pools.map(pool => `pools.${pool}.fabric.placement`).join(", "),
            got: `placement group ${group} for ${pools.join(" and ")}`,
            allowed: "a placement group for one pool",
            fix: `give all but one of them another placement group in ${region}`,
        });
    }
    const others = unsure.map(({ name }) => name);
    return others.length > 0 ? undecided(`not known whether ${others.join(", ")} use it too`) : holds;
}

function strategies(fleet: Fleet): (placed: Placed) => Judgement {
    const groups = facetItems<SeenByName<PlacementGroup>>(fleet.placementGroups, "placement groups");
    if (groups.is !== "given") return () => undecided(groups.why);
    const byName = grouped(groups.items, ({ name }) => name);
    return ({ group, region }) => {
        const found = (byName.get(group) ?? []).filter(item => isUnknown(item.region) || item.region === region);
        const [first] = found;
        if (first === undefined) return undecided(`the fleet says nothing of placement group ${group} in ${region}`);
        if (isUnknown(first.region)) return undecided(`its region is not known: ${first.region.why}`);
        if (isUnknown(first.strategy)) return undecided(`its strategy is not known: ${first.strategy.why}`);
        if (first.strategy === "cluster") return holds;
        return violated({
            id: "fabric.placement-strategy",
            path: `placementGroups.${group}.${region}.strategy`,
            got: first.strategy,
            allowed: "cluster: machines close to each other",
            fix: "give a placement group whose strategy is cluster",
        });
    };
}

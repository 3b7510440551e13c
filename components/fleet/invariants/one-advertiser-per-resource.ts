import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { holdersIn, type Owner } from "../owners";
import type { PoolResource } from "../pool";
import { judgeResources } from "./judge-resources";
import { suppliedLabels } from "./supplied-labels";

/**
 * X3: the kubelet keeps one endpoint per resource name, so with two advertisers of one name the devices change hands at every
 * restart; two advertisers of one family under different names give the same device to two pods.
 */
export const oneAdvertiserPerResource: Invariant = {
    id: "X3",
    title: "a resource has at most one advertiser on a node",
    problems: ["pool.two-advertisers"],
    verdicts: {
        holds: "The image or one plugin advertises the devices, and nobody else may.",
        undecided: "A second plugin may turn out to run there.",
        notApplicable: "The pool has no devices.",
    },
    check: (fleet: Fleet) => {
        const holders = holdersIn(fleet);
        const labelled = suppliedLabels(fleet, "landing");
        return judgeResources("X3", fleet, (pool, resource) =>
            oneOwner(pool, resource, holders(labelled(pool), resource)),
        );
    },
};

function oneOwner(pool: SeenPool, resource: PoolResource, owners: readonly Owner[]): Judgement {
    const certain = owners.filter(({ ownership }) => ownership.verdict === "advertises").map(({ name }) => name);
    const possible = owners.filter(({ ownership }) => ownership.verdict !== "cannot").map(({ name }) => name);
    if (certain.length > 1) return { verdict: "violated", problem: twoOwners(pool, resource, certain) };
    if (possible.length > 1) return { verdict: "undecided", why: `${possible.join(" and ")} may both advertise it` };
    return { verdict: "holds" };
}

function twoOwners(pool: SeenPool, resource: PoolResource, names: readonly string[]) {
    return {
        id: "pool.two-advertisers",
        path: `pools.${pool.name}`,
        got: `${resource.name} from ${names.join(" and ")}`,
        allowed: "one advertiser of a resource on a node",
        fix: `keep all but one of them off the nodes of ${pool.name}`,
    } as const;
}

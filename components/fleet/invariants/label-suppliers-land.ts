import type { Fleet, Invariant, Judgement, SeenPool } from "../finding";
import { ownersIn, type Owner } from "../owners";
import type { PoolResource } from "../pool";
import { judgeResources } from "./judge-resources";
import { holds, notApplicable, undecided, violated } from "./judgements";
import { suppliedLabels, suppliersKeptOff } from "./supplied-labels";

/**
 * X1b: a plugin that selects nodes by the labels of NFD or GFD needs these on the node first. Trap: the supplier does not
 * tolerate the taint that the plugin tolerates, so the plugin wants 0 pods and nobody reports an error.
 */
export const labelSuppliersLand: Invariant = {
    id: "X1b",
    title: "where an advertiser selects nodes by labels of a supplier, the supplier may run there too",
    problems: ["pool.label-supplier-kept-off"],
    verdicts: {
        holds: "The supplier of the labels by which the plugin selects may run on the nodes too.",
        undecided: "Whether the supplier runs there, or which labels it brings, is not known.",
        notApplicable:
            "The plugin needs no label of a supplier, or would not run there with it either (then X1 speaks).",
    },
    check: (fleet: Fleet) => {
        const owners = ownersIn(fleet);
        const promised = suppliedLabels(fleet, "promised");
        const landing = suppliedLabels(fleet, "landing");
        const keptOff = suppliersKeptOff(fleet);
        return judgeResources("X1b", fleet, (pool, resource) =>
            judge(
                { pool, resource },
                {
                    alone: owners(pool, resource),
                    promised: owners(promised(pool), resource),
                    landing: owners(landing(pool), resource),
                },
                keptOff,
            ),
        );
    },
};

/** Owners of a resource by the labels that its nodes have without suppliers, with all, and with those that may run there. */
interface OwnersByLabels {
    readonly alone: readonly Owner[];
    readonly promised: readonly Owner[];
    readonly landing: readonly Owner[];
}

interface Place {
    readonly pool: SeenPool;
    readonly resource: PoolResource;
}

function judge(
    place: Place,
    { alone, promised, landing }: OwnersByLabels,
    keptOff: (pool: SeenPool) => readonly string[],
): Judgement {
    if (advertises(alone)) return notApplicable("its advertiser needs no label of a supplier");
    if (!advertises(promised)) {
        const unsure = promised.find(({ ownership }) => ownership.verdict === "undecided");
        if (unsure?.ownership.verdict === "undecided") return undecided(`${unsure.name}: ${unsure.ownership.why}`);
        return notApplicable("no advertiser would run there with the labels of the suppliers either");
    }
    if (advertises(landing)) return holds;
    const unsure = landing.find(({ ownership }) => ownership.verdict === "undecided");
    if (unsure?.ownership.verdict === "undecided") return undecided(`${unsure.name}: ${unsure.ownership.why}`);
    return violated(supplierKeptOff(place, keptOff(place.pool)));
}

function advertises(owners: readonly Owner[]): boolean {
    return owners.some(({ ownership }) => ownership.verdict === "advertises");
}

function supplierKeptOff({ pool, resource }: Place, suppliers: readonly string[]) {
    return {
        id: "pool.label-supplier-kept-off",
        path: `pools.${pool.name}`,
        got: suppliers.join("\n"),
        allowed: `the suppliers of the labels by which advertisers of ${resource.name} select, on every node of the pool`,
        fix: "let the supplier tolerate the taints of the pool, or select by a label that the pool itself has",
    } as const;
}

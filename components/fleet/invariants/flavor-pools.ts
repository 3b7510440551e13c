import type { ResourceFlavor } from "../facets/queue";
import type { SeenPool } from "../finding";
import { nodeLabel } from "../node-labels";
import { isUnknown, type SeenByName } from "../seen";

/** A Kueue flavor, as far as it is known. */
export type Flavor = SeenByName<ResourceFlavor>;

/** The pools whose nodes a flavor means. */
export interface FlavorPools {
    readonly certain: readonly SeenPool[];
    /** Pools of which nobody knows whether it means them. */
    readonly possible: readonly SeenPool[];
}

/** Of the pools on the flavor's cluster, those whose nodes carry all its labels. */
export function flavorPools({ nodeLabels, cluster }: Flavor, pools: readonly SeenPool[]): FlavorPools {
    if (isUnknown(nodeLabels)) return { certain: [], possible: pools };
    const wanted = Object.entries(nodeLabels);
    const certain: SeenPool[] = [];
    const possible: SeenPool[] = [];
    for (const pool of pools) {
        const labels = wanted.map(([key, value]) => ({ value, label: nodeLabel(pool, key) }));
        const fails = labels.some(
            ({ label, value }) => label.is === "absent" || (label.is === "value" && label.value !== value),
        );
        if (fails) continue;
        const sure = labels.every(({ label }) => label.is === "value") && ![cluster, pool.cluster].some(isUnknown);
        (sure ? certain : possible).push(pool);
    }
    return { certain, possible };
}

import type { DeviceFamily } from "../../catalog/devices";
import type { Unknown } from "../../catalog/known";
import type { LabelSupplier } from "../facets/label-supplier";
import type { Fleet, SeenPool } from "../finding";
import type { MoreLabels } from "../node-labels";
import { isUnknown, type SeenByName } from "../seen";
import { runningOn, textOf } from "./running-on";

/** A pool with the labels that its nodes get once the suppliers of labels run there. */
export type LabelledPool = SeenPool & {
    readonly moreLabels?: MoreLabels;
};

/** Keys that suppliers use: of NFD, and of NVIDIA's feature discovery. */
const suppliersKeys: readonly string[] = ["feature.node.kubernetes.io/", "nvidia.com/"];
const everyKey: readonly string[] = [""];

/**
 * Gives pools the labels of the suppliers on their cluster. `promised`: of every supplier, as if it ran on every node; none
 * when the fleet says nothing of suppliers. `landing`: of those that may run on the pool's nodes; any that suppliers usually
 * give when the fleet says nothing of them.
 */
export function suppliedLabels(fleet: Fleet, which: "promised" | "landing"): (pool: SeenPool) => LabelledPool {
    const { labelSuppliers } = fleet;
    if (labelSuppliers === undefined) {
        const moreLabels = { under: suppliersKeys, why: "the fleet says nothing of suppliers of labels" };
        return pool => (which === "promised" ? pool : { ...pool, moreLabels });
    }
    if (isUnknown(labelSuppliers)) {
        const moreLabels = { under: everyKey, why: labelSuppliers.why };
        return pool => ({ ...pool, moreLabels });
    }
    const suppliers = runningOn(labelSuppliers);
    return pool =>
        suppliers(pool).reduce<LabelledPool>((labelled, { thing, landing: { verdict } }) => {
            const runs = which === "promised" ? "admits" : verdict;
            return runs === "refuses" ? labelled : withLabels(labelled, thing, runs === "admits");
        }, pool);
}

/** Suppliers on the pool's cluster that may not run on its nodes, each with the reason. */
export function suppliersKeptOff(fleet: Fleet): (pool: SeenPool) => string[] {
    const { labelSuppliers } = fleet;
    if (labelSuppliers === undefined || isUnknown(labelSuppliers)) return () => [];
    const suppliers = runningOn(labelSuppliers);
    return pool =>
        suppliers(pool).flatMap(({ thing, landing }) =>
            landing.verdict === "refuses" ? [`${thing.name} may not land: ${textOf(landing)}`] : [],
        );
}

function withLabels(pool: LabelledPool, supplier: SeenByName<LabelSupplier>, certain: boolean): LabelledPool {
    const { name, cluster, labels } = supplier;
    const families = familiesOf(pool);
    if (!certain || isUnknown(labels) || isUnknown(cluster) || isUnknown(pool.cluster) || isUnknown(families)) {
        return { ...pool, moreLabels: { under: everyKey, why: `${name} may supply labels` } };
    }
    if (isUnknown(pool.labels)) return pool;
    const supplied = labels.filter(({ family }) => families.has(family)).map(({ key, value }) => [key, value] as const);
    return { ...pool, labels: { ...Object.fromEntries(supplied), ...pool.labels } };
}

function familiesOf({ resources }: SeenPool): ReadonlySet<DeviceFamily> | Unknown {
    return isUnknown(resources) ? resources : new Set(resources.map(({ family }) => family));
}

import { grouped } from "../grouped";
import { admission } from "../admission";
import type { DeviceFamily } from "../../catalog/devices";
import type { Unknown } from "../../catalog/known";
import type { LabelSupplier } from "../facets/label-supplier";
import type { Fleet, SeenPool } from "../finding";
import type { MoreLabels } from "../node-labels";
import { isUnknown, type SeenByName } from "../seen";

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
    const candidates = suppliersOf(labelSuppliers);
    return pool =>
        candidates(pool).reduce<LabelledPool>((labelled, { supplier, lands }) => {
            const landing = which === "promised" ? "admits" : lands(pool).verdict;
            return landing === "refuses" ? labelled : withLabels(labelled, supplier, landing === "admits");
        }, pool);
}

/** Suppliers on the pool's cluster that may not run on its nodes, each with the reason. */
export function suppliersKeptOff(fleet: Fleet): (pool: SeenPool) => string[] {
    const { labelSuppliers } = fleet;
    if (labelSuppliers === undefined || isUnknown(labelSuppliers)) return () => [];
    const candidates = suppliersOf(labelSuppliers);
    return pool =>
        candidates(pool).flatMap(({ supplier, lands }) => {
            const landing = lands(pool);
            if (landing.verdict !== "refuses") return [];
            return [`${supplier.name} may not land: ${landing.reasons.map(({ text }) => text).join("; ")}`];
        });
}

interface Prepared {
    readonly supplier: SeenByName<LabelSupplier>;
    readonly lands: ReturnType<typeof admission>;
}

/** Prepares suppliers once; then gives those that are, or may be, on the cluster of a pool. */
function suppliersOf(labelSuppliers: readonly SeenByName<LabelSupplier>[]): (pool: SeenPool) => readonly Prepared[] {
    const prepared = labelSuppliers.map(supplier => ({ supplier, lands: admission(supplier) }));
    const byCluster = grouped(prepared, ({ supplier: { cluster } }) => (isUnknown(cluster) ? undefined : cluster));
    const anywhere = byCluster.get(undefined) ?? [];
    return ({ cluster }) => (isUnknown(cluster) ? prepared : [...(byCluster.get(cluster) ?? []), ...anywhere]);
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

import type { DeviceFamily } from "../../catalog/devices";
import type { LabelSupplier, SuppliedLabel } from "../facets/label-supplier";
import type { Finding, Fleet, Judgement, SeenPool } from "../finding";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { runningOn, type Running } from "./running-on";

/** The part of X15 about labels of nodes: a supplier that sets a label to what the pool says is no second writer. */
export function judgeLabelWriters(fleet: Fleet): Finding[] {
    const suppliers = facetItems<SeenByName<LabelSupplier>>(fleet.labelSuppliers, "label suppliers");
    if (suppliers.is === "leftOut") return [];
    const running = runningOn(suppliers.is === "given" ? suppliers.items : []);
    return fleet.pools.map(pool => {
        const subject = `pool ${pool.name}, labels`;
        if (suppliers.is === "unknown") return finding("X15", subject, undecided(suppliers.why));
        return finding("X15", subject, judge(pool, running(pool)));
    });
}

function judge(pool: SeenPool, suppliers: readonly Running<SeenByName<LabelSupplier>>[]): Judgement {
    const running = suppliers.filter(({ landing }) => landing.verdict !== "refuses");
    if (running.length === 0) return notApplicable("no supplier of labels may run on its nodes");
    const { labels, resources } = pool;
    if (isUnknown(labels)) return undecided(`the labels are not known: ${labels.why}`);
    if (isUnknown(resources)) return undecided(`the resources are not known: ${resources.why}`);
    const families = new Set<DeviceFamily>(resources.map(({ family }) => family));
    const unsure: string[] = [];
    for (const { thing: supplier, landing } of running) {
        if (isUnknown(supplier.labels)) {
            unsure.push(`the labels of ${supplier.name} are not known`);
            continue;
        }
        const other = supplier.labels.find(
            ({ key, value, family }) => families.has(family) && Object.hasOwn(labels, key) && labels[key] !== value,
        );
        if (other === undefined) continue;
        if (landing.verdict === "admits") {
            return violated(twoWriters(pool.name, labels[other.key] ?? "", other, supplier.name));
        }
        unsure.push(`${supplier.name} may run there and set ${other.key}`);
    }
    return unsure.length > 0 ? undecided(unsure.join("; ")) : holds;
}

function twoWriters(pool: string, own: string, { key, value }: SuppliedLabel, supplier: string) {
    return {
        id: "label.two-writers",
        path: `pools.${pool}.labels["${key}"]`,
        got: `"${own}", and "${value}" from ${supplier}`,
        allowed: "one writer of a label, or two that agree",
        fix: `remove the label from the pool, or let ${supplier} leave it alone`,
    } as const;
}

import type { AwsRegion } from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";

/** A row of data/eks-registries.csv: where the nodes of a region pull the images of EKS from. */
export interface EksRegistryRow {
    readonly region: AwsRegion;
    /** `602401143452.dkr.ecr.us-east-2.amazonaws.com` */
    readonly registry: string;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const registries = once(() => {
    const rows = require("../generated/eks-registries.json") as readonly EksRegistryRow[];
    return new Map<string, EksRegistryRow>(rows.map(row => [row.region, row]));
});

/**
 * The registry of EKS's own images in a region. Nodes may pull from it with the role that EKS nodes have.
 *
 * @example
 * const found = eksRegistry("us-east-2");
 * const host = found.known ? found.registry : found.why; // "602401143452.dkr.ecr.us-east-2.amazonaws.com"
 */
export function eksRegistry(region: string): Known<{ registry: string; asOf: string; source: string }> {
    const row = registries().get(region);
    if (!row) return { known: false, why: `no source names the registry of EKS in ${region}` };
    return { known: true, registry: row.registry, asOf: row.asOf, source: row.source };
}

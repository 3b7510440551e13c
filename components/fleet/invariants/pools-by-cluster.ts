import type { Unknown } from "../../catalog/known";
import type { SeenPool } from "../finding";
import { grouped } from "../grouped";
import { isUnknown } from "../seen";

/** Prepares pools once; then gives those that are, or may be, on a cluster. */
export function poolsByCluster<P extends SeenPool>(pools: readonly P[]): (cluster: string | Unknown) => readonly P[] {
    const byCluster = grouped(pools, ({ cluster }) => (isUnknown(cluster) ? undefined : cluster));
    const anywhere = byCluster.get(undefined) ?? [];
    return cluster => (isUnknown(cluster) ? pools : [...(byCluster.get(cluster) ?? []), ...anywhere]);
}

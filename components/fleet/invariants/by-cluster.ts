import type { Unknown } from "../../catalog/known";
import { grouped } from "../grouped";
import { isUnknown } from "../seen";

/** Prepares things of clusters once; then gives those that are, or may be, on one. */
export function byCluster<T extends { readonly cluster: string | Unknown }>(
    things: readonly T[],
): (cluster: string | Unknown) => readonly T[] {
    const groups = grouped(things, ({ cluster }) => (isUnknown(cluster) ? undefined : cluster));
    const anywhere = groups.get(undefined) ?? [];
    return cluster => (isUnknown(cluster) ? things : [...(groups.get(cluster) ?? []), ...anywhere]);
}

import type { KubernetesObject, KubernetesProvider } from "../facets/kubernetes-object";
import type { Fleet } from "../finding";
import { grouped } from "../grouped";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems } from "./facet-items";

/** An object that the program writes, as far as it is known. */
export type SeenObject = SeenByName<KubernetesObject>;

/** An object with what tells it from others: `place` and the four fields; those that are not known are left out. */
export interface Identified {
    readonly object: SeenObject;
    /** Cluster, or the provider when nobody knows its cluster: objects of one provider are certainly in one place. */
    readonly place: string | undefined;
    /** What is known of cluster, group, kind, namespace and name. */
    readonly known: ReadonlyMap<string, string>;
    readonly complete: boolean;
}

/** Finds out what is known of the identity of objects. */
export function identify(fleet: Fleet, objects: readonly SeenObject[]): Identified[] {
    const clusterOf = clusters(fleet);
    return objects.map(object => {
        const { provider, group, kind, namespace, objectName } = object;
        const cluster = isUnknown(provider) ? undefined : clusterOf(provider);
        const place = isUnknown(provider) ? undefined : (cluster ?? `provider ${provider}`);
        const fields = Object.entries({ cluster, group, kind, namespace, objectName });
        const known = new Map(fields.flatMap(([field, value]) => (typeof value === "string" ? [[field, value]] : [])));
        const complete = place !== undefined && ![group, kind, namespace, objectName].some(isUnknown);
        return { object, place, known, complete };
    });
}

function clusters({ kubernetesProviders }: Fleet): (provider: string) => string | undefined {
    const providers = facetItems<SeenByName<KubernetesProvider>>(kubernetesProviders, "kubernetes providers");
    const bound = new Map(
        (providers.is === "given" ? providers.items : []).flatMap(({ name, boundTo }) => {
            if (isUnknown(boundTo) || boundTo === "ambient") return [];
            const [only, ...others] = boundTo.clusters;
            return only === undefined || others.length > 0 ? [] : [[name, `cluster ${only}`] as const];
        }),
    );
    return provider => bound.get(provider);
}

/** One object, of which the program has as many declarations as there are here. */
export function declarations(objects: readonly Identified[]): Identified[][] {
    const complete = objects.filter(each => each.complete);
    const groups = grouped(complete, ({ place, known }) =>
        JSON.stringify([place, ...["group", "kind", "namespace", "objectName"].map(field => known.get(field))]),
    );
    return [...groups.values()];
}

/**
 * For each object, another one that may be the same as far as anybody knows. Objects are compared by the fields that are
 * known of both: once for each pair of sets of known fields, of which there are few.
 */
export function perhapsSame(objects: readonly Identified[]): ReadonlyMap<Identified, Identified> {
    const byPattern = grouped(objects, ({ known }) => [...known.keys()].join());
    const found = new Map<Identified, Identified>();
    for (const ours of byPattern.values()) {
        for (const theirs of byPattern.values()) {
            const shared = [...(ours[0]?.known.keys() ?? [])].filter(field => theirs[0]?.known.has(field));
            if (shared.length === allFields) continue;
            const key = ({ known }: Identified) => JSON.stringify(shared.map(field => known.get(field)));
            const index = grouped(theirs, key);
            for (const each of ours) {
                const other = index.get(key(each))?.find(candidate => candidate !== each);
                if (other !== undefined && !found.has(each)) found.set(each, other);
            }
        }
    }
    return found;
}

/** Cluster, group, kind, namespace and name. */
const allFields = 5;

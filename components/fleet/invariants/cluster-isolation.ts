import type { KubernetesObject, KubernetesProvider } from "../facets/kubernetes-object";
import type { Finding, Fleet, Invariant, Judgement } from "../finding";
import { shown } from "../problem";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems, judgeFacet } from "./facet-items";
import { finding, holds, undecided, violated } from "./judgements";

/**
 * X13: every object goes to a cluster that the program names. Trap: a provider without a kubeconfig of its own writes to
 * whichever cluster the shell of that day points at, and one of several clusters is changed in place of another.
 */
export const clusterIsolation: Invariant = {
    id: "X13",
    title: "every kubernetes provider is bound to one cluster, and no object uses the ambient kubeconfig",
    problems: ["kubernetes.ambient-provider", "kubernetes.provider-clusters", "kubernetes.default-provider"],
    verdicts: {
        holds: "The provider has the kubeconfig of one cluster; the object is written by such a provider.",
        undecided: "The provider of the object, or its cluster, is not known.",
        notApplicable: "The fleet says nothing of providers or objects.",
    },
    check: (fleet: Fleet) => {
        const providers = facetItems<Provider>(fleet.kubernetesProviders, "kubernetes providers");
        const names = new Set(providers.is === "given" ? providers.items.map(({ name }) => name) : []);
        const unlisted = providers.is === "given" ? undefined : providers.why;
        return [
            ...judgeFacet<Provider>("X13", fleet.kubernetesProviders, "kubernetes providers", items =>
                items.map((item): Finding => finding("X13", `provider ${item.name}`, bound(item))),
            ),
            ...judgeFacet<SeenByName<KubernetesObject>>("X13", fleet.kubernetesObjects, "kubernetes objects", items =>
                items.map((item): Finding => finding("X13", `object ${item.name}`, written(item, names, unlisted))),
            ),
        ];
    },
};

type Provider = SeenByName<KubernetesProvider>;

function bound({ name, boundTo }: Provider): Judgement {
    if (isUnknown(boundTo)) return undecided(`its cluster is not known: ${boundTo.why}`);
    if (boundTo !== "ambient" && boundTo.clusters.length === 1) return holds;
    return violated({
        id: boundTo === "ambient" ? "kubernetes.ambient-provider" : "kubernetes.provider-clusters",
        path: `kubernetesProviders["${name}"]`,
        got: boundTo === "ambient" ? "the kubeconfig of whoever runs the program" : shown(boundTo.clusters),
        allowed: "the kubeconfig of exactly one cluster",
        fix: "give the provider the kubeconfig of its cluster",
    });
}

function written(
    { name, provider }: SeenByName<KubernetesObject>,
    names: ReadonlySet<string>,
    unlisted?: string,
): Judgement {
    if (isUnknown(provider)) return undecided(`its provider is not known: ${provider.why}`);
    if (provider === "default") {
        return violated({
            id: "kubernetes.default-provider",
            path: `kubernetesObjects["${name}"].provider`,
            got: "the engine's default provider, which has the kubeconfig of whoever runs the program",
            allowed: "a provider that is bound to the cluster of the object",
            fix: "pass the provider of the cluster in the object's options",
        });
    }
    return names.has(provider) ? holds : undecided(unlisted ?? `the fleet says nothing of provider ${provider}`);
}

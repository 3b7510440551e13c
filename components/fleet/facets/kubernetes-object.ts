/** A kubernetes provider of the program. */
export interface KubernetesProvider {
    /** Its URN, or its name in the program. */
    readonly name: string;
    /** Whose kubeconfig it has. `ambient`: that of whoever runs the program, for whichever cluster it names that day. */
    readonly boundTo: { readonly clusters: readonly string[] } | "ambient";
}

/** An object that the program writes to a cluster. */
export interface KubernetesObject {
    /** Its URN, or its name in the program: each once. */
    readonly name: string;
    /** Name of the `KubernetesProvider` that writes it; `default`: the engine's own, which is ambient. */
    readonly provider: string;
    /** `apps` of `apps/v1`; empty for the core group. */
    readonly group: string;
    readonly kind: string;
    /** Empty for what belongs to no namespace. */
    readonly namespace: string;
    /** Its name in the cluster. */
    readonly objectName: string;
    /** Fields that it writes of an object that others own: a patch. Empty for a whole object. */
    readonly patches: readonly string[];
}

/** A condition in the status of a node. */
export interface NodeCondition {
    readonly type: string;
    readonly status: string;
    readonly message?: string;
}

/** A node as `kubectl get nodes --output json` shows it, as far as it says how it is. */
export interface JudgedNode {
    readonly metadata: { readonly name: string };
    readonly status: { readonly conditions?: readonly NodeCondition[] };
}

/**
 * What nodes say is wrong with them, a line for each condition. A condition whose name ends in `Ready` is good when it is true,
 * every other when it is false. Source: Kubernetes' "Node status"; EKS user guide, "node health" (`AcceleratedHardwareReady`).
 */
export function nodeComplaints(nodes: readonly JudgedNode[]): string[] {
    return nodes.flatMap(({ metadata, status }) =>
        (status.conditions ?? [])
            .filter(({ type, status: state }) => state === (type.endsWith("Ready") ? "False" : "True"))
            .map(({ type, message = "" }) => `${metadata.name}: ${type}${message === "" ? "" : `: ${message}`}`),
    );
}

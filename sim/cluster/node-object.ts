import type { NodeSpec } from "../cloud/contract";
import type { Node, NodeStatus, Taint } from "./kubernetes/objects";

/** The Node object with which the kubelet of this machine registers: everything is known, nothing is ready yet. */
export function nodeObject(spec: NodeSpec): Node {
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name: spec.name,
            labels: spec.labels,
            // Set by the kubelet at registration (pkg/kubelet/kubelet_node_status.go, initialNode).
            annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
        },
        spec: { providerID: spec.providerId, taints: spec.taints },
        status: {
            ...reportedStatus(spec),
            conditions: [{ type: "Ready", status: "False", reason: "KubeletNotReady" }],
        },
    };
}

/** What the kubelet writes into the status again and again, whatever was there. */
export function reportedStatus(spec: NodeSpec): Required<Omit<NodeStatus, "conditions">> {
    return {
        capacity: spec.capacity,
        allocatable: spec.allocatable,
        addresses: [
            { type: "InternalIP", address: spec.internalIp },
            { type: "InternalDNS", address: spec.name },
            { type: "Hostname", address: spec.name },
        ],
        nodeInfo: {
            machineID: "",
            systemUUID: "",
            bootID: "",
            operatingSystem: "linux",
            // kube-proxy's version is deprecated and empty since 1.33 (k8s.io/api core/v1, NodeSystemInfo).
            kubeProxyVersion: "",
            ...spec.nodeInfo,
        },
    };
}

/** Labels to write, `null` for those that the machine no longer has. Labels that others put there stay. */
export function labelChanges(previous: NodeSpec | undefined, wanted: NodeSpec): Record<string, string | null> {
    const gone = Object.keys(previous?.labels ?? {}).filter(key => !(key in wanted.labels));
    return { ...Object.fromEntries(gone.map(key => [key, null])), ...wanted.labels };
}

/** The taints that the node has to have: the wanted ones, and those that others put there. */
export function mergedTaints(current: readonly Taint[], previous: NodeSpec | undefined, wanted: NodeSpec): Taint[] {
    const ours = new Set([...(previous?.taints ?? []), ...wanted.taints].map(identity));
    return [...wanted.taints, ...current.filter(taint => !ours.has(identity(taint)))];
}

export function sameTaints(one: readonly Taint[], other: readonly Taint[]): boolean {
    const spell = (taints: readonly Taint[]): string =>
        JSON.stringify(taints.map(taint => `${identity(taint)}=${taint.value ?? ""}`).sort());
    return spell(one) === spell(other);
}

/** A node has at most one taint per key and effect (k8s.io/kubernetes, pkg/apis/core/validation). */
function identity(taint: Taint): string {
    return `${taint.key}:${taint.effect}`;
}

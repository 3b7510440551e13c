import type { NodeSpec } from "../cloud/contract";
import { isStatus, type KubernetesApi } from "./kubernetes/api-client";
import type { List, Node, Pod } from "./kubernetes/objects";
import { labelChanges, mergedTaints, nodeObject, reportedStatus, sameTaints } from "./node-object";

/**
 * Registers a machine as its kubelet would, or brings the node that is already there in line with it. `previous` is how the
 * machine was described before: labels and taints that it no longer has are taken away, those of others stay.
 */
export async function joinNode(api: KubernetesApi, previous: NodeSpec | undefined, wanted: NodeSpec): Promise<void> {
    try {
        await api.create("/api/v1/nodes", nodeObject(wanted));
        return;
    } catch (error) {
        if (!isStatus(error, 409)) {
            throw error;
        }
    }
    const current = await api.get<Node>(nodePath(wanted.name));
    if (current.spec.providerID !== wanted.providerId) {
        // Another machine took the name over; a provider id cannot be changed.
        await leaveNode(api, wanted.name);
        await api.create("/api/v1/nodes", nodeObject(wanted));
        return;
    }
    await api.patch(nodePath(wanted.name), "merge", { metadata: { labels: labelChanges(previous, wanted) } });
    await api.patch(`${nodePath(wanted.name)}/status`, "strategic-merge", { status: reportedStatus(wanted) });
    await bringTaintsInLine(api, previous, wanted);
}

/** The list of taints is one value, and the node controller writes it too: changed only as it was read. */
async function bringTaintsInLine(api: KubernetesApi, previous: NodeSpec | undefined, wanted: NodeSpec): Promise<void> {
    for (;;) {
        const { metadata, spec } = await api.get<Node>(nodePath(wanted.name));
        const taints = mergedTaints(spec.taints ?? [], previous, wanted);
        if (sameTaints(spec.taints ?? [], taints)) {
            return;
        }
        try {
            const { resourceVersion } = metadata;
            await api.patch(nodePath(wanted.name), "merge", { metadata: { resourceVersion }, spec: { taints } });
            return;
        } catch (error) {
            if (!isStatus(error, 409)) {
                throw error;
            }
        }
    }
}

/**
 * A machine is terminated: no new pods, those that run end with it, then the node is removed. The controllers of the pods
 * make new ones elsewhere. EKS would first ask each pod to leave and wait up to 15 minutes for those that a disruption budget
 * protects (EKS user guide, managed-node-update-behavior); here the machine is gone at once.
 */
export async function leaveNode(api: KubernetesApi, name: string): Promise<void> {
    try {
        await api.patch(nodePath(name), "merge", { spec: { unschedulable: true } });
    } catch (error) {
        if (isStatus(error, 404)) {
            return;
        }
        throw error;
    }
    const onNode = new URLSearchParams({ fieldSelector: `spec.nodeName=${name}` }).toString();
    const pods = await api.get<List<Pod>>(`/api/v1/pods?${onNode}`);
    for (const { metadata } of pods.items) {
        const path = `/api/v1/namespaces/${metadata.namespace ?? "default"}/pods/${metadata.name}`;
        await removeIfThere(api, path, { gracePeriodSeconds: 0 });
    }
    await removeIfThere(api, nodePath(name));
    // The lease would go a little later by itself; a machine that takes the name over at once must not find it.
    await removeIfThere(api, `${leases}/${name}`);
}

const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

/**
 * Lets kubelets that are started anew take the nodes at once: they go by another name than those before, and would wait
 * until the leases of those have run out.
 */
export async function freeLeases(api: KubernetesApi): Promise<void> {
    await removeIfThere(api, leases);
}

async function removeIfThere(api: KubernetesApi, path: string, options?: object): Promise<void> {
    try {
        await api.delete(path, options);
    } catch (error) {
        if (!isStatus(error, 404)) {
            throw error;
        }
    }
}

function nodePath(name: string): string {
    return `/api/v1/nodes/${name}`;
}

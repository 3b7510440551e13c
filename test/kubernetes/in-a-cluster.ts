import type { Pool } from "../../components/fleet/pool";
import type { PluginManifest } from "../../components/kubernetes/manifest";
import type { NodeSpec } from "../../sim/cloud/contract";

/** A node as the group of the pool would make it. */
export function nodeOf(pool: Pool, node: NodeSpec, name = `ip-${pool.name}`): NodeSpec {
    const labels = {
        "kubernetes.io/hostname": name,
        "node.kubernetes.io/instance-type": pool.machineType,
        ...pool.labels,
    };
    return { ...node, name, labels, taints: pool.taints.map(taint => ({ ...taint })) };
}

/** Where objects of each kind are made. */
export const collections: Readonly<Record<PluginManifest["kind"], string>> = {
    DaemonSet: "/apis/apps/v1/namespaces/kube-system/daemonsets",
    Deployment: "/apis/apps/v1/namespaces/kube-system/deployments",
    Service: "/api/v1/namespaces/kube-system/services",
    ConfigMap: "/api/v1/namespaces/kube-system/configmaps",
    ServiceAccount: "/api/v1/namespaces/kube-system/serviceaccounts",
    ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
    ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    DeviceClass: "/apis/resource.k8s.io/v1/deviceclasses",
};

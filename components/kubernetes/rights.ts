import type { PluginRule } from "../catalog/device-family";
import type { ClusterRoleBindingManifest, ObjectMeta, PluginManifest, ServiceAccountManifest } from "./manifest";
import type { PlannedObject } from "./plugin-daemon-set";

/** A service account and what it may do in the cluster, in the order of their making. */
export interface Rights {
    readonly account: ServiceAccountManifest;
    readonly objects: readonly PlannedObject<PluginManifest>[];
}

/** Whose rights they are: the name of its objects in the cluster, and the suffix of their names in the program. */
export interface RightsOf {
    readonly name: string;
    readonly suffix: string;
    readonly metadata: ObjectMeta;
}

/** An account that may do what the rules say, and what roles of Kubernetes itself allow. */
export function rightsOf(
    { name, suffix, metadata }: RightsOf,
    rules: readonly PluginRule[],
    rolesOfKubernetes: readonly string[] = [],
): Rights {
    const account: ServiceAccountManifest = {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { ...metadata, name },
    };
    const { labels } = metadata;
    const bound = (bindingName: string, roleName: string): ClusterRoleBindingManifest => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: bindingName, labels },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
        subjects: [{ kind: account.kind, name, namespace: metadata.namespace }],
    });
    const own: PlannedObject<PluginManifest>[] = [
        {
            suffix: `${suffix}-role`,
            manifest: {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "ClusterRole",
                metadata: { name, labels },
                rules: rules.map(({ apiGroups, resources, verbs }) => ({
                    apiGroups: [...apiGroups],
                    resources: [...resources],
                    verbs: [...verbs],
                })),
            },
        },
        { suffix: `${suffix}-role-binding`, manifest: bound(name, name) },
    ];
    return {
        account,
        objects: [
            { suffix: `${suffix}-account`, manifest: account },
            ...(rules.length === 0 ? [] : own),
            ...rolesOfKubernetes.map(role => {
                const short = role.replace(/^system:/, "");
                return { suffix: `${suffix}-as-${short}`, manifest: bound(`${name}-as-${short}`, role) };
            }),
        ],
    };
}

import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as resource from "@pulumi/kubernetes/resource/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { PluginManifest } from "./manifest";

/**
 * Registers a manifest as the typed resource of its kind. The engine waits for none of them: whether pods run is a matter of
 * their nodes, so that one broken device, or a node that comes later, would hold up every change of the stack; and the provider
 * can miss that an object went while it began to watch it, and then waits for all of its ten minutes (pulumi/pulumi-kubernetes
 * issues 3317 and 4580). None of these objects has a finalizer.
 */
export function makeObject(
    name: string,
    manifest: PluginManifest,
    opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
    switch (manifest.kind) {
        case "DaemonSet":
            return new apps.DaemonSet(name, notAwaited(manifest), opts);
        case "Deployment":
            return new apps.Deployment(name, notAwaited(manifest), opts);
        case "Service":
            return new core.Service(name, notAwaited(manifest), opts);
        case "ConfigMap":
            return new core.ConfigMap(name, notAwaited(manifest), opts);
        case "ServiceAccount":
            return new core.ServiceAccount(name, notAwaited(manifest), opts);
        case "ClusterRole":
            return new rbac.ClusterRole(name, notAwaited(manifest), opts);
        case "ClusterRoleBinding":
            return new rbac.ClusterRoleBinding(name, notAwaited(manifest), opts);
        case "DeviceClass":
            return new resource.DeviceClass(name, notAwaited(manifest), opts);
    }
}

function notAwaited<Manifest extends { readonly metadata: object }>(manifest: Manifest) {
    return { ...manifest, metadata: { ...manifest.metadata, annotations: { "pulumi.com/skipAwait": "true" } } };
}

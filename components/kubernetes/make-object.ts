import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as resource from "@pulumi/kubernetes/resource/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { PluginManifest } from "./manifest";

/**
 * The provider can miss that an object went while it began to watch it, and then waits for all of its ten minutes before it looks
 * again and is content (pulumi/pulumi-kubernetes issues 3317 and 4580). None of these objects has a finalizer.
 */
const patience = { delete: "20s" };

/** Registers a manifest as the typed resource of its kind. */
export function makeObject(
    name: string,
    manifest: PluginManifest,
    options: pulumi.CustomResourceOptions,
): pulumi.Resource {
    const opts: pulumi.CustomResourceOptions = { customTimeouts: patience, ...options };
    switch (manifest.kind) {
        case "DaemonSet":
            return new apps.DaemonSet(name, manifest, opts);
        case "Deployment":
            return new apps.Deployment(name, manifest, opts);
        case "Service":
            return new core.Service(name, manifest, opts);
        case "ConfigMap":
            return new core.ConfigMap(name, manifest, opts);
        case "ServiceAccount":
            return new core.ServiceAccount(name, manifest, opts);
        case "ClusterRole":
            return new rbac.ClusterRole(name, manifest, opts);
        case "ClusterRoleBinding":
            return new rbac.ClusterRoleBinding(name, manifest, opts);
        case "DeviceClass":
            return new resource.DeviceClass(name, manifest, opts);
    }
}

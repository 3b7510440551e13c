import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as resource from "@pulumi/kubernetes/resource/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { PluginManifest } from "./manifest";

/**
 * What is deleted in the foreground stays until the garbage collector has seen it; the provider can miss that it went meanwhile,
 * and then waits for all of its time before it looks again and is content (pulumi/pulumi-kubernetes issues 3317 and 4580). In
 * the background it is gone at once, and pods of it a little later. `skipAwait` keeps the provider from waiting for workloads
 * only when they go, and for anything when it comes.
 */
const annotations = {
    "pulumi.com/skipAwait": "true",
    "pulumi.com/deletionPropagationPolicy": "background",
};

/** In case that it is missed all the same; none of these objects has a finalizer. */
const patience = { delete: "20s" };

/**
 * Registers a manifest as the typed resource of its kind. The engine waits for none of them to be ready: whether pods run is a
 * matter of their nodes, so that one broken device, or a node that comes later, would hold up every change of the stack.
 */
export function makeObject(
    name: string,
    manifest: PluginManifest,
    options: pulumi.CustomResourceOptions,
): pulumi.Resource {
    const opts: pulumi.CustomResourceOptions = { customTimeouts: patience, ...options };
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
    return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** A directory of the node that a plugin's container sees at the same path. */
export interface HostMount {
    readonly path: string;
    /** Whether the kubelet makes the directory where it is missing; otherwise the pod does not start there. */
    readonly create: boolean;
    /** Whether the plugin only looks. */
    readonly readOnly: boolean;
}

/** A variable of a plugin's container: a value, or a field of its pod (`spec.nodeName`). */
export type PluginVariable =
    { readonly name: string; readonly value: string } | { readonly name: string; readonly field: string };

/** What a plugin may do in the cluster, as a rule of a ClusterRole. */
export interface PluginRule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
}

/** What the device plugin of a family must be given, or it runs nowhere or advertises nothing. */
export interface DevicePluginNeeds {
    /** Directory of the kubelet's plugin sockets, mounted from the host at the same path. */
    readonly socketDirectory: string;
    /** Mounted besides the socket directory. */
    readonly hostMounts: readonly HostMount[];
    readonly hostNetwork: boolean;
    readonly priorityClass: string;
    /** Whether the container may do everything on its node; otherwise it gives up `dropCapabilities`. */
    readonly privileged: boolean;
    /** Capabilities that the container gives up. */
    readonly dropCapabilities: readonly string[];
    /** What the container is told whatever its configuration. */
    readonly environment: readonly PluginVariable[];
    /** Empty for a plugin that talks to its kubelet alone: then its pods need no token. */
    readonly rules: readonly PluginRule[];
    /** Labels one of which a node must carry (with the value) for the upstream manifest to select it; empty when it selects by instance type. */
    readonly selectedBy: readonly { readonly key: string; readonly value: string }[];
}

/** What everything on Kubernetes must know of devices that pods ask for, accelerators or not. */
export interface DeviceFamilyFacts {
    /** Extended resource that pods ask for: one per device. */
    readonly resource: string;
    /** Extended resource of the cores of a device, which the same plugin advertises besides; empty where pods get devices only. */
    readonly coreResource: string;
    /** Device class that pods claim from where a DRA driver advertises; empty for a family without one. */
    readonly deviceClass: string;
    readonly devicePlugin: DevicePluginNeeds;
    readonly asOf: string;
    readonly sources: readonly string[];
}

/** A directory of the node that a plugin's container sees at the same path. */
export interface HostMount {
    readonly path: string;
    /** Whether the kubelet makes the directory where it is missing; otherwise the pod does not start there. */
    readonly create: boolean;
}

/** What the device plugin of a family must be given, or it runs nowhere or advertises nothing. */
export interface DevicePluginNeeds {
    /** Directory of the kubelet's plugin sockets, mounted from the host at the same path. */
    readonly socketDirectory: string;
    /** Mounted besides the socket directory. */
    readonly hostMounts: readonly HostMount[];
    readonly hostNetwork: boolean;
    readonly priorityClass: string;
    /** Capabilities that the container gives up. */
    readonly dropCapabilities: readonly string[];
    /** Labels one of which a node must carry (with the value) for the upstream manifest to select it; empty when it selects by instance type. */
    readonly selectedBy: readonly { readonly key: string; readonly value: string }[];
}

/** What everything on Kubernetes must know of devices that pods ask for, accelerators or not. */
export interface DeviceFamilyFacts {
    /** Extended resource that pods ask for: one per device. */
    readonly resource: string;
    /** Device class that pods claim from where a DRA driver advertises. */
    readonly deviceClass: string;
    readonly devicePlugin: DevicePluginNeeds;
    readonly asOf: string;
    readonly sources: readonly string[];
}

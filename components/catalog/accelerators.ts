/** A taint of nodes with accelerators: pods without a matching toleration stay away from the expensive nodes. */
export interface AcceleratorTaint {
    readonly key: string;
    readonly value: string;
    readonly effect: "NoSchedule";
}

/** The label that says "this node has such a device"; the family's device plugin selects its nodes by it. */
export interface PresenceLabel {
    readonly key: string;
    readonly value: string;
    /** First Kubernetes version whose AL2023 node sets the label by itself; before it, the node group must. */
    readonly setByNodeFrom: string;
}

/** What the family's device plugin must be given, or it runs nowhere or advertises nothing. */
export interface DevicePluginNeeds {
    /** Directory of the kubelet's plugin sockets, mounted from the host at the same path. */
    readonly socketDirectory: string;
    readonly priorityClass: string;
    /** Capabilities that the container gives up. */
    readonly dropCapabilities: readonly string[];
    /** Labels one of which a node must carry (with the value) for the upstream manifest to select it. */
    readonly selectedBy: readonly { readonly key: string; readonly value: string }[];
}

/** One row of the table: what everything on Kubernetes must know of a family of accelerators. */
export interface AcceleratorFamilyFacts {
    /** Maker as EC2 spells it in the catalogue's `accelerator.vendor`. */
    readonly vendor: string;
    /** `accelerator.kind` of the catalogue. */
    readonly kind: "gpu";
    /** Extended resource that pods ask for: one per device. */
    readonly resource: string;
    readonly taint: AcceleratorTaint;
    readonly presenceLabel: PresenceLabel;
    readonly devicePlugin: DevicePluginNeeds;
    readonly asOf: string;
    readonly sources: readonly string[];
}

/**
 * One row per accelerator family: groups taint and label from it, plugins tolerate and select from it, sample pods ask from
 * it, policies check against it. Nowhere else are these names spelt.
 */
export const accelerators = {
    nvidia: {
        vendor: "NVIDIA",
        kind: "gpu",
        resource: "nvidia.com/gpu",
        // The plugin tolerates the key whatever the value (Exists); "present" is the value that GKE gives its GPU pools.
        taint: { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        presenceLabel: { key: "nvidia.com/gpu.present", value: "true", setByNodeFrom: "1.35" },
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            priorityClass: "system-node-critical",
            dropCapabilities: ["ALL"],
            selectedBy: [
                { key: "feature.node.kubernetes.io/pci-10de.present", value: "true" },
                { key: "feature.node.kubernetes.io/cpu-model.vendor_id", value: "NVIDIA" },
                { key: "nvidia.com/gpu.present", value: "true" },
            ],
        },
        asOf: "2026-11-22",
        sources: [
            "NVIDIA/k8s-device-plugin v0.20.0 deployments/static/nvidia-device-plugin.yml, deployments/helm/nvidia-device-plugin/values.yaml",
            "awslabs/amazon-eks-ami nodeadm/doc/api-concepts.md (label set by nodeadm from 1.35)",
        ],
    },
} as const satisfies Record<string, AcceleratorFamilyFacts>;

/** Families of accelerators that the library runs on Kubernetes. */
export type AcceleratorFamily = keyof typeof accelerators;

/**
 * All families, in the order of the table.
 *
 * @example acceleratorFamilies(); // ["nvidia"]
 */
export function acceleratorFamilies(): readonly AcceleratorFamily[] {
    return Object.keys(accelerators) as AcceleratorFamily[];
}

import type { DeviceFamilyFacts } from "./device-family";

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

/** One row of the table: what everything on Kubernetes must know of a family of accelerators. */
export interface AcceleratorFamilyFacts extends DeviceFamilyFacts {
    /** Maker as EC2 spells it in the catalogue's `accelerator.vendor`. */
    readonly vendor: string;
    /** `accelerator.kind` of the catalogue. */
    readonly kind: "gpu";
    readonly taint: AcceleratorTaint;
    readonly presenceLabel: PresenceLabel;
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
        deviceClass: "gpu.nvidia.com",
        // The plugin tolerates the key whatever the value (Exists); "present" is the value that GKE gives its GPU pools.
        taint: { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        presenceLabel: { key: "nvidia.com/gpu.present", value: "true", setByNodeFrom: "1.35" },
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            hostMounts: [],
            hostNetwork: false,
            priorityClass: "system-node-critical",
            dropCapabilities: ["ALL"],
            selectedBy: [
                { key: "feature.node.kubernetes.io/pci-10de.present", value: "true" },
                { key: "feature.node.kubernetes.io/cpu-model.vendor_id", value: "NVIDIA" },
                { key: "nvidia.com/gpu.present", value: "true" },
            ],
        },
        asOf: "2026-11-24",
        sources: [
            "NVIDIA/k8s-device-plugin v0.20.0 deployments/static/nvidia-device-plugin.yml, deployments/helm/nvidia-device-plugin/values.yaml",
            "awslabs/amazon-eks-ami nodeadm/doc/api-concepts.md (label set by nodeadm from 1.35)",
            "EKS user guide device-management-nvidia-dra-device-plugin (device class)",
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

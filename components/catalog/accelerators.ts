import type { DeviceFamilyFacts } from "./device-family";
import { fpgaResource, fpgaSlots } from "./aws/fpga-slots";
import { ownPrefix } from "./own-prefix";

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
    /** First Kubernetes version whose AL2023 node sets the label by itself; before it, the node group must. Empty: no node does. */
    readonly setByNodeFrom: string;
}

/** One row of the table: what everything on Kubernetes must know of a family of accelerators. */
export interface AcceleratorFamilyFacts extends DeviceFamilyFacts {
    /** Maker as EC2 spells it in the catalogue's `accelerator.vendor`. */
    readonly vendor: string;
    /** `accelerator.kind` of the catalogue. */
    readonly kind: "gpu" | "neuron" | "fpga";
    /** Whether a node image must hold a driver of the family; otherwise programs reach the devices through the kernel alone. */
    readonly needsDriver: boolean;
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
        needsDriver: true,
        resource: "nvidia.com/gpu",
        coreResource: "",
        deviceClass: "gpu.nvidia.com",
        // The plugin tolerates the key whatever the value (Exists); "present" is the value that GKE gives its GPU pools.
        taint: { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        presenceLabel: { key: "nvidia.com/gpu.present", value: "true", setByNodeFrom: "1.35" },
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            hostMounts: [],
            hostNetwork: false,
            priorityClass: "system-node-critical",
            privileged: false,
            dropCapabilities: ["ALL"],
            environment: [],
            rules: [],
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
    neuron: {
        vendor: "AWS",
        kind: "neuron",
        needsDriver: true,
        // Chips. `aws.amazon.com/neurondevice`, the older name of the same, left the plugin with Neuron 2.20.
        resource: "aws.amazon.com/neuron",
        coreResource: "aws.amazon.com/neuroncore",
        deviceClass: "neuron.aws.com",
        // The plugin tolerates the key whatever the value (Exists); "true" is what most node groups give.
        taint: { key: "aws.amazon.com/neuron", value: "true", effect: "NoSchedule" },
        presenceLabel: { key: "aws.amazon.com/neuron.present", value: "true", setByNodeFrom: "" },
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            hostMounts: [
                { path: "/run", create: false, readOnly: false },
                // Holds neuron/logical_nc_config, which says how many cores count as one. Not every image has the directory.
                { path: "/opt/aws", create: true, readOnly: true },
            ],
            hostNetwork: false,
            priorityClass: "system-node-critical",
            privileged: false,
            dropCapabilities: ["ALL"],
            environment: [
                { name: "KUBECONFIG", value: "/etc/kubernetes/kubelet.conf" },
                { name: "NODE_NAME", field: "spec.nodeName" },
            ],
            rules: [
                { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
                { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
                { apiGroups: [""], resources: ["pods"], verbs: ["update", "patch", "get", "list", "watch"] },
                { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
                { apiGroups: [""], resources: ["nodes/proxy"], verbs: ["get", "list"] },
            ],
            // A list of instance types, and nodes that are neither Fargate, hybrid nor of Auto Mode.
            selectedBy: [],
        },
        asOf: "2026-11-24",
        sources: [
            "aws-neuron/neuron-helm-charts values.yaml of 1.10.0, templates/device-plugin (mounts, variables, tolerations, rules), templates/_helpers.tpl (capabilities)",
            "EKS user guide device-management-neuron (resources, device class)",
            "Neuron documentation announce-no-support-device-version (the name that is gone)",
            "public blueprints of node groups for Neuron on EKS (taint aws.amazon.com/neuron=true, label aws.amazon.com/neuron.present)",
        ],
    },
    fpga: {
        // EC2 says Xilinx of F1 and F2 alike.
        vendor: "Xilinx",
        kind: "fpga",
        // F2: PCI through sysfs.
        needsDriver: false,
        // One per FPGA. No vendor advertises the FPGAs of F2, so the name is the library's own; generic-device-plugin takes
        // its two halves as --domain (a DNS name) and as the name of the device.
        resource: fpgaResource,
        coreResource: "",
        deviceClass: "",
        taint: { key: `${ownPrefix}/fpga`, value: "present", effect: "NoSchedule" },
        presenceLabel: { key: `${ownPrefix}/fpga.present`, value: "true", setByNodeFrom: "" },
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            // Paths are looked for where the plugin runs: it must see what the boot linked. FPGAs of F2 have nothing under /dev.
            hostMounts: [{ path: fpgaSlots.directory, create: true, readOnly: true }],
            hostNetwork: false,
            priorityClass: "system-node-critical",
            privileged: true,
            dropCapabilities: [],
            environment: [],
            rules: [],
            selectedBy: [],
        },
        asOf: "2026-11-24",
        sources: [
            "squat/generic-device-plugin manifests/generic-device-plugin.yaml, main.go (--domain, names of devices), deviceplugin/path.go",
            "aws/aws-fpga sdk/userspace (F2: PCI through sysfs, no device node)",
        ],
    },
} as const satisfies Record<string, AcceleratorFamilyFacts>;

/** Families of accelerators that the library runs on Kubernetes. */
export type AcceleratorFamily = keyof typeof accelerators;

/**
 * All families, in the order of the table.
 *
 * @example acceleratorFamilies(); // ["nvidia", "neuron", "fpga"]
 */
export function acceleratorFamilies(): readonly AcceleratorFamily[] {
    return Object.keys(accelerators) as AcceleratorFamily[];
}

import { accelerators, type AcceleratorFamily } from "./accelerators";
import type { DeviceFamilyFacts } from "./device-family";

/** Families of devices that pods ask for: accelerators, and the network interfaces of EFA. */
export type DeviceFamily = AcceleratorFamily | "efa";

/**
 * One row per family of devices: what a plugin of the family must have, and the names by which pods ask. The rows of
 * accelerators are those of `accelerators`; EFA interfaces come with nodes that are tainted and labelled for something else,
 * so they have neither taint nor label.
 */
export const devices = {
    ...accelerators,
    efa: {
        resource: "vpc.amazonaws.com/efa",
        deviceClass: "efa.networking.k8s.aws",
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            // Without the directory (no EFA driver, or no such interface) the pod does not start instead of finding nothing.
            hostMounts: [{ path: "/dev/infiniband", create: false }],
            hostNetwork: true,
            priorityClass: "system-node-critical",
            // The chart runs it privileged since 2025-09, to look at Neuron devices; beside NVIDIA GPUs it works without.
            dropCapabilities: ["ALL"],
            // A list of instance types, which lags behind new types.
            selectedBy: [],
        },
        asOf: "2026-11-24",
        sources: [
            "aws/eks-charts stable/aws-efa-k8s-device-plugin templates/daemonset.yaml, values.yaml; pull request 1245 (privileged for Neuron)",
            "NVIDIA/aicr pull request 872 (2026-05-13: without privileges on p5, seen on a cluster)",
            "EKS user guide device-management-efa (resource, device class)",
        ],
    },
} as const satisfies Record<DeviceFamily, DeviceFamilyFacts>;

/**
 * All families of devices, accelerators first.
 *
 * @example deviceFamilies(); // ["nvidia", "efa"]
 */
export function deviceFamilies(): readonly DeviceFamily[] {
    return Object.keys(devices) as DeviceFamily[];
}

/**
 * The family of an extended resource or of a device class; undefined for a name of none.
 *
 * @example deviceFamilyOf("vpc.amazonaws.com/efa"); // "efa"
 */
export function deviceFamilyOf(name: string): DeviceFamily | undefined {
    return deviceFamilies().find(family => devices[family].resource === name || devices[family].deviceClass === name);
}

/**
 * Whether a family of devices is one of accelerators.
 *
 * @example isAcceleratorFamily("efa"); // false
 */
export function isAcceleratorFamily(family: DeviceFamily): family is AcceleratorFamily {
    return family in accelerators;
}

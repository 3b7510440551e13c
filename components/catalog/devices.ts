import { accelerators, type AcceleratorFamily } from "./accelerators";
import type { DeviceFamilyFacts, DevicePluginNeeds } from "./device-family";

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
        coreResource: "",
        deviceClass: "efa.networking.k8s.aws",
        devicePlugin: {
            socketDirectory: "/var/lib/kubelet/device-plugins",
            // Without the directory (no EFA driver, or no such interface) the pod does not start instead of finding nothing.
            hostMounts: [{ path: "/dev/infiniband", create: false, readOnly: false }],
            hostNetwork: true,
            priorityClass: "system-node-critical",
            // Beside Neuron chips it is another matter: `efaBesideNeuron`.
            privileged: false,
            dropCapabilities: ["ALL"],
            environment: [],
            rules: [],
            // A list of instance types, which lags behind new types.
            selectedBy: [],
        },
        asOf: "2026-11-24",
        sources: [
            "aws/eks-charts stable/aws-efa-k8s-device-plugin templates/daemonset.yaml (mounts /opt/aws/neuron), values.yaml; pull requests 1244 and 1245 (Neuron devices take privileges; seen on trn and p5)",
            "NVIDIA/aicr pull request 872 (2026-05-13: without privileges on p5, seen on a cluster)",
            "EKS user guide device-management-efa (resource, device class)",
        ],
    },
} as const satisfies Record<DeviceFamily, DeviceFamilyFacts>;

/**
 * What the EFA plugin must be given on nodes with Neuron chips: there it hands out the interfaces that are nearest to a pod's
 * chips, which it finds with AWS's tools on the node, and that takes all privileges. AWS's chart gives it as much everywhere.
 */
export const efaBesideNeuron: DevicePluginNeeds = {
    ...devices.efa.devicePlugin,
    hostMounts: [...devices.efa.devicePlugin.hostMounts, { path: "/opt/aws/neuron", create: true, readOnly: false }],
    privileged: true,
    dropCapabilities: [],
};

/**
 * All families of devices, accelerators first.
 *
 * @example deviceFamilies(); // ["nvidia", "neuron", "fpga", "efa"]
 */
export function deviceFamilies(): readonly DeviceFamily[] {
    return Object.keys(devices) as DeviceFamily[];
}

/** An extended resource of a family, and what one of it is. */
export interface FamilyResource {
    readonly name: string;
    readonly unit: "device" | "core";
}

/**
 * The extended resources that a device plugin of the family advertises, whole devices first. Cores and devices are the same
 * hardware counted twice: who takes a device takes its cores.
 *
 * @example
 * familyResources("neuron"); // [{ name: "aws.amazon.com/neuron", unit: "device" }, { name: "aws.amazon.com/neuroncore", unit: "core" }]
 * familyResources("nvidia"); // [{ name: "nvidia.com/gpu", unit: "device" }]
 */
export function familyResources(family: DeviceFamily): readonly FamilyResource[] {
    const { resource, coreResource }: DeviceFamilyFacts = devices[family];
    const whole: FamilyResource = { name: resource, unit: "device" };
    return coreResource === "" ? [whole] : [whole, { name: coreResource, unit: "core" }];
}

/**
 * The family of an extended resource or of a device class; undefined for a name of none.
 *
 * @example
 * deviceFamilyOf("vpc.amazonaws.com/efa"); // "efa"
 * deviceFamilyOf("aws.amazon.com/neuroncore"); // "neuron"
 */
export function deviceFamilyOf(name: string): DeviceFamily | undefined {
    if (name === "") return undefined;
    return deviceFamilies().find(family => {
        const { resource, coreResource, deviceClass } = devices[family];
        return name === resource || name === coreResource || name === deviceClass;
    });
}

/**
 * Whether a family of devices is one of accelerators.
 *
 * @example isAcceleratorFamily("efa"); // false
 */
export function isAcceleratorFamily(family: DeviceFamily): family is AcceleratorFamily {
    return family in accelerators;
}

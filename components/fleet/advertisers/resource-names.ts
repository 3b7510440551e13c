import { fpgaAdvertiser, fpgaXrtPrefix } from "../../catalog/aws/fpga-slots";
import { devices, deviceFamilies, deviceFamilyOf, familyResources, type DeviceFamily } from "../../catalog/devices";
import { migResource, type MigProfile } from "../../catalog/mig";
import type { Mechanism } from "../../catalog/kubernetes/mechanisms";
import type { Sharing } from "../sharing";

/** The device class of MIG instances. Source: kubernetes-sigs/dra-driver-nvidia-gpu, templates/deviceclass-mig.yaml. */
export const migDeviceClass = "mig.nvidia.com";

/**
 * The names under which a mechanism advertises the devices of a family that are shared in a way.
 *
 * @example
 * advertisedNames("nvidia", "devicePlugin", { kind: "mps", replicas: 4, renameByDefault: true }); // ["nvidia.com/gpu.shared"]
 * advertisedNames("nvidia", "draDriver", wholeDevices); // ["gpu.nvidia.com"]
 * advertisedNames("neuron", "devicePlugin", wholeDevices); // ["aws.amazon.com/neuron", "aws.amazon.com/neuroncore"]
 * advertisedNames("fpga", "devicePlugin", wholeDevices, "f1.2xlarge"); // ["amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981"]
 *
 * @param machineType by which plugins for FPGAs differ
 */
export function advertisedNames(
    family: DeviceFamily,
    mechanism: Mechanism,
    sharing: Sharing,
    machineType = "",
): readonly string[] {
    const { resource, deviceClass } = devices[family];
    if (family === "fpga") return [fpgaAdvertiser(machineType).resource];
    if (family !== "nvidia") {
        return mechanism === "draDriver" ? [deviceClass] : familyResources(family).map(({ name }) => name);
    }
    if (mechanism === "draDriver") return [sharing.kind === "mig" ? migDeviceClass : deviceClass];
    switch (sharing.kind) {
        case "whole":
            return [resource];
        case "mig":
            return sharing.strategy === "single"
                ? [resource]
                : Object.keys(sharing.instances).map(profile => migResource(profile as MigProfile));
        case "timeSlicing":
        case "mps":
            return [sharing.renameByDefault ? `${resource}.shared` : resource];
    }
}

/**
 * Whose devices stand behind a name that pods ask for, whatever the mechanism and the sharing; undefined for other names.
 * NVIDIA's compute domains are not GPUs.
 *
 * @example
 * familyOfName("nvidia.com/mig-1g.10gb"); // "nvidia"
 * familyOfName("gpu.nvidia.com"); // "nvidia"
 */
export function familyOfName(name: string): DeviceFamily | undefined {
    return deviceFamilies().find(family => {
        const { resource } = devices[family];
        const isShare = name === `${resource}.shared`;
        const isInstance = family === "nvidia" && (name === migDeviceClass || name.startsWith("nvidia.com/mig-"));
        const isOfXrt = family === "fpga" && name.startsWith(fpgaXrtPrefix);
        return deviceFamilyOf(name) === family || isShare || isInstance || isOfXrt;
    });
}

import { parseImage } from "./image-reference";
import { fails, type DevicePlugin, type Outcome, type Place } from "./plugin";
import { unreachablePluginDirectory } from "./plugin-directory";

/** `public.ecr.aws/xilinx_dcg/k8s-device-plugin` (Xilinx/FPGA_as_a_Service, `k8s-device-plugin.yml`). */
const repository = /(^|\/)xilinx_dcg\/k8s-device-plugin$/;
const tagForm = /^1\.\d+\.\d+$/;

/** Shell and timestamp of F1 with XRT (the same repository, `full-tutorial.md`, there with the older prefix `xilinx.com/fpga-`). */
const f1Resource = "amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981";

/**
 * AMD Xilinx' plugin: counts the FPGAs that Xilinx' runtime (XRT) has a driver for. Source: `fpga.go` of the repository (it looks
 * for `user_pf` of the driver; AWS's vendor id is known for F1), issue 7 of the repository (F1 without XRT: "Can't read folder …
 * /drm"). F2 has no XRT shell: the plugin finds nothing there.
 */
export const xilinxPlugin: DevicePlugin = {
    name: "AMD Xilinx device plugin",
    isImageOf: image => repository.test(parseImage(image).repository),
    isRunBy: () => true,
    start,
    owns: resource => resource === f1Resource,
    builtIn: () => undefined,
};

function start({ pod, container, node }: Place): Outcome {
    const { tag, digest } = parseImage(container.image ?? "");
    if (tag === undefined ? digest === undefined : !tagForm.test(tag))
        return fails(
            "ImageUnknown",
            `${container.image ?? ""} is not a released image of the AMD Xilinx device plugin`,
        );
    const unreachable = unreachablePluginDirectory(pod, container);
    if (unreachable !== undefined)
        return fails("PluginDirectoryMissing", `the AMD Xilinx device plugin cannot reach the kubelet: ${unreachable}`);
    const fpgas = node.devices.filter(device => device.kind === "fpga");
    const f1 = fpgas.filter(({ family }) => family === "f1");
    if (f1.length === 0)
        return fails(
            "NoDevices",
            fpgas.length === 0
                ? `the AMD Xilinx device plugin found no FPGA on ${node.name}`
                : "the AMD Xilinx device plugin finds FPGAs through Xilinx' driver, and F2 has no shell for it",
        );
    if (f1.some(({ xrt }) => !xrt))
        return fails(
            "DriverMissing",
            `the AMD Xilinx device plugin: Error to get FPGA devices: Can't read folder /sys/bus/pci/devices/${f1[0]?.slots[0]?.pciAddress ?? ""}/drm: XRT is not installed`,
        );
    return { kind: "registers", resources: { [f1Resource]: f1.reduce((sum, { count }) => sum + count, 0) } };
}

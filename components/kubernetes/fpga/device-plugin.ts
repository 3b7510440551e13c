import { fpgaResource, fpgaSlots } from "../../catalog/aws/fpga-slots";
import { devices } from "../../catalog/devices";
import { devicePluginPod } from "../device-plugin-pod";
import type { PluginManifest, PodSpec } from "../manifest";
import { pluginDaemonSet, pluginSuffix, type PlannedObject, type PluginToMake } from "../plugin-daemon-set";

const component = "device-plugin";

/**
 * generic-device-plugin for FPGAs: one device for each slot that the boot of the node linked, and with it the slot's PCI
 * directory, at the path of the link, so that a container sees which slot is its own. Nobody supports it for FPGAs of AWS.
 * Source: squat/generic-device-plugin 0.2.0, manifests/generic-device-plugin.yaml, README and deviceplugin/path.go.
 */
export function fpgaDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    if (plugin.fpga.slots === "counted") return countedSlots(plugin);
    const group = { count: 1, paths: [{ path: fpgaSlots.pattern, type: "Mount" }] };
    const manifest = pluginDaemonSet(plugin, component, podOf(plugin, group));
    return [{ suffix: pluginSuffix(plugin.plan), manifest }];
}

/** A plugin for each type of machine: only the type says how many there are. */
function countedSlots(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const types = new Map(plugin.pools.map(({ machineType, accelerators }) => [machineType, accelerators] as const));
    return [...types].sort().map(([machineType, accelerators]) => {
        const count = accelerators.reduce((sum, { perNode }) => sum + perNode, 0);
        const pod = podOf(plugin, { count, paths: [{ path: pciDevices, type: "Mount", readOnly: true }] });
        const nodeSelector = { ...pod.nodeSelector, "node.kubernetes.io/instance-type": machineType };
        const dashed = machineType.replaceAll(".", "-");
        const manifest = pluginDaemonSet(plugin, `${component}-${dashed}`, { ...pod, nodeSelector });
        return { suffix: `${pluginSuffix(plugin.plan)}-${dashed}`, manifest };
    });
}

/** Where the kernel lists PCI devices: on every node once, so that a count of it is the count of devices. */
const pciDevices = "/sys/bus/pci/devices";

/** The resource's two halves; the domain is given, for the plugin's own changed from one release to the next. */
function podOf(plugin: PluginToMake, group: object): PodSpec {
    const [domain = "", name = ""] = fpgaResource.split("/");
    const args = ["--domain", domain, "--device", JSON.stringify({ name, groups: [group] })];
    return devicePluginPod(plugin, devices.fpga.devicePlugin, { args });
}

/**
 * AMD's plugin, which finds the FPGAs of F1 through XRT and its driver on the node. It finds none of F2. Dormant since 2025-01.
 * Source: Xilinx/FPGA_as_a_Service k8s-device-plugin/k8s-device-plugin.yml: it takes the socket directory and nothing else.
 */
export function fpgaXrtDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const needs = { ...devices.fpga.devicePlugin, hostMounts: [], privileged: false, dropCapabilities: ["ALL"] };
    const pod = devicePluginPod(plugin, needs);
    return [{ suffix: pluginSuffix(plugin.plan), manifest: pluginDaemonSet(plugin, component, pod) }];
}

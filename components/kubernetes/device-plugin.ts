import type { DeviceFamily } from "../catalog/devices";
import type { DevicePluginName } from "../catalog/kubernetes/plugins";
import type { PlannedPlugin } from "../fleet/advertisers";
import { efaDevicePlugin } from "./efa/device-plugin";
import type { PluginManifest } from "./manifest";
import { fpgaDevicePlugin, fpgaXrtDevicePlugin } from "./fpga/device-plugin";
import { neuronDevicePlugin } from "./neuron/device-plugin";
import { neuronDraDriver } from "./neuron/dra-driver";
import { nvidiaDevicePlugin } from "./nvidia/device-plugin";
import { nvidiaDraDriver } from "./nvidia/dra-driver";
import type { PlannedObject, PluginToMake } from "./plugin-daemon-set";

/** What a planned plugin is in the cluster: the software of the catalogue, and its objects in the order of their making. */
export interface PluginKind {
    readonly software: DevicePluginName;
    readonly objects: (plugin: PluginToMake) => PlannedObject<PluginManifest>[];
}

/** By family and mechanism, what the library installs. */
const pluginKinds: Readonly<Record<DeviceFamily, Readonly<Partial<Record<PlannedPlugin["mechanism"], PluginKind>>>>> = {
    nvidia: {
        devicePlugin: { software: "nvidia-device-plugin", objects: nvidiaDevicePlugin },
        draDriver: { software: "dra-driver-nvidia-gpu", objects: nvidiaDraDriver },
    },
    neuron: {
        devicePlugin: { software: "neuron-device-plugin", objects: neuronDevicePlugin },
        draDriver: { software: "neuron-dra-driver", objects: neuronDraDriver },
    },
    fpga: {
        devicePlugin: { software: "generic-device-plugin", objects: fpgaDevicePlugin },
    },
    efa: {
        devicePlugin: { software: "aws-efa-k8s-device-plugin", objects: efaDevicePlugin },
    },
};

/** AMD's plugin is the only one for FPGAs that are found by XRT. */
const foundByXrt: PluginKind = { software: "xilinx-fpga-device-plugin", objects: fpgaXrtDevicePlugin };

/** What the library installs for a planned plugin; undefined for what it does not. */
export function pluginKindOf({ family, mechanism, configuration }: PlannedPlugin): PluginKind | undefined {
    return configuration.kind === "xrt" ? foundByXrt : pluginKinds[family][mechanism];
}

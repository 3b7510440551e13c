import type { NodeSpec } from "../../cloud/contract";
import { efaPlugin } from "./efa";
import { genericPlugin } from "./generic";
import { neuronPlugin } from "./neuron";
import { neuronDraDriver } from "./neuron-dra";
import { nodeProblemDetector } from "./node-problem-detector";
import { nvidiaPlugin } from "./nvidia";
import { nvidiaDraDriver } from "./nvidia-dra";
import type { DevicePlugin, Outcome } from "./plugin";
import { xilinxPlugin } from "./xilinx";

const plugins: readonly DevicePlugin[] = [
    nvidiaPlugin,
    efaPlugin,
    neuronPlugin,
    genericPlugin,
    xilinxPlugin,
    nvidiaDraDriver,
    neuronDraDriver,
    nodeProblemDetector,
];

/** The plugin that an image holds, if it holds one that we know. */
export function pluginOf(image: string): DevicePlugin | undefined {
    return plugins.find(plugin => plugin.isImageOf(image));
}

/** What the node's image does by itself, by plugin. */
export function builtInPlugins(node: NodeSpec): readonly Outcome[] {
    return plugins.map(plugin => plugin.builtIn(node)).filter(outcome => outcome !== undefined);
}

/** Whether the plugin of this name hands out by claims what others advertise as this resource. */
export function sharesDevices(plugin: string, resource: string): boolean {
    return plugins.some(each => each.name === plugin && each.sharesDevicesWith?.(resource) === true);
}

/** Whether a resource in a node's status comes from a plugin that we know. */
export function isPluginResource(resource: string): boolean {
    return plugins.some(plugin => plugin.owns(resource));
}

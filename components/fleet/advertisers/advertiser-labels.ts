import type { DeviceFamily } from "../../catalog/devices";
import { ownPrefix } from "../../catalog/own-prefix";
import { operatorConfiguration, operatorKeptOff } from "../node-marks";
import type { PoolResource } from "../pool";
import { chooseMechanism, type AdvertisedNodes } from "./choose-mechanism";
import { configurationFor, configurationKey, pluginConfiguration } from "./plugin-configuration";
import { distinct } from "./sorted";

/**
 * The label that says who advertises a family on a node: plugins select their nodes by it, so that another pool with the same
 * needs changes no plugin.
 *
 * @example advertiserLabel("efa"); // "pulumi-accelerators/efa"
 */
export function advertiserLabel(family: DeviceFamily): string {
    return `${ownPrefix}/${family}`;
}

/**
 * The value of the label: the mechanism, and for a device plugin how it shares.
 *
 * @example advertiserKey(train.pool, "nvidia"); // "device-plugin"
 */
export function advertiserKey(nodes: AdvertisedNodes, family: DeviceFamily): string {
    const { by } = chooseMechanism(nodes, family);
    const configuration = configurationFor(nodes, family);
    const shared = by === "devicePlugin" && configuration.kind !== "whole";
    return shared ? `${words[by]}-${configurationKey(configuration)}` : words[by];
}

const words = {
    image: "image",
    devicePlugin: "device-plugin",
    gpuOperator: "gpu-operator",
    draDriver: "dra-driver",
    none: "none",
} as const;

/**
 * The labels by which advertisers find the nodes of a pool: one for each family of devices that the nodes have.
 *
 * @example
 * advertiserLabels(train.pool);
 * // { "pulumi-accelerators/nvidia": "device-plugin", "nvidia.com/gpu.deploy.device-plugin": "false" }
 */
export function advertiserLabels(
    nodes: AdvertisedNodes & { readonly resources: readonly Pick<PoolResource, "family">[] },
): Record<string, string> {
    const families = distinct(nodes.resources.map(({ family }) => family)) as DeviceFamily[];
    const labels = families.map(family => [advertiserLabel(family), advertiserKey(nodes, family)] as const);
    return { ...Object.fromEntries(labels), ...(families.includes("nvidia") ? operatorLabels(nodes) : {}) };
}

/** Its own nodes tell the operator which of its configurations they want; the others keep its plugin off. */
function operatorLabels(nodes: AdvertisedNodes): Record<string, string> {
    return nodes.advertiser === "gpuOperator"
        ? { [operatorConfiguration]: configurationKey(pluginConfiguration(nodes.sharing)) }
        : { [operatorKeptOff.key]: operatorKeptOff.value };
}

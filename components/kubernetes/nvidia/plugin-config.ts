import { accelerators } from "../../catalog/accelerators";
import type { PluginConfiguration } from "../../fleet/advertisers";
import type { Mps, TimeSlicing } from "../../fleet/sharing";
import { configMapOf } from "../config-map";
import type { ConfigMapManifest } from "../manifest";
import { clusterName, pluginMeta, type PluginToMake } from "../plugin-daemon-set";

/** Where containers find the configuration, and the file in it. */
export const configDirectory = "/config";
/** The file in it. */
export const configFile = "config.yaml";

/** How devices are shared, when the plugin must read it from a file. */
export type SharedByFile = TimeSlicing | Mps;

/**
 * The configuration file of NVIDIA's device plugin. JSON is YAML too.
 * Source: NVIDIA/k8s-device-plugin v0.20.0 api/config/v1, README (sharing): time slicing and MPS exclude each other.
 */
export function pluginConfigFile(configuration: PluginConfiguration): string {
    const migStrategy = configuration.kind === "mig" ? configuration.strategy : "none";
    const file = { version: "v1", flags: { migStrategy }, ...sharingPart(configuration) };
    return `${JSON.stringify(file, undefined, 2)}\n`;
}

function sharingPart(configuration: PluginConfiguration): object {
    if (configuration.kind !== "timeSlicing" && configuration.kind !== "mps") return {};
    const { kind, replicas, ...flags } = configuration;
    return { sharing: { [kind]: { ...flags, resources: [{ name: accelerators.nvidia.resource, replicas }] } } };
}

/**
 * The file as an object of the cluster. Its name ends in a hash of the data: a plugin reads its file once, so that another
 * file must be another name to roll the pods.
 */
export function pluginConfigMap(plugin: PluginToMake, sharing: SharedByFile): ConfigMapManifest {
    return configMapOf(clusterName(plugin), pluginMeta(plugin, "config"), { [configFile]: pluginConfigFile(sharing) });
}

import { devices, efaBesideNeuron } from "../../catalog/devices";
import { devicePluginPod } from "../device-plugin-pod";
import type { PluginManifest } from "../manifest";
import { pluginDaemonSet, pluginSuffix, type PlannedObject, type PluginToMake } from "../plugin-daemon-set";

/**
 * AWS's EFA device plugin on the nodes that have EFA interfaces, whatever they are tainted with. The chart knows its nodes by
 * a list of instance types and tolerates none of the taints of accelerators.
 * Source: aws/eks-charts stable/aws-efa-k8s-device-plugin, templates/daemonset.yaml.
 */
export function efaDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const needs = plugin.plan.configuration.kind === "besideNeuron" ? efaBesideNeuron : devices.efa.devicePlugin;
    const manifest = pluginDaemonSet(plugin, "device-plugin", devicePluginPod(plugin, needs));
    return [{ suffix: pluginSuffix(plugin.plan), manifest }];
}

import { devices } from "../../catalog/devices";
import { devicePluginPod } from "../device-plugin-pod";
import type { PluginManifest } from "../manifest";
import {
    clusterName,
    pluginDaemonSet,
    pluginMeta,
    pluginSuffix,
    type PlannedObject,
    type PluginToMake,
} from "../plugin-daemon-set";
import { rightsOf } from "../rights";

const component = "device-plugin";

/**
 * AWS's Neuron device plugin where the plan wants it. It advertises chips and cores; how many cores, it reads from the node.
 * The chart knows its nodes by a list of instance types and tolerates its own taint alone.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, templates/device-plugin and values.yaml.
 */
export function neuronDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const suffix = pluginSuffix(plugin.plan);
    const needs = devices.neuron.devicePlugin;
    const rights = rightsOf(
        { name: clusterName(plugin), suffix, metadata: pluginMeta(plugin, component) },
        needs.rules,
    );
    const pod = devicePluginPod(plugin, needs, { serviceAccountName: rights.account.metadata.name });
    return [...rights.objects, { suffix, manifest: pluginDaemonSet(plugin, component, pod) }];
}

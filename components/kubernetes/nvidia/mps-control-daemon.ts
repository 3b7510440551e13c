import { accelerators } from "../../catalog/accelerators";
import type { DaemonSetManifest } from "../manifest";
import { placementOf } from "../placement";
import { pluginDaemonSet, type PluginToMake } from "../plugin-daemon-set";
import { mpsMounts, mpsRootMount, mpsVolumes } from "./mps-volumes";
import { configDirectory, configFile } from "./plugin-config";

/**
 * NVIDIA's control daemon for MPS, on the nodes of the plugin that shares by it and with the same configuration: without it
 * the plugin registers nothing. The chart finds these nodes by nvidia.com/mps.capable; the plan knows them.
 * Source: NVIDIA/k8s-device-plugin, templates/daemonset-mps-control-daemon.yml.
 */
export function mpsControlDaemon(plugin: PluginToMake, configMap: string): DaemonSetManifest {
    const { plan, image } = plugin;
    return pluginDaemonSet(plugin, "mps-control-daemon", {
        automountServiceAccountToken: false,
        priorityClassName: accelerators.nvidia.devicePlugin.priorityClass,
        ...placementOf(plan),
        initContainers: [
            {
                name: "mps-control-daemon-mounts",
                image,
                command: ["mps-control-daemon", "mount-shm"],
                securityContext: { privileged: true },
                volumeMounts: [{ ...mpsRootMount, mountPropagation: "Bidirectional" }],
            },
        ],
        containers: [
            {
                name: "mps-control-daemon",
                image,
                command: ["mps-control-daemon"],
                env: [
                    { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
                    { name: "CONFIG_FILE", value: `${configDirectory}/${configFile}` },
                    { name: "NVIDIA_VISIBLE_DEVICES", value: "all" },
                    { name: "NVIDIA_DRIVER_CAPABILITIES", value: "compute,utility" },
                ],
                securityContext: { privileged: true },
                volumeMounts: [...mpsMounts, { name: "config", mountPath: configDirectory, readOnly: true }],
            },
        ],
        volumes: [...mpsVolumes, { name: "config", configMap: { name: configMap } }],
    });
}

import { accelerators } from "../../catalog/accelerators";
import type { PluginConfiguration } from "../../fleet/advertisers";
import type {
    Container,
    DaemonSetManifest,
    EnvironmentVariable,
    PluginManifest,
    SecurityContext,
    Volume,
    VolumeMount,
} from "../manifest";
import { placementOf } from "../placement";
import { pluginDaemonSet, pluginSuffix, type PlannedObject, type PluginToMake } from "../plugin-daemon-set";
import { mpsControlDaemon } from "./mps-control-daemon";
import { mpsMounts, mpsRoot, mpsVolumes } from "./mps-volumes";
import { configDirectory, configFile, pluginConfigMap } from "./plugin-config";

/**
 * NVIDIA's device plugin, where the plan wants it and configured as the plan says, with what it needs beside it.
 * Source: NVIDIA/k8s-device-plugin v0.20.0, static manifest, templates and values of the chart.
 */
export function nvidiaDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const suffix = pluginSuffix(plugin.plan);
    const { configuration } = plugin.plan;
    if (configuration.kind !== "timeSlicing" && configuration.kind !== "mps") {
        return [{ suffix, manifest: daemonSet(plugin, undefined) }];
    }
    const config = pluginConfigMap(plugin, configuration);
    const daemon = mpsControlDaemon(plugin, config.metadata.name);
    return [
        { suffix: `${suffix}-config`, manifest: config },
        ...(configuration.kind === "mps" ? [{ suffix: `${suffix}-control-daemon`, manifest: daemon }] : []),
        { suffix, manifest: daemonSet(plugin, config.metadata.name) },
    ];
}

const sockets = "kubelet-device-plugins";
const config = "config";

function daemonSet(plugin: PluginToMake, configMap: string | undefined): DaemonSetManifest {
    const { plan, image, software } = plugin;
    const { socketDirectory, priorityClass } = accelerators.nvidia.devicePlugin;
    const mps = plan.configuration.kind === "mps";
    const container: Container = {
        name: software.name,
        image,
        env: [
            ...env,
            ...migEnvironment(plan.configuration),
            ...(configMap === undefined ? [] : [{ name: "CONFIG_FILE", value: `${configDirectory}/${configFile}` }]),
            ...(mps ? [{ name: "MPS_ROOT", value: mpsRoot }] : []),
        ],
        securityContext: securityContext(plan.configuration),
        volumeMounts: [
            { name: sockets, mountPath: socketDirectory },
            ...(configMap === undefined ? [] : [configMount]),
            ...(mps ? mpsMounts : []),
        ],
    };
    const volumes: Volume[] = [
        { name: sockets, hostPath: { path: socketDirectory, type: "Directory" } },
        ...(configMap === undefined ? [] : [{ name: config, configMap: { name: configMap } }]),
        ...(mps ? mpsVolumes : []),
    ];
    return pluginDaemonSet(plugin, "device-plugin", {
        automountServiceAccountToken: false,
        priorityClassName: priorityClass,
        ...placementOf(plan),
        containers: [container],
        volumes,
    });
}

const configMount: VolumeMount = { name: config, mountPath: configDirectory, readOnly: true };

const env: readonly EnvironmentVariable[] = [
    // Only nodes with a GPU are selected: one on which none is found is broken, and must not look healthy with no GPUs.
    { name: "FAIL_ON_INIT_ERROR", value: "true" },
    // Said explicitly: 0.19.0 to 0.19.2 had them on by default, and took the devices of the EFA plugin.
    { name: "MOFED_ENABLED", value: "false" },
    { name: "GDRCOPY_ENABLED", value: "false" },
    { name: "GDS_ENABLED", value: "false" },
];

function migEnvironment(configuration: PluginConfiguration): EnvironmentVariable[] {
    if (configuration.kind !== "mig") return [];
    return [
        { name: "MIG_STRATEGY", value: configuration.strategy },
        { name: "NVIDIA_MIG_MONITOR_DEVICES", value: "all" },
    ];
}

/** To look at the state of MIG takes SYS_ADMIN (templates/_helpers.tpl, requiresCapSysAdmin); everything else takes nothing. */
function securityContext(configuration: PluginConfiguration): SecurityContext {
    if (configuration.kind === "mig") return { capabilities: { add: ["SYS_ADMIN"] } };
    return {
        allowPrivilegeEscalation: false,
        capabilities: { drop: [...accelerators.nvidia.devicePlugin.dropCapabilities] },
    };
}

import type { HostMount } from "../../catalog/device-family";
import { devices } from "../../catalog/devices";
import type { PluginManifest } from "../manifest";
import { placementOf } from "../placement";
import { pluginDaemonSet, pluginSuffix, type PlannedObject, type PluginToMake } from "../plugin-daemon-set";

const sockets = "kubelet-device-plugins";

/**
 * AWS's EFA device plugin on the nodes that have EFA interfaces, whatever they are tainted with. The chart knows its nodes by
 * a list of instance types and tolerates none of the taints of accelerators.
 * Source: aws/eks-charts stable/aws-efa-k8s-device-plugin, templates/daemonset.yaml.
 */
export function efaDevicePlugin(plugin: PluginToMake): PlannedObject<PluginManifest>[] {
    const { socketDirectory, hostMounts, priorityClass, dropCapabilities } = devices.efa.devicePlugin;
    const mounts = hostMounts.map(({ path, create }: HostMount) => ({ name: volumeName(path), path, create }));
    const manifest = pluginDaemonSet(plugin, "device-plugin", {
        automountServiceAccountToken: false,
        priorityClassName: priorityClass,
        hostNetwork: true,
        ...placementOf(plugin.plan),
        containers: [
            {
                name: plugin.software.name,
                image: plugin.image,
                securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: [...dropCapabilities] },
                },
                volumeMounts: [
                    { name: sockets, mountPath: socketDirectory },
                    ...mounts.map(({ name, path }) => ({ name, mountPath: path })),
                ],
            },
        ],
        volumes: [
            { name: sockets, hostPath: { path: socketDirectory, type: "Directory" } },
            ...mounts.map(({ name, path, create }) => ({
                name,
                hostPath: { path, type: create ? ("DirectoryOrCreate" as const) : ("Directory" as const) },
            })),
        ],
    });
    return [{ suffix: pluginSuffix(plugin.plan), manifest }];
}

/** `/dev/infiniband` is `dev-infiniband`. */
function volumeName(path: string): string {
    return path.replaceAll("/", "-").replace(/^-/, "");
}

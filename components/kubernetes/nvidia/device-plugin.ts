import { accelerators } from "../../catalog/accelerators";
import { devicePlugin } from "../../catalog/kubernetes/plugins";
import type { PlannedPlugin } from "../../fleet/advertisers";
import type { DaemonSetManifest } from "../manifest";
import { placementOf } from "../placement";

const sockets = "kubelet-device-plugins";

/**
 * NVIDIA's device plugin, where the plan wants it. Source: NVIDIA/k8s-device-plugin v0.20.0, static manifest and chart values.
 *
 * @example nvidiaDevicePlugin(planAdvertisers([train]).plugins[0], "plugins").spec.template.spec.tolerations
 * // [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]
 */
export function nvidiaDevicePlugin(plan: PlannedPlugin, instance: string): DaemonSetManifest {
    const { name, version, image } = devicePlugin("nvidia-device-plugin");
    const { socketDirectory, priorityClass, dropCapabilities } = accelerators.nvidia.devicePlugin;
    const selected = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": instance };
    const labels = { ...selected, "app.kubernetes.io/version": version };
    return {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: {
            namespace: "kube-system",
            labels,
            // Whether the plugin runs on a node is a matter of that node: one broken GPU in a large pool would otherwise
            // hold up every change of the stack until the engine gives up waiting.
            annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
            selector: { matchLabels: selected },
            updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
            template: {
                metadata: { labels },
                spec: {
                    automountServiceAccountToken: false,
                    priorityClassName: priorityClass,
                    ...placementOf(plan),
                    containers: [
                        {
                            name,
                            image,
                            env: [...env],
                            securityContext: {
                                allowPrivilegeEscalation: false,
                                capabilities: { drop: [...dropCapabilities] },
                            },
                            volumeMounts: [{ name: sockets, mountPath: socketDirectory }],
                        },
                    ],
                    volumes: [{ name: sockets, hostPath: { path: socketDirectory, type: "Directory" } }],
                },
            },
        },
    };
}

const env = [
    // Only nodes with a GPU are selected: one on which none is found is broken, and must not look healthy with no GPUs.
    { name: "FAIL_ON_INIT_ERROR", value: "true" },
    // Said explicitly: 0.19.0 to 0.19.2 had them on by default, and took the devices of the EFA plugin.
    { name: "MOFED_ENABLED", value: "false" },
    { name: "GDRCOPY_ENABLED", value: "false" },
    { name: "GDS_ENABLED", value: "false" },
];

import type { PlannedPlugin } from "../../fleet/advertisers";
import type { Software } from "../companion-software";
import type { PluginManifest } from "../manifest";
import { placementOf } from "../placement";
import { pluginDaemonSet, type PlannedObject } from "../plugin-daemon-set";

const port = 8000;

/**
 * Neuron Monitor on the nodes of the device plugin: what chips and cores do, for Prometheus. It does not work where a DRA
 * driver advertises.
 * Source: aws-neuron/aws-neuron-sdk src/k8/k8s-neuron-monitor-daemonset.yml.
 */
export function neuronMonitor({
    instance,
    plan,
    software,
}: {
    readonly instance: string;
    readonly plan: PlannedPlugin;
    readonly software: Software;
}): PlannedObject<PluginManifest> {
    const { image, version } = software;
    const named = { plan, instance, software: { name: "neuron-monitor", version } };
    const manifest = pluginDaemonSet(named, "monitor", {
        automountServiceAccountToken: false,
        ...placementOf(plan),
        containers: [
            {
                name: "neuron-monitor",
                image,
                command: ["/opt/bin/entrypoint.sh"],
                args: ["--port", String(port)],
                env: [{ name: "GOMEMLIMIT", value: "160MiB" }],
                ports: [{ name: "metrics", containerPort: port }],
                resources: { requests: { cpu: "256m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
                securityContext: { privileged: true },
            },
        ],
    });
    return { suffix: "neuron-monitor", manifest };
}

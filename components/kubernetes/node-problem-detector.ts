import type { PlannedPlugin } from "../fleet/advertisers";
import type { Software } from "./companion-software";
import { configMapOf } from "./config-map";
import type { Container, EnvironmentVariable, PluginManifest, ServiceAccountManifest, Volume } from "./manifest";
import { placementOf } from "./placement";
import { pluginDaemonSet, pluginMeta, type PlannedObject, type PluginIdentity } from "./plugin-daemon-set";
import { rightsOf } from "./rights";

/** One more of Kubernetes' node problem detectors, on the nodes of a plugin. */
export interface DetectorToMake {
    readonly instance: string;
    readonly plan: PlannedPlugin;
    readonly software: Software;
    /** What it is called among the objects of the component; its pods are told from those of other detectors by it. */
    readonly suffix: string;
    readonly component: string;
    readonly monitor: "system-log-monitor" | "custom-plugin-monitor";
    /** Its files at `/config`; the first configures the monitor. */
    readonly files: Record<string, string>;
    /** What the container has beside its files. */
    readonly container: Pick<Container, "securityContext" | "livenessProbe" | "volumeMounts">;
    readonly volumes: readonly Volume[];
    /** Containers that run beside it. */
    readonly beside?: readonly Container[];
}

/** Objects of the detector, and the account as which its pods act. */
export interface Detector {
    readonly account: ServiceAccountManifest;
    readonly objects: readonly PlannedObject<PluginManifest>[];
}

/** Its node, which every container that speaks of it must know. */
export const nodeName: EnvironmentVariable = {
    name: "NODE_NAME",
    valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } },
};

/**
 * The detector with its rights, which Kubernetes itself defines, and its files.
 * Source: kubernetes/node-problem-detector deployment/node-problem-detector.yaml, rbac.yaml, cmd/options/options.go.
 */
export function nodeProblemDetector(detector: DetectorToMake): Detector {
    const { instance, plan, software, suffix, component, files, container, volumes, beside = [] } = detector;
    const name = `${instance}-${suffix}`;
    const named: PluginIdentity = {
        plan,
        instance,
        software: { name: "node-problem-detector", version: software.version },
    };
    const metadata = pluginMeta(named, component);
    const { account, objects } = rightsOf({ name, suffix, metadata }, [], ["system:node-problem-detector"]);
    const config = configMapOf(name, metadata, files);
    const [configFile = ""] = Object.keys(files);
    const manifest = pluginDaemonSet(named, component, {
        automountServiceAccountToken: true,
        serviceAccountName: account.metadata.name,
        ...placementOf(plan),
        containers: [
            {
                name: "node-problem-detector",
                image: software.image,
                command: [
                    "/node-problem-detector",
                    "--logtostderr",
                    `--config.${detector.monitor}=/config/${configFile}`,
                ],
                env: [nodeName],
                ports: [{ name: "metrics", containerPort: 20257 }],
                resources: { requests: { cpu: "10m", memory: "80Mi" }, limits: { cpu: "10m", memory: "80Mi" } },
                ...container,
                volumeMounts: [
                    ...(container.volumeMounts ?? []),
                    { name: "config", mountPath: "/config", readOnly: true },
                ],
            },
            ...beside,
        ],
        volumes: [...volumes, { name: "config", configMap: { name: config.metadata.name } }],
    });
    return {
        account,
        objects: [...objects, { suffix: `${suffix}-config`, manifest: config }, { suffix, manifest }],
    };
}

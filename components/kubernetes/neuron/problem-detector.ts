import { neuronHealth } from "../../catalog/kubernetes/neuron-health";
import type { PlannedPlugin } from "../../fleet/advertisers";
import { configMapOf } from "../config-map";
import type { Container, EnvironmentVariable, PluginManifest, ServiceAccountManifest, Volume } from "../manifest";
import { placementOf } from "../placement";
import { pluginDaemonSet, pluginMeta, type PlannedObject, type PluginIdentity } from "../plugin-daemon-set";
import { rightsOf } from "../rights";
import type { Software } from "./second-scheduler";

/** What watches over the chips of the nodes of a plugin, and what acts on it. */
export interface DetectorQuestion {
    readonly instance: string;
    readonly plan: PlannedPlugin;
    readonly detector: Software;
    /** Undefined: nodes say what is wrong, and nobody replaces them. */
    readonly recovery: Software | undefined;
}

/** Objects of the detector, and the account as which its pods act. */
export interface Detector {
    readonly account: ServiceAccountManifest;
    readonly objects: readonly PlannedObject<PluginManifest>[];
}

/**
 * Kubernetes' node problem detector with AWS's rules for Neuron: what the driver writes to the kernel's log becomes the node
 * condition `NeuronHealth`; with recovery, a second container marks the instance of such a node as unhealthy, and its Auto
 * Scaling group replaces it.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, templates/npd and values.yaml. The chart's shell loop, which ends the detector
 * once it has lost the kernel's log, is a liveness probe here.
 */
export function problemDetector({ instance, plan, detector, recovery }: DetectorQuestion): Detector {
    const suffix = "neuron-problem-detector";
    const name = `${instance}-${suffix}`;
    const { image, version } = detector;
    const named: PluginIdentity = { plan, instance, software: { name: "node-problem-detector", version } };
    const metadata = pluginMeta(named, "problem-detector");
    const { account, objects } = rightsOf({ name, suffix, metadata }, [], ["system:node-problem-detector"]);
    const config = configMapOf(name, metadata, { [rulesFile]: kernelRules() });
    const manifest = pluginDaemonSet(named, "problem-detector", {
        automountServiceAccountToken: true,
        serviceAccountName: account.metadata.name,
        ...placementOf(plan),
        containers: [detectorContainer(image), ...(recovery ? [recoveryContainer(recovery.image)] : [])],
        volumes: [...hostFiles, { name: "config", configMap: { name: config.metadata.name } }],
    });
    return {
        account,
        objects: [...objects, { suffix: `${suffix}-config`, manifest: config }, { suffix, manifest }],
    };
}

const rulesFile = "kernel-monitor.json";

/** What in the kernel's log makes a chip's error a condition of the node. */
function kernelRules(): string {
    const { condition, reasons } = neuronHealth;
    const file = {
        plugin: "kmsg",
        logPath: "/dev/kmsg",
        lookback: "5m",
        bufferSize: 10,
        source: "kernel-monitor",
        conditions: [{ type: condition, reason: "NeuronHasNoError", message: "Neuron has no error" }],
        rules: Object.entries(reasons).map(([error, reason]) => ({
            type: "permanent",
            condition,
            reason,
            pattern: `.* NEURON_HW_ERR=${error} .*`,
        })),
    };
    return `${JSON.stringify(file, undefined, 2)}\n`;
}

const nodeName: EnvironmentVariable = { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };

const hostFiles: readonly Volume[] = [
    { name: "log", hostPath: { path: "/var/log" } },
    { name: "kmsg", hostPath: { path: "/dev/kmsg" } },
    { name: "localtime", hostPath: { path: "/etc/localtime" } },
];

function detectorContainer(image: string): Container {
    return {
        name: "node-problem-detector",
        image,
        command: ["/node-problem-detector", "--logtostderr", `--config.system-log-monitor=/config/${rulesFile}`],
        env: [nodeName],
        ports: [{ name: "metrics", containerPort: 20257 }],
        resources: { requests: { cpu: "10m", memory: "80Mi" }, limits: { cpu: "10m", memory: "80Mi" } },
        securityContext: { privileged: true },
        livenessProbe: {
            exec: { command: ["/bin/sh", "-c", "ls -l /proc/1/fd | grep -q /dev/kmsg"] },
            initialDelaySeconds: 30,
            periodSeconds: 10,
        },
        volumeMounts: [
            { name: "log", mountPath: "/var/log", readOnly: true },
            { name: "kmsg", mountPath: "/dev/kmsg", readOnly: true },
            { name: "localtime", mountPath: "/etc/localtime", readOnly: true },
            { name: "config", mountPath: "/config", readOnly: true },
        ],
    };
}

function recoveryContainer(image: string): Container {
    return {
        name: "node-recovery",
        image,
        command: [
            "/scripts/check-health.py",
            "--startup-delay",
            "60",
            "--counters",
            ...Object.values(neuronHealth.reasons),
        ],
        env: [
            nodeName,
            { name: "ENABLE_RECOVERY", value: "true" },
            { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
        ],
        resources: { requests: { cpu: "10m", memory: "150Mi" }, limits: { cpu: "10m", memory: "150Mi" } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    };
}

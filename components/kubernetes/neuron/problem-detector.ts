import { neuronHealth } from "../../catalog/kubernetes/neuron-health";
import type { PlannedPlugin } from "../../fleet/advertisers";
import type { Software } from "../companion-software";
import type { Container, Volume } from "../manifest";
import { nodeName, nodeProblemDetector, type Detector } from "../node-problem-detector";

/** What watches over the chips of the nodes of a plugin, and what acts on it. */
export interface DetectorQuestion {
    readonly instance: string;
    readonly plan: PlannedPlugin;
    readonly detector: Software;
    /** Undefined: nodes say what is wrong, and nobody replaces them. */
    readonly recovery: Software | undefined;
}

/**
 * Kubernetes' node problem detector with AWS's rules for Neuron: what the driver writes to the kernel's log becomes the node
 * condition `NeuronHealth`; with recovery, a second container marks the instance of such a node as unhealthy, and its Auto
 * Scaling group replaces it.
 * Source: aws-neuron/neuron-helm-charts 1.10.0, templates/npd and values.yaml. The chart's shell loop, which ends the detector
 * once it has lost the kernel's log, is a liveness probe here.
 */
export function problemDetector({ instance, plan, detector, recovery }: DetectorQuestion): Detector {
    return nodeProblemDetector({
        instance,
        plan,
        software: detector,
        suffix: "neuron-problem-detector",
        component: "problem-detector",
        monitor: "system-log-monitor",
        files: { [rulesFile]: kernelRules() },
        container: {
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
            ],
        },
        volumes: hostFiles,
        beside: recovery ? [recoveryContainer(recovery.image)] : [],
    });
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

const hostFiles: readonly Volume[] = [
    { name: "log", hostPath: { path: "/var/log" } },
    { name: "kmsg", hostPath: { path: "/dev/kmsg" } },
    { name: "localtime", hostPath: { path: "/etc/localtime" } },
];

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

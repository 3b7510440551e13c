/** A toleration as Kubernetes writes it; without a key it tolerates every taint. */
interface MonitorToleration {
    readonly operator: "Exists";
}

/** A pod of the add-on on each node: where it may run when nobody configures anything. */
export interface MonitoringDaemon {
    readonly name: string;
    readonly tolerations: readonly MonitorToleration[];
    readonly architectures: readonly ("amd64" | "arm64")[];
    /** Whether it runs on nodes with NVIDIA GPUs only. */
    readonly gpuOnly: boolean;
    /** Where the add-on's configuration takes its tolerations. */
    readonly tolerationsSetting: string;
}

/**
 * EKS's node monitoring agent, which node repair listens to. The agent tolerates every taint. The server that tells it of GPUs
 * tolerates none, so on tainted GPU nodes it must be given the tolerations, or GPU faults that only DCGM sees go unseen; on
 * ARM it does not run at all.
 *
 * @example nodeMonitoring.daemons.find(({ gpuOnly }) => gpuOnly)?.tolerations; // []
 */
export const nodeMonitoring = {
    addon: "eks-node-monitoring-agent",
    daemons: [
        {
            name: "eks-node-monitoring-agent",
            tolerations: [{ operator: "Exists" }],
            architectures: ["amd64", "arm64"],
            gpuOnly: false,
            tolerationsSetting: "nodeAgent.tolerations",
        },
        {
            name: "dcgm-server",
            tolerations: [],
            architectures: ["amd64"],
            gpuOnly: true,
            tolerationsSetting: "dcgmAgent.tolerations",
        },
    ] as readonly MonitoringDaemon[],
    /** Compute types on which the agent does not run: there EKS monitors by itself, or not at all. */
    notOn: ["fargate", "auto", "hybrid"],
    asOf: "2026-11-24",
    source: "aws/eks-node-monitoring-agent charts/eks-node-monitoring-agent/values.yaml (v1.7.0-eksbuild.1), templates",
} as const;

/** A condition of nodes that node repair acts on. */
export interface RepairCondition {
    readonly condition: string;
    /** How long the condition must last before EKS acts, in minutes. */
    readonly afterMinutes: number;
    /** Whether only the monitoring agent sets it; the kubelet sets the others. */
    readonly needsAgent: boolean;
}

/**
 * Node repair of managed groups, by default.
 *
 * @example nodeRepair.conditions[0]; // { condition: "AcceleratedHardwareReady", afterMinutes: 10, needsAgent: true }
 */
export const nodeRepair = {
    conditions: [
        { condition: "AcceleratedHardwareReady", afterMinutes: 10, needsAgent: true },
        { condition: "KernelReady", afterMinutes: 30, needsAgent: true },
        { condition: "NetworkingReady", afterMinutes: 30, needsAgent: true },
        { condition: "StorageReady", afterMinutes: 30, needsAgent: true },
        { condition: "ContainerRuntimeReady", afterMinutes: 30, needsAgent: true },
        { condition: "Ready", afterMinutes: 30, needsAgent: false },
    ] as readonly RepairCondition[],
    /** In a group of more nodes than this, EKS stops repairing above this share of unhealthy ones. */
    stops: { aboveNodes: 5, abovePercent: 20 },
    /**
     * Reasons of `AcceleratedHardwareReady` on NVIDIA nodes and what EKS does about each; `{code}` stands for an XID or DCGM
     * code. Reasons that are warnings only are not listed.
     */
    nvidiaReasons: [
        { reason: "NvidiaDoubleBitError", action: "Replace" },
        { reason: "NvidiaNVLinkError", action: "Replace" },
        { reason: "NvidiaXID{code}Error", action: "Replace or Reboot" },
        { reason: "DCGMDiagnosticFailure", action: "NoAction" },
        { reason: "DCGMError", action: "NoAction" },
        { reason: "DCGMHealthCode{code}", action: "NoAction" },
    ],
    /** The same on Neuron nodes: what the agent reads of `NEURON_HW_ERR` in the kernel's log. Of FPGAs it knows nothing. */
    neuronReasons: [
        { reason: "NeuronDMAError", action: "Replace", verified: true },
        { reason: "NeuronHBMUncorrectableError", action: "Replace", verified: true },
        // As fatal as the others; what EKS does about them no source read says.
        { reason: "NeuronNCUncorrectableError", action: "Replace", verified: false },
        { reason: "NeuronSRAMUncorrectableError", action: "Replace", verified: false },
    ],
    asOf: "2026-11-24",
    source: "EKS user guide node-health (stored copy of 2026); aws/eks-node-monitoring-agent pkg/reasons/reasons.yaml, monitors/neuron",
} as const;

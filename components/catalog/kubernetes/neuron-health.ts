/**
 * What a node says of the errors of its Neuron chips, when the problem detector reads them from the kernel's log: the condition
 * and, by the name of the error there, its reason. Each of them makes the recovery replace the node.
 *
 * @example neuronHealth.reasons.DMA_ERROR; // "NeuronHasError_DMA_ERROR"
 */
export const neuronHealth = {
    condition: "NeuronHealth",
    reasons: {
        SRAM_UNCORRECTABLE_ERROR: "NeuronHasError_SRAM_UNCORRECTABLE_ERROR",
        NC_UNCORRECTABLE_ERROR: "NeuronHasError_NC_UNCORRECTABLE_ERROR",
        HBM_UNCORRECTABLE_ERROR: "NeuronHasError_HBM_UNCORRECTABLE_ERROR",
        DMA_ERROR: "NeuronHasError_DMA_ERROR",
    },
    /** What the role of the recovery must be allowed: the first two for the groups of the Neuron nodes. */
    recoveryActions: [
        "autoscaling:SetInstanceHealth",
        "autoscaling:DescribeAutoScalingInstances",
        "ec2:DescribeInstances",
        "cloudwatch:PutMetricData",
    ],
    asOf: "2026-11-24",
    source: "aws-neuron/neuron-helm-charts values.yaml (npd.config.kernelMonitor, nodeRecovery.counters); Neuron documentation k8s-neuron-problem-detector-and-recovery-irsa (actions)",
} as const;

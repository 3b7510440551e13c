import type * as pulumi from "@pulumi/pulumi";

/**
 * What runs beside Neuron's device plugin.
 *
 * @example
 * const neuron: NeuronArgs = { scheduler: true, monitor: true, problemDetector: true };
 */
export interface NeuronArgs {
    /**
     * The second scheduler, which gives pods chips and cores that lie together: pods name it in `schedulerName`. `auto`: where
     * the nodes of some pool have more than two chips or cores, so that a pod can ask for a part of them. Default: `auto`.
     */
    readonly scheduler?: "auto" | boolean;
    /** Neuron Monitor on every node, for Prometheus on port 8000. It takes all privileges. Default: false. */
    readonly monitor?: boolean;
    /** A node condition `NeuronHealth` that says which errors the chips reported to the kernel. Default: false. */
    readonly problemDetector?: boolean;
    /** Nodes with such errors are replaced by their Auto Scaling group; brings the problem detector. Default: false. */
    readonly recovery?: false | NeuronRecovery;
}

/**
 * As whom the recovery acts. Its pods get the role through EKS Pod Identity.
 *
 * @example
 * const recovery: NeuronRecovery = { roleArn: "arn:aws:iam::123456789012:role/neuron-recovery" };
 */
export interface NeuronRecovery {
    /**
     * ARN of a role that `pods.eks.amazonaws.com` may assume and that may call `autoscaling:SetInstanceHealth` and
     * `autoscaling:DescribeAutoScalingInstances` for the groups of the Neuron nodes, `ec2:DescribeInstances` and
     * `cloudwatch:PutMetricData`.
     */
    readonly roleArn: pulumi.Input<string>;
}

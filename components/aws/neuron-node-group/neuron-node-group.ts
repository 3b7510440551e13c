import type * as pulumi from "@pulumi/pulumi";
import type { AwsNeuronInstanceType } from "../../catalog/aws/instance-types";
import { currentInstant } from "../clock";
import { NodeGroup } from "../node-group/node-group";
import type { NeuronNodeGroupArgs } from "./arguments";
import { planNeuronNodeGroup } from "./plan";

/**
 * Nodes with Inferentia or Trainium: one instance type, an image with AWS's Neuron driver, and a taint that keeps other pods
 * away. The chips can be asked for once `kubernetes.DevicePlugins` serves the group.
 *
 * @example
 * const serve = new aws.NeuronNodeGroup("serve", { cluster, instanceType: "inf2.xlarge", nodes: { min: 0, max: 6 } });
 *
 * @example
 * // EFA between the nodes, every physical core by itself:
 * const job = new aws.NeuronNodeGroup("job", {
 *     cluster,
 *     instanceType: "trn2.48xlarge",
 *     nodes: 4,
 *     zones: ["use2-az3"],
 *     intent: "training",
 *     efa: "required",
 *     lnc: 1,
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class NeuronNodeGroup<Type extends AwsNeuronInstanceType = AwsNeuronInstanceType> extends NodeGroup {
    static readonly __pulumiType = "accelerators:aws:NeuronNodeGroup";

    constructor(name: string, args: NeuronNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        super(NeuronNodeGroup.__pulumiType, name, planNeuronNodeGroup(name, args, currentInstant()), args, opts);
    }
}

import type * as pulumi from "@pulumi/pulumi";
import type { AwsNvidiaInstanceType } from "../../catalog/aws/instance-types";
import { currentInstant } from "../clock";
import { NodeGroup } from "../node-group/node-group";
import type { GpuNodeGroupArgs } from "./arguments";
import { planGpuNodeGroup } from "./plan";

/**
 * Nodes with NVIDIA GPUs: one instance type, an image with NVIDIA's driver, and a taint that keeps other pods away. The
 * GPUs can be asked for once `kubernetes.DevicePlugins` serves the group.
 *
 * @example
 * const train = new aws.GpuNodeGroup("train", { cluster, instanceType: "p5.48xlarge", nodes: 8 });
 * const serve = new aws.GpuNodeGroup("serve", {
 *     cluster,
 *     instanceType: "g6.xlarge",
 *     nodes: { min: 0, max: 6 },
 *     capacity: spot(),
 * });
 *
 * @example
 * // EFA between the nodes, close together:
 * const job = new aws.GpuNodeGroup("job", {
 *     cluster,
 *     instanceType: "p5.48xlarge",
 *     nodes: 4,
 *     zones: ["use2-az1"],
 *     intent: "training",
 *     efa: "required",
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class GpuNodeGroup<Type extends AwsNvidiaInstanceType = AwsNvidiaInstanceType> extends NodeGroup {
    static readonly __pulumiType = "accelerators:aws:GpuNodeGroup";

    constructor(name: string, args: GpuNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        super(GpuNodeGroup.__pulumiType, name, planGpuNodeGroup(name, args, currentInstant()), args, opts);
    }
}

import type { AwsNvidiaX86InstanceType } from "../../catalog/aws/instance-types";
import type { Capacity } from "../../fleet/capacity";
import type { NodeGroupArgs } from "../node-group/arguments";

export interface GpuNodeGroupArgs extends NodeGroupArgs {
    /** An NVIDIA type on x86-64, for example `p5.48xlarge`. */
    readonly instanceType: AwsNvidiaX86InstanceType;
    /** How the machines are bought: `onDemand()` or `spot()`. Default: `onDemand()`. */
    readonly capacity?: Capacity;
}

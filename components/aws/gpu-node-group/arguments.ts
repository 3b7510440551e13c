import type { AwsNvidiaInstanceType } from "../../catalog/aws/instance-types";
import type { AwsCapacity } from "../../fleet/capacity/capacity";
import type { NodeGroupArgs } from "../node-group/arguments";

/**
 * A group of nodes with NVIDIA GPUs.
 *
 * @example
 * const args: aws.GpuNodeGroupArgs = {
 *     cluster,
 *     instanceType: "p5.48xlarge",
 *     nodes: 8,
 *     labels: { "example.com/team": "research" },
 *     update: { strategy: "minimal" },
 * };
 */
export interface GpuNodeGroupArgs extends NodeGroupArgs {
    /** An NVIDIA type, for example `p5.48xlarge`; its processors may be ARM. */
    readonly instanceType: AwsNvidiaInstanceType;
    /**
     * How the machines are bought: `onDemand()`, `spot()`, `reservation(…)`, `capacityBlock(…)` or `futureReservation(…)`.
     * Default: `onDemand()`. Reserved machines set the zone of the group; before they are there it has no nodes.
     */
    readonly capacity?: AwsCapacity;
}

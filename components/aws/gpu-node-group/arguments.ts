import type { AwsNvidiaInstanceType } from "../../catalog/aws/instance-types";
import type { AwsCapacity } from "../../fleet/capacity/capacity";
import type { SharingOf } from "../../fleet/sharing";
import type { NodeGroupArgs } from "../node-group/arguments";
import type { FabricArgs } from "../node-group/fabric-arguments";

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
 *
 * @example
 * const divided: aws.GpuNodeGroupArgs<"p5.48xlarge"> = {
 *     cluster,
 *     instanceType: "p5.48xlarge",
 *     nodes: 2,
 *     sharing: mig({ "3g.40gb": 1, "1g.10gb": 4 }),
 * };
 */
export interface GpuNodeGroupArgs<Type extends AwsNvidiaInstanceType = AwsNvidiaInstanceType>
    extends NodeGroupArgs, FabricArgs {
    /** An NVIDIA type, for example `p5.48xlarge`; its processors may be ARM. */
    readonly instanceType: Type;
    /**
     * How the machines are bought: `onDemand()`, `spot()`, `reservation(…)`, `capacityBlock(…)` or `futureReservation(…)`.
     * Default: `onDemand()`. Reserved machines set the zone of the group; before they are there it has no nodes.
     */
    readonly capacity?: AwsCapacity;
    /** How pods share the GPUs: `mig(…)`, `timeSlicing(…)` or `mps(…)`. Default: every GPU belongs to one pod at a time. */
    readonly sharing?: SharingOf<Type>;
}

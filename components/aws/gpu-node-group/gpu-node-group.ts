import * as pulumi from "@pulumi/pulumi";
import type { AwsNvidiaInstanceType } from "../../catalog/aws/instance-types";
import type { WindowTimes } from "../../fleet/capacity/window";
import type { FacetOwner, Facets } from "../../fleet/facets";
import type { Pool, PoolOwner } from "../../fleet/pool";
import { currentInstant } from "../clock";
import { groupFacets } from "../facets/group-facets";
import { makeNodeGroup } from "../node-group/make-node-group";
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
export class GpuNodeGroup<Type extends AwsNvidiaInstanceType = AwsNvidiaInstanceType>
    extends pulumi.ComponentResource
    implements PoolOwner, FacetOwner
{
    static readonly __pulumiType = "accelerators:aws:GpuNodeGroup";

    /** What the group offers to its cluster; known before anything is created. */
    readonly pool: Pool;
    /** What rules about whole fleets are told besides the pool: its role, and how it enters the cluster. */
    readonly facets: Facets;
    /** When there are machines: opening, draining and end of a block or reservation. Empty when there always are. */
    readonly window: WindowTimes;
    /** Names of its managed node groups in EKS: one, or one for each zone. */
    readonly nodeGroupNames: pulumi.Output<readonly string[]>;
    /** ARN of the role of its nodes: what they may do in AWS is attached to it. */
    readonly nodeRoleArn: pulumi.Output<string>;

    constructor(name: string, args: GpuNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        const plan = planGpuNodeGroup(name, args, currentInstant());
        super(GpuNodeGroup.__pulumiType, name, {}, opts);
        const { nodeGroupNames, nodeRoleArn } = makeNodeGroup(name, plan, args, this);
        this.pool = plan.pool;
        this.facets = groupFacets(plan.pool, args.nodeRoleArn === undefined);
        this.window = plan.window;
        this.nodeGroupNames = nodeGroupNames;
        this.nodeRoleArn = nodeRoleArn;
        this.registerOutputs({
            pool: this.pool,
            facets: this.facets,
            window: this.window,
            nodeGroupNames: this.nodeGroupNames,
            nodeRoleArn: this.nodeRoleArn,
        });
    }
}

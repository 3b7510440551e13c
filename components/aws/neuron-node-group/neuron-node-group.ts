import * as pulumi from "@pulumi/pulumi";
import type { AwsNeuronInstanceType } from "../../catalog/aws/instance-types";
import type { WindowTimes } from "../../fleet/capacity/window";
import type { FacetOwner, Facets } from "../../fleet/facets";
import type { Pool, PoolOwner } from "../../fleet/pool";
import { currentInstant } from "../clock";
import { groupFacets } from "../facets/group-facets";
import { makeNodeGroup } from "../node-group/make-node-group";
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
export class NeuronNodeGroup<Type extends AwsNeuronInstanceType = AwsNeuronInstanceType>
    extends pulumi.ComponentResource
    implements PoolOwner, FacetOwner
{
    static readonly __pulumiType = "accelerators:aws:NeuronNodeGroup";

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

    constructor(name: string, args: NeuronNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        const plan = planNeuronNodeGroup(name, args, currentInstant());
        super(NeuronNodeGroup.__pulumiType, name, {}, opts);
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

import * as pulumi from "@pulumi/pulumi";
import type { AwsFpgaInstanceType } from "../../catalog/aws/instance-types";
import type { WindowTimes } from "../../fleet/capacity/window";
import type { FacetOwner, Facets } from "../../fleet/facets";
import type { Pool, PoolOwner } from "../../fleet/pool";
import { currentInstant } from "../clock";
import { groupFacets } from "../facets/group-facets";
import { makeNodeGroup } from "../node-group/make-node-group";
import type { FpgaNodeGroupArgs } from "./arguments";
import { planFpgaNodeGroup } from "./plan";

/**
 * Nodes with FPGAs: one instance type, images that are loaded at boot, and a taint that keeps other pods away. The FPGAs can be
 * asked for once `kubernetes.DevicePlugins` serves the group. The role of the nodes may look at FPGA images, and make none.
 *
 * @example
 * const fpgas = new aws.FpgaNodeGroup("fpgas", {
 *     cluster,
 *     instanceType: "f2.6xlarge",
 *     nodes: 2,
 *     load: { agfi: "agfi-0f0e045f919413242" },
 * });
 *
 * @example
 * // Two slots of eight with images of their own, and 64 GiB of huge pages:
 * const sliced = new aws.FpgaNodeGroup("sliced", {
 *     cluster,
 *     instanceType: "f2.48xlarge",
 *     nodes: { min: 0, max: 2 },
 *     load: [{ agfi: "agfi-0f0e045f919413242" }, { agfi: "agfi-0fcf87119b8e97bf3" }],
 *     hugePages: { size: "1Gi", count: 64 },
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class FpgaNodeGroup<Type extends AwsFpgaInstanceType = AwsFpgaInstanceType>
    extends pulumi.ComponentResource
    implements PoolOwner, FacetOwner
{
    static readonly __pulumiType = "accelerators:aws:FpgaNodeGroup";

    /** What the group offers to its cluster; known before anything is created. */
    readonly pool: Pool;
    /** What rules about whole fleets are told besides the pool: its role, and how it enters the cluster. */
    readonly facets: Facets;
    /** When there are machines: opening, draining and end of a reservation. Empty when there always are. */
    readonly window: WindowTimes;
    /** Names of its managed node groups in EKS: one, or one for each zone. */
    readonly nodeGroupNames: pulumi.Output<readonly string[]>;
    /** ARN of the role of its nodes: what they may do in AWS is attached to it. */
    readonly nodeRoleArn: pulumi.Output<string>;

    constructor(name: string, args: FpgaNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        const plan = planFpgaNodeGroup(name, args, currentInstant());
        super(FpgaNodeGroup.__pulumiType, name, {}, opts);
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

import * as pulumi from "@pulumi/pulumi";
import type { FacetOwner, Facets } from "../../fleet/facets";
import type { Pool, PoolOwner } from "../../fleet/pool";
import { currentInstant } from "../clock";
import { groupFacets } from "../facets/group-facets";
import { makeNodeGroup } from "../node-group/make-node-group";
import type { SystemNodeGroupArgs } from "./arguments";
import { planSystemNodeGroup } from "./plan";

/**
 * Nodes without accelerators and without a taint, where the cluster's own pods run. The first one brings the cluster its DNS.
 *
 * @example
 * const system = new aws.SystemNodeGroup("system", { cluster, nodes: 2 });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class SystemNodeGroup extends pulumi.ComponentResource implements PoolOwner, FacetOwner {
    static readonly __pulumiType = "accelerators:aws:SystemNodeGroup";

    /** What the group offers to its cluster; known before anything is created. */
    readonly pool: Pool;
    /** What rules about whole fleets are told besides the pool: its role, and how it enters the cluster. */
    readonly facets: Facets;
    /** Names of its managed node groups in EKS: one, or one for each zone. */
    readonly nodeGroupNames: pulumi.Output<readonly string[]>;
    /** ARN of the role of its nodes: what they may do in AWS is attached to it. */
    readonly nodeRoleArn: pulumi.Output<string>;

    constructor(name: string, args: SystemNodeGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        const plan = planSystemNodeGroup(name, args, currentInstant());
        super(SystemNodeGroup.__pulumiType, name, {}, opts);
        const { groups, nodeGroupNames, nodeRoleArn } = makeNodeGroup(name, plan, args, this);
        args.cluster.systemNodesAre(groups);
        this.pool = plan.pool;
        this.facets = groupFacets(plan.pool, args.nodeRoleArn === undefined);
        this.nodeGroupNames = nodeGroupNames;
        this.nodeRoleArn = nodeRoleArn;
        this.registerOutputs({
            pool: this.pool,
            facets: this.facets,
            nodeGroupNames: this.nodeGroupNames,
            nodeRoleArn: this.nodeRoleArn,
        });
    }
}

import * as pulumi from "@pulumi/pulumi";
import type { WindowTimes } from "../../fleet/capacity/window";
import type { FacetOwner, Facets } from "../../fleet/facets";
import type { Pool, PoolOwner } from "../../fleet/pool";
import { groupFacets } from "../facets/group-facets";
import type { NodeGroupArgs } from "./arguments";
import { makeNodeGroup } from "./make-node-group";
import type { NodeGroupPlan } from "./plan";

/** What every component of node groups is: a plan, made. What its nodes are for, each says by itself. */
export abstract class NodeGroup extends pulumi.ComponentResource implements PoolOwner, FacetOwner {
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
    /** The groups themselves, for what has to wait for nodes. */
    protected readonly groups: readonly pulumi.Resource[];

    /** @param plan decided before: a constructor that refuses has registered nothing */
    protected constructor(
        type: string,
        name: string,
        plan: NodeGroupPlan,
        args: NodeGroupArgs,
        opts: pulumi.ComponentResourceOptions | undefined,
    ) {
        super(type, name, {}, opts);
        const { groups, nodeGroupNames, nodeRoleArn } = makeNodeGroup(name, plan, args, this);
        this.pool = plan.pool;
        this.facets = groupFacets(plan.pool, args.nodeRoleArn === undefined);
        this.window = plan.window;
        this.nodeGroupNames = nodeGroupNames;
        this.nodeRoleArn = nodeRoleArn;
        this.groups = groups;
        this.registerOutputs({
            pool: this.pool,
            facets: this.facets,
            window: this.window,
            nodeGroupNames: this.nodeGroupNames,
            nodeRoleArn: this.nodeRoleArn,
        });
    }
}

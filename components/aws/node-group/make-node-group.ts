import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import { makeAutoScalingGroups } from "./make-auto-scaling-groups";
import { makeFabric } from "./make-fabric";
import { makeManagedGroups } from "./make-managed-groups";
import { nodeRole } from "./node-role";
import type { NodeGroupPlan } from "./plan";

/** The groups of a pool with what they are made from. */
export interface MadeNodeGroup {
    /** One over all zones, or one for each. */
    readonly groups: readonly pulumi.Resource[];
    readonly nodeGroupNames: pulumi.Output<readonly string[]>;
    readonly nodeRoleArn: pulumi.Output<string>;
}

/** Who keeps the machines, and how a group of that kind is made. */
const makers = { managed: makeManagedGroups, selfManaged: makeAutoScalingGroups } as const;

/** The AWS resources of a planned group, as children of a component. */
export function makeNodeGroup(
    name: string,
    plan: NodeGroupPlan,
    args: NodeGroupArgs,
    parent: pulumi.Resource,
): MadeNodeGroup {
    const scope: Scope = { name, region: plan.pool.region, tags: { ...args.cluster.tags, ...args.tags }, parent };
    const role = nodeRole(args.nodeRoleArn, plan.nodeActions, scope);
    const fabric = makeFabric(plan.pool, args, scope);
    const made = makers[args.manager ?? "managed"](plan, args, role, fabric, scope);
    return {
        groups: made.map(({ group }) => group),
        nodeGroupNames: pulumi.all(made.map(({ name: physical }) => physical)),
        nodeRoleArn: role.nodeRoleArn,
    };
}

import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { SecurityGroup } from "../../fleet/facets";
import type { Fabric } from "../../fleet/fabric";
import type { Pool } from "../../fleet/pool";
import { placed, type Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import { efaSecurityGroup } from "./efa-security-group";
import { templateNetwork, type TemplateNetwork } from "./template-network";

/** How the machines of a group are on the network, with what has to be there before they start. */
export interface MadeFabric {
    readonly network: TemplateNetwork;
    readonly placement: pulumi.Input<{ readonly groupName: pulumi.Input<string> }> | undefined;
    /** What must exist before a machine starts, and outlive it. */
    readonly before: readonly pulumi.Resource[];
}

/**
 * The wiring of a group: a security group for its EFA frames and a placement group, each for this group alone. The cluster's
 * own security group is on every interface too.
 */
export function makeFabric(pool: Pool, args: NodeGroupArgs, scope: Scope): MadeFabric {
    const { cluster, manager, securityGroupIds = [] } = args;
    const { fabric } = pool;
    const planned = efaSecurityGroup(pool);
    const efa = planned && makeSecurityGroup(planned, cluster.network.vpcId, scope);
    const own = [...securityGroupIds, ...(efa === undefined ? [] : [efa.group.id])];
    // Left to itself, EKS gives the machines of its own groups the cluster's security group, and nobody gives it to others.
    const named = own.length > 0 || fabric.interfaces.length > 0 || manager === "selfManaged";
    return {
        network: templateNetwork(fabric, named ? [cluster.securityGroupId, ...own] : []),
        placement: placementOf(fabric, scope),
        before: efa?.rules ?? [],
    };
}

function placementOf({ placement }: Fabric, scope: Scope): MadeFabric["placement"] {
    if (placement === "none") return undefined;
    if (placement !== "cluster") return { groupName: placement.given };
    const child = `${scope.name}-placement`;
    const group = new ec2.PlacementGroup(
        child,
        { ...placed(scope, child), strategy: "cluster" },
        { parent: scope.parent },
    );
    return { groupName: group.name };
}

/** The group with its rules, as planned: each refers to the group itself. */
function makeSecurityGroup(
    { rules }: SecurityGroup,
    vpcId: pulumi.Output<string>,
    scope: Scope,
): { readonly group: ec2.SecurityGroup; readonly rules: readonly pulumi.Resource[] } {
    const { parent } = scope;
    const child = `${scope.name}-efa`;
    const description = "EFA between the nodes of a group";
    const group = new ec2.SecurityGroup(child, { ...placed(scope, child), vpcId, description }, { parent });
    const made = rules.map(({ direction }) => {
        const rule = direction === "ingress" ? `${child}-in` : `${child}-out`;
        const inputs = {
            ...placed(scope, rule),
            securityGroupId: group.id,
            referencedSecurityGroupId: group.id,
            ipProtocol: "-1",
            description,
        };
        return direction === "ingress"
            ? new vpc.SecurityGroupIngressRule(rule, inputs, { parent })
            : new vpc.SecurityGroupEgressRule(rule, inputs, { parent });
    });
    return { group, rules: made };
}

import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { actionsPolicy } from "../iam";
import { makeRole } from "../role";
import type { Scope } from "../scope";
import { nodePolicies } from "./node-policies";

/** The role of a group's nodes. */
export interface NodeRole {
    readonly nodeRoleArn: pulumi.Output<string>;
    readonly permissions: readonly pulumi.Resource[];
}

/**
 * A role for each group, so that a group can be given more without giving it to all. It may join and pull; the right to move
 * network interfaces belongs to the network add-on alone. What a kind of nodes needs besides is a policy within the role.
 */
export function nodeRole(given: pulumi.Input<string> | undefined, actions: readonly string[], scope: Scope): NodeRole {
    if (given !== undefined) return { nodeRoleArn: pulumi.output(given), permissions: [] };
    const { role, permissions } = makeRole(
        `${scope.name}-node`,
        "ec2.amazonaws.com",
        "Nodes of an EKS node group",
        nodePolicies,
        scope,
    );
    const more = actions.map(
        action =>
            new iam.RolePolicy(
                `${scope.name}-node-${action.replace(":", "-")}`,
                { role: role.name, policy: actionsPolicy([action]) },
                { parent: scope.parent },
            ),
    );
    return { nodeRoleArn: role.arn, permissions: [...permissions, ...more] };
}

import * as pulumi from "@pulumi/pulumi";
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
 * network interfaces belongs to the network add-on alone.
 */
export function nodeRole(given: pulumi.Input<string> | undefined, scope: Scope): NodeRole {
    if (given !== undefined) return { nodeRoleArn: pulumi.output(given), permissions: [] };
    const { role, permissions } = makeRole(
        `${scope.name}-node`,
        "ec2.amazonaws.com",
        "Nodes of an EKS node group",
        nodePolicies,
        scope,
    );
    return { nodeRoleArn: role.arn, permissions };
}

import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { managedPolicyArn, trustPolicy, type ManagedPolicy, type TrustedService } from "./iam";
import { namedTags, type Scope } from "./scope";

/** An IAM role with what it may do attached. Whoever uses it depends on `permissions` too, to come after and go before them. */
export interface RoleWithPermissions {
    readonly role: iam.Role;
    readonly permissions: readonly pulumi.Resource[];
}

/** A role that one AWS service may take, with policies that AWS keeps. */
export function makeRole(
    child: string,
    service: TrustedService,
    description: string,
    policies: readonly ManagedPolicy[],
    scope: Scope,
): RoleWithPermissions {
    const { region, tags, parent } = scope;
    const role = new iam.Role(
        child,
        { assumeRolePolicy: trustPolicy(service), description, tags: namedTags(tags, child) },
        { parent },
    );
    const permissions = policies.map(
        policy =>
            new iam.RolePolicyAttachment(
                `${child}-${policy}`,
                { role: role.name, policyArn: managedPolicyArn(policy, region) },
                { parent },
            ),
    );
    return { role, permissions };
}

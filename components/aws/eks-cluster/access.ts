import * as eks from "@pulumi/aws/eks";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { clusterAdminPolicyArn } from "../iam";
import { namedTags, type Scope } from "../scope";

/** Who administers a cluster. */
export interface Administrators {
    readonly creator: boolean;
    /** ARNs of users and roles, by the user's name for them. */
    readonly named: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Makes administrators. What is made in the cluster depends on the result: nobody else may make it, or delete it. */
export function admit(
    { creator, named }: Administrators,
    clusterName: pulumi.Output<string>,
    scope: Scope,
): readonly pulumi.Resource[] {
    const { name, parent } = scope;
    const others = Object.entries(named).map(([admin, arn]) =>
        admitOne(`${name}-admin-${admin}`, arn, clusterName, scope),
    );
    if (!creator) return others;
    // The one who creates the cluster stays its administrator when a colleague or a pipeline runs the program later.
    const kept = { ignoreChanges: ["principalArn"] };
    return [admitOne(`${name}-creator`, callerPrincipal(parent), clusterName, scope, kept), ...others];
}

/** The user or role that runs the program. An access entry wants the role itself, with its path: a session has neither. */
function callerPrincipal(parent: pulumi.Resource): pulumi.Output<string> {
    const caller = getCallerIdentityOutput({}, { parent });
    return iam.getSessionContextOutput({ arn: caller.arn }, { parent }).issuerArn;
}

function admitOne(
    child: string,
    principalArn: pulumi.Input<string>,
    clusterName: pulumi.Output<string>,
    { region, tags, parent }: Scope,
    options: pulumi.CustomResourceOptions = {},
): pulumi.Resource {
    const entry = new eks.AccessEntry(
        child,
        { region, clusterName, principalArn, type: "STANDARD", tags: namedTags(tags, child) },
        { ...options, parent },
    );
    return new eks.AccessPolicyAssociation(
        child,
        {
            region,
            clusterName,
            principalArn: entry.principalArn,
            policyArn: clusterAdminPolicyArn(region),
            accessScope: { type: "cluster" },
        },
        { ...options, parent },
    );
}

/**
 * Who a token's owner is inside a cluster: what EKS's authenticator answers to the API server, from access entries and the
 * access policies associated with them. Source: EKS user guide access-entries, access-policies; usernames and groups of an
 * entry as its own documentation gives them; `aws-auth` is a ConfigMap of the user's and is not read here.
 */
import type { Account, StoredResource } from "../../contract";
import { record, text, texts } from "../../props";
import { roleByName } from "../iam/roles";
import { associationsOf, entryFor } from "./access-entries";
import { accessPolicy, type AccessPolicy } from "./access-policies";
import { authenticationMode, clusterByArn } from "./clusters";

export interface ClusterUser {
    readonly username: string;
    /** Stays the same for one principal, whatever its session is called. */
    readonly uid: string;
    readonly groups: readonly string[];
    readonly grants: readonly Grant[];
}

/** An access policy and where it holds. */
export interface Grant {
    readonly policy: AccessPolicy;
    /** Undefined means the whole cluster. May hold `*` at the end of a name, as EKS allows. */
    readonly namespaces: readonly string[] | undefined;
}

/**
 * The user behind a principal (a role, user or `sts` session ARN) in the cluster with this ARN; undefined for one that may
 * not enter. `privateDnsName` is the node's own name, for the kubelets of EC2_LINUX entries.
 */
export function authenticate(
    account: Account,
    clusterArn: string,
    principalArn: string,
    privateDnsName = "",
): ClusterUser | undefined {
    const cluster = clusterByArn(account, clusterArn);
    if (!cluster) return undefined;
    const { iamArn, sessionName } = identity(account, principalArn);
    const entry = entryFor(account, cluster, iamArn);
    if (!entry) return creatorOf(cluster, iamArn);
    const username = text(entry.outputs, "userName")
        .replaceAll("{{SessionName}}", sessionName)
        .replaceAll("{{EC2PrivateDNSName}}", privateDnsName);
    return {
        username,
        uid: `aws-iam-authenticator:${account.accountId}:${iamArn}`,
        groups: texts(entry.outputs, "kubernetesGroups"),
        grants: associationsOf(account, cluster, iamArn).flatMap(each => grantOf(account, each)),
    };
}

function grantOf(account: Account, association: StoredResource): readonly Grant[] {
    const policy = accessPolicy(text(association.inputs, "policyArn"), account.partition);
    const scope = record(association.inputs, "accessScope") ?? {};
    if (!policy) return [];
    return [{ policy, namespaces: scope.type === "namespace" ? texts(scope, "namespaces") : undefined }];
}

/** Before access entries, whoever created a cluster was in `system:masters` of it, and nothing shows that. */
function creatorOf(cluster: StoredResource, iamArn: string): ClusterUser | undefined {
    if (authenticationMode(cluster) === "API" || cluster.hidden.creatorArn !== iamArn) return undefined;
    if (record(cluster.inputs, "accessConfig")?.bootstrapClusterCreatorAdminPermissions === false) return undefined;
    return { username: "kubernetes-admin", uid: iamArn, groups: ["system:masters"], grants: [] };
}

/** The IAM principal behind a session: `arn:aws:sts::1…:assumed-role/Name/session` is the role `Name`, whatever its path. */
function identity(account: Account, principalArn: string): { iamArn: string; sessionName: string } {
    const session = /^arn:[^:]+:sts::\d+:assumed-role\/(?<role>[^/]+)\/(?<session>.+)$/.exec(principalArn)?.groups;
    if (!session) return { iamArn: principalArn, sessionName: principalArn.split("/").at(-1) ?? "" };
    const role = roleByName(account, session.role ?? "");
    const iamArn = role ? text(role.outputs, "arn") : principalArn;
    return { iamArn, sessionName: (session.session ?? "").replaceAll("@", "-") };
}

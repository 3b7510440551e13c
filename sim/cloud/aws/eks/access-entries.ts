/**
 * Access entries as EKS keeps them. Rules and texts: EKS user guide creating-access-entries; measured against
 * CreateAccessEntry on 2026-09-24 and 2026-09-25 in badmintoncryer/cdk-preflight (rules/eks/pf-eks-accessentry-…).
 */
import { createHash } from "node:crypto";

import type { Account, Props, StoredResource } from "../../contract";
import { optionalText, text, texts } from "../../props";
import { principalExists } from "../iam/roles";
import { arnOf, authenticationMode, partsOf } from "./clusters";
import { eksError } from "./eks-error";
import { ACCESS_ENTRY, ACCESS_POLICY_ASSOCIATION } from "./tokens";

export const entryTypes = [
    "STANDARD",
    "EC2",
    "EC2_LINUX",
    "EC2_WINDOWS",
    "FARGATE_LINUX",
    "HYBRID_LINUX",
    "HYPERPOD_LINUX",
] as const;

const nodeTypes = ["EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "EC2"];
const reservedPrefixes = ["system:", "eks:", "aws:", "amazon:", "iam:"];

export function entryId(clusterName: string, principalArn: string): string {
    return `${clusterName}:${principalArn}`;
}

export function entryFor(account: Account, cluster: StoredResource, principalArn: string): StoredResource | undefined {
    return account.store.get(ACCESS_ENTRY, cluster.region, entryId(cluster.id, principalArn));
}

/** Refuses what CreateAccessEntry refuses, and says what the new entry answers. */
export function createEntry(account: Account, cluster: StoredResource, inputs: Props): Props {
    const refuse = (text: string) => eksError("CreateAccessEntry", "InvalidParameterException", text);
    const principalArn = text(inputs, "principalArn");
    const type = optionalText(inputs, "type") ?? "STANDARD";
    requireEntries(cluster, "CreateAccessEntry");
    if (principalArn.includes(":role/aws-service-role/"))
        throw refuse(
            "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
        );
    if (nodeTypes.includes(type)) {
        const listed = `[${nodeTypes.join(", ")}]`;
        if (/:iam::\d+:user\//.test(principalArn))
            throw refuse(`AccessEntry principalArn must be IAM role when using types ${listed}`);
        if (!principalArn.includes(`:${account.accountId}:`))
            throw refuse(
                `AccessEntry principalArn must be from the same account as the cluster when using types ${listed}`,
            );
    }
    if (!/^arn:[a-z-]+:iam::\d{12}:(user|role|root)/.test(principalArn) || !principalExists(account, principalArn))
        throw refuse("The specified principalArn is invalid: invalid principal.");
    if (entryFor(account, cluster, principalArn))
        throw eksError(
            "CreateAccessEntry",
            "ResourceInUseException",
            "The specified access entry resource is already in use on this cluster.",
        );
    refuseNames("CreateAccessEntry", type, inputs);
    const now = account.now().toISOString();
    return {
        accessEntryArn: entryArn(account, cluster, principalArn),
        createdAt: now,
        modifiedAt: now,
        kubernetesGroups: groupsOf(type, inputs),
        userName: optionalText(inputs, "userName") ?? defaultUserName(principalArn, type),
    };
}

export function updateEntry(account: Account, current: StoredResource, inputs: Props): Props {
    const type = optionalText(inputs, "type") ?? "STANDARD";
    refuseNames("UpdateAccessEntry", type, inputs);
    return {
        modifiedAt: account.now().toISOString(),
        kubernetesGroups: groupsOf(type, inputs),
        userName: optionalText(inputs, "userName") ?? text(current.outputs, "userName"),
    };
}

/** "The cluster's authentication mode must be …": a CONFIG_MAP cluster has no access entries. */
export function requireEntries(cluster: StoredResource, operation: string): void {
    if (authenticationMode(cluster) === "CONFIG_MAP")
        throw eksError(
            operation,
            "InvalidRequestException",
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
        );
}

/**
 * The entry that EKS makes by itself: for the creator of a cluster, and for the node role of a managed group ("EKS creates
 * an access entry for the node role", EKS user guide creating-access-entries). It stays when the group goes.
 */
export function ensureEntry(account: Account, cluster: StoredResource, principalArn: string, type: string): void {
    if (authenticationMode(cluster) === "CONFIG_MAP" || entryFor(account, cluster, principalArn)) return;
    const inputs = { clusterName: cluster.id, principalArn, type };
    account.store.put({
        type: ACCESS_ENTRY,
        region: cluster.region,
        id: entryId(cluster.id, principalArn),
        inputs,
        outputs: { ...inputs, ...createEntry(account, cluster, inputs), region: cluster.region, tagsAll: {} },
        hidden: {},
        createdAt: account.now().toISOString(),
        requested: false,
    });
}

/** Gives a principal an access policy over the whole cluster, as EKS does for the creator. */
export function ensureAssociation(
    account: Account,
    cluster: StoredResource,
    principalArn: string,
    policyArn: string,
): void {
    const id = associationId(cluster.id, principalArn, policyArn);
    if (account.store.get(ACCESS_POLICY_ASSOCIATION, cluster.region, id)) return;
    const now = account.now().toISOString();
    const inputs = { clusterName: cluster.id, principalArn, policyArn, accessScope: { type: "cluster" } };
    account.store.put({
        type: ACCESS_POLICY_ASSOCIATION,
        region: cluster.region,
        id,
        inputs,
        outputs: { ...inputs, associatedAt: now, modifiedAt: now, region: cluster.region },
        hidden: {},
        createdAt: now,
        requested: false,
    });
}

export function associationId(clusterName: string, principalArn: string, policyArn: string): string {
    return `${clusterName}#${principalArn}#${policyArn}`;
}

/** Associations of one entry. */
export function associationsOf(
    account: Account,
    cluster: StoredResource,
    principalArn: string,
): readonly StoredResource[] {
    return partsOf(account, cluster, ACCESS_POLICY_ASSOCIATION).filter(
        each => each.inputs.principalArn === principalArn,
    );
}

/** Nodes join in the groups that EKS gives their type; nobody may choose others. */
function groupsOf(type: string, inputs: Props): readonly string[] {
    switch (type) {
        case "EC2_WINDOWS":
            return ["eks:kube-proxy-windows", "system:bootstrappers", "system:nodes"];
        case "EC2_LINUX":
        case "EC2":
        case "FARGATE_LINUX":
        case "HYBRID_LINUX":
        case "HYPERPOD_LINUX":
            return ["system:nodes"];
        default:
            return texts(inputs, "kubernetesGroups");
    }
}

/** User name templates of EKS user guide creating-access-entries, "default username". */
function defaultUserName(principalArn: string, type: string): string {
    if (type === "EC2_LINUX" || type === "EC2_WINDOWS") return "system:node:{{EC2PrivateDNSName}}";
    if (type !== "STANDARD") return "system:node:{{SessionName}}";
    const role = /^arn:(?<partition>[^:]+):iam::(?<account>\d+):role\/(?:.*\/)?(?<name>[^/]+)$/.exec(
        principalArn,
    )?.groups;
    if (!role) return principalArn;
    return `arn:${role.partition ?? ""}:sts::${role.account ?? ""}:assumed-role/${role.name ?? ""}/{{SessionName}}`;
}

function refuseNames(operation: string, type: string, inputs: Props): void {
    const refuse = (text: string) => eksError(operation, "InvalidParameterException", text);
    const groups = texts(inputs, "kubernetesGroups");
    const userName = optionalText(inputs, "userName");
    if (type !== "STANDARD" && groups.length > 0)
        throw refuse(
            `The specified kubernetesGroups is invalid: setting kubernetesGroups is not allowed when the type is "${type}"`,
        );
    if (type !== "STANDARD" && userName !== undefined)
        throw refuse(`The specified username is invalid: setting username is not allowed when the type is "${type}"`);
    for (const prefix of reservedPrefixes) {
        const group = groups.find(each => each.startsWith(prefix));
        if (group !== undefined)
            throw refuse(`The kubernetes group name ${group} is invalid, it cannot start with ${prefix}`);
        if (userName?.startsWith(prefix)) throw refuse(`The username must not begin with ${prefix}`);
    }
}

function entryArn(account: Account, cluster: StoredResource, principalArn: string): string {
    const [kind = "", ...name] = principalArn.split(":").slice(5).join(":").split("/");
    const principalAccount = principalArn.split(":")[4] ?? account.accountId;
    const serial = createHash("sha256")
        .update(arnOf(cluster) + principalArn)
        .digest("hex");
    const uuid = [
        serial.slice(0, 8),
        serial.slice(8, 12),
        serial.slice(12, 16),
        serial.slice(16, 20),
        serial.slice(20, 32),
    ];
    const path = [cluster.id, kind, principalAccount, ...name, uuid.join("-")].join("/");
    return `arn:${account.partition}:eks:${cluster.region}:${account.accountId}:access-entry/${path}`;
}

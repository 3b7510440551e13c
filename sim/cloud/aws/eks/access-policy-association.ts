import type { Account, Props, ResourceType, StoredResource } from "../../contract";
import { optionalText, record, text, texts } from "../../props";
import { associationId, entryFor, requireEntries } from "./access-entries";
import { accessPolicy, isAccessPolicyArn } from "./access-policies";
import { activeCluster } from "./clusters";
import { eksError } from "./eks-error";
import { ACCESS_POLICY_ASSOCIATION } from "./tokens";

const operation = "AssociateAccessPolicy";

/**
 * AssociateAccessPolicy, DisassociateAccessPolicy. Texts measured on 2026-09-25 in badmintoncryer/cdk-preflight
 * (rules/eks/pf-eks-accessentry-policy-…, -scope-…).
 */
export const accessPolicyAssociation: ResourceType = {
    token: ACCESS_POLICY_ASSOCIATION,
    title: "EKS Access Policy Association",
    operations: { create: operation, delete: "DisassociateAccessPolicy" },
    named: inputs =>
        associationId(text(inputs, "clusterName"), text(inputs, "principalArn"), text(inputs, "policyArn")),
    replaceOn: ["clusterName", "principalArn", "policyArn", "accessScope"],
    unordered: ["accessScope.namespaces"],

    create({ account, region }, inputs) {
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), operation);
        refuse(account, cluster, inputs);
        const now = account.now().toISOString();
        return {
            id: associationId(cluster.id, text(inputs, "principalArn"), text(inputs, "policyArn")),
            outputs: { associatedAt: now, modifiedAt: now },
        };
    },

    remove() {
        // The authenticator reads what is associated at each request.
    },
};

function refuse(account: Account, cluster: StoredResource, inputs: Props): void {
    const invalid = (text: string) => eksError(operation, "InvalidParameterException", text);
    const policyArn = text(inputs, "policyArn");
    requireEntries(cluster, operation);
    if (!isAccessPolicyArn(policyArn)) throw invalid("The policyArn parameter format is not valid");
    const entry = entryFor(account, cluster, text(inputs, "principalArn"));
    if (!entry)
        throw eksError(
            operation,
            "ResourceNotFoundException",
            "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
        );
    if ((optionalText(entry.inputs, "type") ?? "STANDARD") !== "STANDARD")
        throw eksError(
            operation,
            "InvalidRequestException",
            'This operation can only be performed on Access Entries with a type of "STANDARD"',
        );
    if (!accessPolicy(policyArn, account.partition))
        throw eksError(operation, "ResourceNotFoundException", "The specified policyArn could not be found.");
    const scope = record(inputs, "accessScope") ?? {};
    const namespaces = texts(scope, "namespaces");
    if (scope.type === "namespace" && namespaces.length === 0)
        throw invalid("At least 1 namespace must be provided if the type is set as namespace");
    if (scope.type !== "namespace" && namespaces.length > 0)
        throw invalid("accessScope should not include namespaces if the type is not set as namespace");
}

import type { Account, Props, ResourceType } from "../../contract";
import { flag, optionalText, text } from "../../props";
import { roleByArn, roleTrusts } from "../iam/roles";
import { activeCluster, arnOf, partsOf } from "./clusters";
import { eksError } from "./eks-error";
import { POD_IDENTITY_ASSOCIATION } from "./tokens";

/**
 * CreatePodIdentityAssociation, Update…, Delete…. The role must let `pods.eks.amazonaws.com` assume it and tag the session
 * (EKS user guide pod-id-role). Texts measured on 2026-09-25 in badmintoncryer/cdk-preflight (rules/eks/pf-eks-podidentity-…).
 */
export const podIdentityAssociation: ResourceType = {
    token: POD_IDENTITY_ASSOCIATION,
    title: "EKS Pod Identity Association",
    named: inputs => `${text(inputs, "clusterName")}:${text(inputs, "namespace")}/${text(inputs, "serviceAccount")}`,
    replaceOn: ["clusterName", "namespace", "serviceAccount"],
    computed: ["disableSessionTags"],

    create({ account, region }, inputs) {
        const operation = "CreatePodIdentityAssociation";
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), operation);
        refuseNames(operation, inputs);
        refuseRole(account, operation, inputs);
        const twin = partsOf(account, cluster, POD_IDENTITY_ASSOCIATION).find(
            each => each.inputs.namespace === inputs.namespace && each.inputs.serviceAccount === inputs.serviceAccount,
        );
        if (twin)
            throw eksError(
                operation,
                "ResourceInUseException",
                `Association already exists: ${text(twin.outputs, "associationId")}`,
            );
        const associationId = account.newId("a");
        const path = `podidentityassociation/${cluster.id}/${associationId}`;
        return {
            id: associationId,
            outputs: {
                associationId,
                associationArn: arnOf(cluster).replace(/:cluster\/.*$/, `:${path}`),
                disableSessionTags: flag(inputs, "disableSessionTags"),
                externalId: "",
            },
        };
    },

    update({ account }, _current, inputs) {
        refuseRole(account, "UpdatePodIdentityAssociation", inputs);
        return {};
    },

    remove() {
        // Pods that run keep their credentials until these expire; none run with real ones here.
    },

    locate({ account, region }, importId) {
        const [clusterName, associationId] = importId.split(",");
        const found = account.store.get(POD_IDENTITY_ASSOCIATION, region, associationId ?? "");
        return found?.inputs.clusterName === clusterName ? found?.id : undefined;
    },
};

function refuseNames(operation: string, inputs: Props): void {
    const label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    const subdomain = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
    for (const [parameter, pattern] of [
        ["namespace", label],
        ["serviceAccount", subdomain],
    ] as const)
        if (!new RegExp(pattern).test(text(inputs, parameter)))
            throw eksError(
                operation,
                "InvalidParameterException",
                `The parameter ${parameter} contains invalid characters. It should conform to the regular expression "${pattern}"`,
            );
}

function refuseRole(account: Account, operation: string, inputs: Props): void {
    const roleArn = text(inputs, "roleArn");
    const role = roleByArn(account, roleArn);
    if (!roleArn.includes(`:${account.accountId}:`))
        throw eksError(operation, "AccessDeniedException", "Cross-account pass role is not allowed.");
    if (!role) throw eksError(operation, "InvalidParameterException", "Role provided in the request does not exist.");
    const trusted = ["sts:AssumeRole", "sts:TagSession"].every(action => roleTrusts(account, role, "pods.eks", action));
    if (!trusted)
        throw eksError(
            operation,
            "InvalidParameterException",
            "Trust policy of role provided in the request is missing required permission(s) sts:AssumeRole, sts:TagSession for pods.eks.amazonaws.com.",
        );
    if (optionalText(inputs, "policy") !== undefined && inputs.disableSessionTags !== true)
        throw eksError(
            operation,
            "InvalidParameterException",
            "When policy is specified, disableSessionTags must be set to true",
        );
}

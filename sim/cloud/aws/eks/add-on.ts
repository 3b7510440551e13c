import type { Account, Call, InputProblem, Props, ResourceType, StoredResource } from "../../contract";
import { optionalText, records, text } from "../../props";
import { roleByArn } from "../iam/roles";
import { addOnHealth } from "./add-on-health";
import { settingsProblem } from "./add-on-settings";
import { addOnIsOffered, defaultAddOnVersion, versionIsOffered } from "./add-on-versions";
import { activeCluster, arnOf, clusterNamed } from "./clusters";
import { eksError } from "./eks-error";
import { comesTrue } from "./patience";
import { ADD_ON } from "./tokens";

/** Time-outs of the provider: terraform-provider-aws `internal/service/eks/addon.go`. */
const timeoutMinutes = { create: 20, update: 20 } as const;

/**
 * CreateAddon, UpdateAddon, DeleteAddon. Nothing is installed into the cluster: an add-on is what EKS says of it, ACTIVE when
 * its pods would run. Texts measured on 2026-09-25 in badmintoncryer/cdk-preflight (rules/eks/pf-eks-addon-…).
 */
export const addOn: ResourceType = {
    token: ADD_ON,
    title: "EKS Add-On",
    named: inputs => `${text(inputs, "clusterName")}:${text(inputs, "addonName")}`,
    replaceOn: ["clusterName", "addonName", "namespaceConfig"],
    computed: ["addonVersion", "configurationValues", "namespaceConfig"],
    unordered: ["podIdentityAssociations"],

    check(inputs): readonly InputProblem[] {
        return [
            ...oneOf(inputs, "resolveConflictsOnCreate", ["NONE", "OVERWRITE"]),
            ...oneOf(inputs, "resolveConflictsOnUpdate", ["NONE", "OVERWRITE", "PRESERVE"]),
        ];
    },

    create({ account, region }, inputs) {
        const operation = "CreateAddon";
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), operation);
        const addonName = text(inputs, "addonName");
        const id = `${cluster.id}:${addonName}`;
        if (account.store.get(ADD_ON, region, id))
            throw eksError(operation, "ResourceInUseException", "Addon already exists.");
        const addonVersion = refuse(account, operation, cluster, inputs);
        const now = account.now().toISOString();
        return {
            id,
            outputs: {
                arn: arnOf(cluster).replace(
                    /:cluster\/.*$/,
                    `:addon/${cluster.id}/${addonName}/${account.newId("addon")}`,
                ),
                addonVersion,
                configurationValues: optionalText(inputs, "configurationValues") ?? "",
                createdAt: now,
                modifiedAt: now,
            },
            hidden: { status: "CREATING", conflicts: conflicts(cluster, inputs, addonVersion) },
        };
    },

    update({ account, region }, current, inputs) {
        const operation = "UpdateAddon";
        const cluster = activeCluster(account, region, text(inputs, "clusterName"), operation);
        const kept = optionalText(inputs, "addonVersion") ?? text(current.outputs, "addonVersion");
        const changed = kept !== current.outputs.addonVersion;
        refuse(account, operation, cluster, changed ? inputs : { ...inputs, addonVersion: "" });
        const overwrites = optionalText(inputs, "resolveConflictsOnUpdate") === "OVERWRITE";
        const conflicting = current.hidden.conflicts === true && !overwrites;
        account.store.put({ ...current, hidden: { ...current.hidden, status: "UPDATING", conflicts: conflicting } });
        return {
            addonVersion: kept,
            configurationValues: optionalText(inputs, "configurationValues") ?? "",
            modifiedAt: account.now().toISOString(),
        };
    },

    remove({ account, region }, current) {
        clusterNamed(account, region, text(current.inputs, "clusterName"), "DeleteAddon");
    },

    async settle(call, id, after) {
        if (after !== "delete") await becomeActive(call, id, after);
    },

    async resume(call, current) {
        if (current.hidden.status === "ACTIVE") return;
        await becomeActive(call, current.id, "create").catch(() => undefined);
    },
};

async function becomeActive(call: Call, id: string, after: "create" | "update"): Promise<void> {
    const current = () => call.account.store.get(ADD_ON, call.region, id);
    const setStatus = (status: string) =>
        call.account.change(() => {
            const stored = current();
            if (stored) call.account.store.put({ ...stored, hidden: { ...stored.hidden, status } });
        });
    const created = current();
    if (!created) return;
    const name = text(created.inputs, "addonName");
    if (created.hidden.conflicts === true) {
        await setStatus(after === "create" ? "CREATE_FAILED" : "UPDATE_FAILED");
        throw new Error(
            `unexpected state '${after === "create" ? "CREATE_FAILED" : "Failed"}', wanted target 'ACTIVE'. last error: ` +
                `${name}: ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode.`,
        );
    }
    const healthy = () => {
        const stored = current();
        return stored === undefined || addOnHealth(call.account, stored).healthy;
    };
    if (await comesTrue(call, timeoutMinutes[after] * 60, healthy)) return setStatus("ACTIVE");
    await setStatus("DEGRADED");
    const stored = current();
    const issue = stored ? addOnHealth(call.account, stored).issue : "";
    throw new Error(
        `timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: ${timeoutMinutes[after]}m0s): ` +
            `${name}: ${issue}`,
    );
}

/** Refuses what EKS refuses, and says which version it takes. An empty version is not looked up. */
function refuse(account: Account, operation: string, cluster: StoredResource, inputs: Props): string {
    const invalid = (text: string) => eksError(operation, "InvalidParameterException", text);
    const name = text(inputs, "addonName");
    const kubernetes = text(cluster.outputs, "version");
    if (!addOnIsOffered(name, kubernetes))
        throw invalid(`Addon ${name} specified is not supported in ${kubernetes} kubernetes version`);
    const version = optionalText(inputs, "addonVersion");
    if (version !== undefined && !versionIsOffered(name, kubernetes, version))
        throw invalid("Addon version specified is not supported");
    const problem = settingsProblem(name, optionalText(inputs, "configurationValues") ?? "");
    if (problem !== undefined) throw invalid(problem);
    const roles = records(inputs, "podIdentityAssociations").map(each => text(each, "roleArn"));
    for (const roleArn of [optionalText(inputs, "serviceAccountRoleArn"), ...roles]) {
        if (roleArn === undefined) continue;
        if (!roleArn.includes(`:${account.accountId}:`))
            throw eksError(operation, "AccessDeniedException", "Cross-account pass role is not allowed.");
        if (!roleByArn(account, roleArn)) throw invalid(`Role ${roleArn} does not exist`);
    }
    return version ?? defaultAddOnVersion(name, kubernetes) ?? "";
}

/** What EKS puts into a cluster by itself unless `bootstrapSelfManagedAddons` is false (EKS user guide creating-an-add-on). */
const selfManaged = ["coredns", "kube-proxy", "vpc-cni"];

/** Another version or other settings over a self-managed copy conflict with its fields, unless they may be overwritten. */
function conflicts(cluster: StoredResource, inputs: Props, addonVersion: string): boolean {
    const name = text(inputs, "addonName");
    const hasCopy = selfManaged.includes(name) && cluster.inputs.bootstrapSelfManagedAddons !== false;
    if (!hasCopy || optionalText(inputs, "resolveConflictsOnCreate") === "OVERWRITE") return false;
    const differs = addonVersion !== defaultAddOnVersion(name, text(cluster.outputs, "version"));
    return differs || optionalText(inputs, "configurationValues") !== undefined;
}

function oneOf(inputs: Props, property: string, allowed: readonly string[]): readonly InputProblem[] {
    const value = inputs[property];
    if (typeof value !== "string" || allowed.includes(value)) return [];
    return [{ property, reason: `expected ${property} to be one of [${allowed.join(" ")}], got ${value}` }];
}

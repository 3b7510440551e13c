import { createHash } from "node:crypto";

import type { Account, Call, InputProblem, Props, ResourceType, StoredResource } from "../../contract";
import { flag, isProps, optionalText, record, text, texts } from "../../props";
import { ensureAssociation, ensureEntry } from "./access-entries";
import { accessPolicyArn, clusterAdminPolicy } from "./access-policies";
import { removeParts, runCluster, stopCluster } from "./cluster-lifecycle";
import {
    clusterSubnets,
    refuseEncryption,
    refuseFullSubnets,
    refuseModeChange,
    refuseOtherZones,
    refuseRole,
    refuseVpcConfig,
    serviceCidr,
} from "./cluster-rules";
import { authenticationMode, partsOf } from "./clusters";
import { eksError, notSimulated } from "./eks-error";
import { minorsBetween, newestVersion, offeredVersion } from "./kubernetes-versions";
import { makeClusterSecurityGroup, placeControlPlaneInterfaces } from "./network";
import { CLUSTER, NODE_GROUP } from "./tokens";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * CreateCluster, UpdateClusterVersion, UpdateClusterConfig, DeleteCluster. What replaces: schema and CustomizeDiff of
 * terraform-provider-aws `internal/service/eks/cluster.go`.
 */
export const cluster: ResourceType = {
    token: CLUSTER,
    title: "EKS Cluster",
    named: inputs => text(inputs, "name"),
    autoname: { property: "name", maxLength: 100 },
    replaceOn: [
        "name",
        "roleArn",
        "bootstrapSelfManagedAddons",
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
        "outpostConfig",
        "remoteNetworkConfig",
    ],
    replacesFor(previous, next) {
        // "You cannot disable envelope encryption after enabling it."
        return "encryptionConfig" in previous && !("encryptionConfig" in next) ? ["encryptionConfig"] : [];
    },
    defaults: { bootstrapSelfManagedAddons: true },
    computed: [
        "accessConfig",
        "deletionProtection",
        "kubernetesNetworkConfig",
        "upgradePolicy",
        "version",
        "vpcConfig.clusterSecurityGroupId",
        "vpcConfig.publicAccessCidrs",
        "vpcConfig.vpcId",
    ],
    unknownAfterUpdate: ["platformVersion", "status"],
    unordered: [
        "enabledClusterLogTypes",
        "encryptionConfig.resources",
        "vpcConfig.publicAccessCidrs",
        "vpcConfig.securityGroupIds",
        "vpcConfig.subnetIds",
    ],

    check: inputs => [...nameProblem(inputs), ...logProblem(inputs)],

    create(call, inputs) {
        const { account, region } = call;
        const name = text(inputs, "name");
        if (account.store.get(CLUSTER, region, name))
            throw eksError("CreateCluster", "ResourceInUseException", `Cluster already exists with name: ${name}`);
        refuseWhatIsNotSimulated("CreateCluster", inputs);
        const version = optionalText(inputs, "version") ?? newestVersion(account.now());
        const offered = offeredVersion(version, account.now());
        if (!offered)
            throw eksError("CreateCluster", "InvalidParameterException", `unsupported Kubernetes version ${version}`);
        const limit = account.quota("eks", "L-1194D53C", region);
        if (account.store.list(CLUSTER, region).length >= limit)
            throw eksError("CreateCluster", "ResourceLimitExceededException", "Cluster limit exceeded for account.");

        refuseRole(account, text(inputs, "roleArn"));
        const vpcConfig = record(inputs, "vpcConfig") ?? {};
        const subnets = clusterSubnets(account, region, "CreateCluster", vpcConfig);
        const vpcId = subnets[0]?.vpcId ?? "";
        refuseVpcConfig(account, region, "CreateCluster", vpcConfig, vpcId);
        refuseEncryption(account, region, "CreateCluster", inputs);
        const services = serviceCidr(account, region, inputs, vpcId);
        refuseFullSubnets(account, region, "CreateCluster", subnets);

        const arn = `arn:${account.partition}:eks:${region}:${account.accountId}:cluster/${name}`;
        const clusterSecurityGroupId = makeClusterSecurityGroup(call, vpcId, name);
        placeControlPlaneInterfaces(call, arn, subnets, [
            clusterSecurityGroupId,
            ...texts(vpcConfig, "securityGroupIds"),
        ]);
        return {
            id: name,
            outputs: {
                arn,
                createdAt: account.now().toISOString(),
                identities: [{ oidcs: [{ issuer: issuer(account, region, arn) }] }],
                platformVersion: offered.platformVersion,
                status: "CREATING",
                version,
                ...configuration(inputs),
                kubernetesNetworkConfig: {
                    ipFamily: "ipv4",
                    serviceIpv4Cidr: services,
                    serviceIpv6Cidr: "",
                    elasticLoadBalancing: { enabled: false },
                },
                vpcConfig: { ...withVpcDefaults(vpcConfig), clusterSecurityGroupId, vpcId },
            },
            hidden: { creatorArn: account.callerArn, zoneIds: [...new Set(subnets.map(each => each.zoneId))].sort() },
        };
    },

    update(call, current, inputs) {
        const { account, region } = call;
        refuseWhatIsNotSimulated("UpdateClusterConfig", inputs);
        if (current.outputs.status === "FAILED" || current.outputs.status === "CREATING") return {};
        const version = versionAfter(account, current, optionalText(inputs, "version"));
        refuseModeChange(authenticationMode(current), authenticationMode({ ...current, inputs }));
        const previousVpc = record(current.outputs, "vpcConfig") ?? {};
        const vpcConfig = record(inputs, "vpcConfig") ?? {};
        const subnets = clusterSubnets(account, region, "UpdateClusterConfig", vpcConfig);
        refuseOtherZones(current, subnets);
        refuseVpcConfig(account, region, "UpdateClusterConfig", vpcConfig, text(previousVpc, "vpcId"));
        refuseEncryption(account, region, "AssociateEncryptionConfig", inputs);
        const upgraded = version !== current.outputs.version;
        if (upgraded) refuseFullSubnets(account, region, "UpdateClusterVersion", subnets);
        return {
            version,
            platformVersion:
                offeredVersion(version, account.now())?.platformVersion ?? text(current.outputs, "platformVersion"),
            status: upgraded ? "UPDATING" : "ACTIVE",
            ...configuration(inputs),
            kubernetesNetworkConfig: current.outputs.kubernetesNetworkConfig ?? {},
            vpcConfig: { ...previousVpc, ...withVpcDefaults(vpcConfig) },
        };
    },

    remove({ account }, current) {
        if (flag(current.inputs, "deletionProtection") && current.outputs.status === "ACTIVE")
            throw eksError(
                "DeleteCluster",
                "InvalidRequestException",
                `Cluster ${current.id} has deletion protection enabled. Disable it before deleting the cluster.`,
            );
        if (partsOf(account, current, NODE_GROUP).length > 0)
            throw eksError("DeleteCluster", "ResourceInUseException", "Cluster has nodegroups attached");
        account.store.put({ ...current, outputs: { ...current.outputs, status: "DELETING" } });
    },

    async settle(call, id, after) {
        if (after === "delete") {
            await stopCluster(call, id);
            await call.account.change(() => removeParts(call, id));
            return;
        }
        await runCluster(call, id);
        await call.account.change(() => admitCreator(call, id));
    },

    async resume(call, current) {
        await runCluster(call, current.id);
        await call.account.change(() => admitCreator(call, current.id));
    },
};

/** With access entries the creator gets one of cluster administrator, unless the cluster says otherwise. */
function admitCreator({ account, region }: Call, id: string): void {
    const current = account.store.get(CLUSTER, region, id);
    if (!current || current.hidden.creatorAdmitted === true) return;
    const bootstrap = record(current.inputs, "accessConfig")?.bootstrapClusterCreatorAdminPermissions !== false;
    if (bootstrap && authenticationMode(current) !== "CONFIG_MAP") {
        ensureEntry(account, current, account.callerArn, "STANDARD");
        ensureAssociation(account, current, account.callerArn, accessPolicyArn(account.partition, clusterAdminPolicy));
    }
    account.store.put({ ...current, hidden: { ...current.hidden, creatorAdmitted: true } });
}

/** Everything of the configuration that the API answers with a value when none was given. */
function configuration(inputs: Props): Props {
    const access = record(inputs, "accessConfig") ?? {};
    return {
        accessConfig: {
            authenticationMode: optionalText(access, "authenticationMode") ?? "CONFIG_MAP",
            bootstrapClusterCreatorAdminPermissions: access.bootstrapClusterCreatorAdminPermissions !== false,
        },
        deletionProtection: flag(inputs, "deletionProtection"),
        upgradePolicy: {
            supportType: optionalText(record(inputs, "upgradePolicy") ?? {}, "supportType") ?? "EXTENDED",
        },
    };
}

/** Public unless it says otherwise, and then open to all (EKS API reference, VpcConfigRequest). */
function withVpcDefaults(vpcConfig: Props): Props {
    const endpointPublicAccess = vpcConfig.endpointPublicAccess !== false;
    const cidrs = texts(vpcConfig, "publicAccessCidrs");
    return {
        ...vpcConfig,
        endpointPrivateAccess: flag(vpcConfig, "endpointPrivateAccess"),
        endpointPublicAccess,
        publicAccessCidrs: cidrs.length > 0 ? cidrs : ["0.0.0.0/0"],
        securityGroupIds: texts(vpcConfig, "securityGroupIds"),
    };
}

/** One minor version up at a time, never down; nodes may be at most three behind (EKS user guide update-cluster). */
function versionAfter(account: Account, current: StoredResource, asked: string | undefined): string {
    const previous = text(current.outputs, "version");
    if (asked === undefined || asked === previous) return previous;
    const invalid = (text: string) => eksError("UpdateClusterVersion", "InvalidParameterException", text);
    if (!offeredVersion(asked, account.now())) throw invalid(`unsupported Kubernetes version ${asked}`);
    if (minorsBetween(previous, asked) !== 1)
        throw invalid(`Unsupported Kubernetes minor version update from ${previous} to ${asked}`);
    const behind = partsOf(account, current, NODE_GROUP).filter(
        group => minorsBetween(text(group.outputs, "version"), asked) > 3,
    );
    if (behind.length > 0)
        throw eksError(
            "UpdateClusterVersion",
            "InvalidRequestException",
            `Nodegroup(s) ${behind.map(group => text(group.inputs, "nodeGroupName")).join(", ")} must be updated before updating cluster version to ${asked}`,
        );
    return asked;
}

function refuseWhatIsNotSimulated(operation: string, inputs: Props): void {
    const enabled = (block: string) => record(inputs, block)?.enabled === true;
    if (enabled("computeConfig")) throw notSimulated(operation, "EKS Auto Mode (computeConfig.enabled)");
    if (record(inputs, "kubernetesNetworkConfig")?.ipFamily === "ipv6") throw notSimulated(operation, "IPv6 clusters");
    for (const block of ["outpostConfig", "remoteNetworkConfig"])
        if (isProps(inputs[block])) throw notSimulated(operation, `clusters with ${block}`);
}

function issuer(account: Account, region: string, arn: string): string {
    const id = createHash("sha256")
        .update(account.newId("oidc") + arn)
        .digest("hex")
        .slice(0, 32)
        .toUpperCase();
    return `https://oidc.eks.${region}.amazonaws.com/id/${id}`;
}

function nameProblem(inputs: Props): readonly InputProblem[] {
    const name = inputs.name;
    if (typeof name !== "string" || (name.length <= 100 && /^[0-9A-Za-z][\w-]*$/.test(name))) return [];
    return [
        {
            property: "name",
            reason: `"name" doesn't comply with restrictions ("^[0-9A-Za-z][0-9A-Za-z_-]*$"), at most 100 characters: "${name}"`,
        },
    ];
}

function logProblem(inputs: Props): readonly InputProblem[] {
    return texts(inputs, "enabledClusterLogTypes")
        .filter(type => !logTypes.includes(type))
        .map(type => ({
            property: "enabledClusterLogTypes",
            reason: `expected one of [${logTypes.join(" ")}], got ${type}`,
        }));
}

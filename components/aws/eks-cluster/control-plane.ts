import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { secretsKeyPolicy } from "../iam";
import type { ClusterNetwork } from "../network/cluster-network";
import { makeRole } from "../role";
import { placed, type Scope } from "../scope";
import type { NewClusterArgs } from "./arguments";
import type { NewClusterPlan } from "./plan";

/** All logs that a control plane can write. Source: Amazon EKS user guide, "control plane logs". */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** The control plane with its role, its log group and the key of its secrets. */
export function makeControlPlane(
    plan: NewClusterPlan,
    args: NewClusterArgs,
    network: ClusterNetwork,
    scope: Scope,
): eks.Cluster {
    const { name, parent } = scope;
    const child = `${name}-cluster`;
    const { role, permissions } = makeRole(
        child,
        "eks.amazonaws.com",
        "Control plane of an EKS cluster",
        ["AmazonEKSClusterPolicy"],
        scope,
    );
    // EKS writes to a group of this name and makes one that is kept for ever when there is none, so the name of the cluster
    // must be known before the cluster: it shares the unique name that the engine gives its role.
    const clusterName = pulumi.output(args.clusterName ?? role.name);
    const logs = new LogGroup(
        `${name}-logs`,
        {
            ...placed(scope, `${name}-logs`),
            name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`,
            retentionInDays: plan.logRetentionDays,
        },
        { parent },
    );
    const keyArn = pulumi.output(args.encryptionKeyArn ?? makeSecretsKey(scope).arn);
    const useOfKey = new iam.RolePolicy(
        `${name}-secrets`,
        { role: role.name, policy: keyArn.apply(secretsKeyPolicy) },
        { parent },
    );
    return new eks.Cluster(
        child,
        {
            ...placed(scope, child),
            name: clusterName,
            version: plan.version,
            roleArn: role.arn,
            vpcConfig: {
                ...plan.endpoint,
                publicAccessCidrs: plan.endpoint.publicAccessCidrs?.slice(),
                subnetIds: plan.controlPlaneZones.flatMap(zone => network.privateSubnetIds[zone] ?? []),
            },
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
            // All add-ons are EKS add-ons with pinned versions: nothing comes by itself.
            bootstrapSelfManagedAddons: false,
            enabledClusterLogTypes: logTypes,
            encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
            kubernetesNetworkConfig: args.serviceCidr === undefined ? undefined : { serviceIpv4Cidr: args.serviceCidr },
            upgradePolicy: { supportType: plan.supportType },
            deletionProtection: args.deletionProtection ?? false,
        },
        {
            parent,
            dependsOn: [...permissions, useOfKey, logs],
            // With a name that is decided here, a replacement cannot exist beside the old cluster.
            deleteBeforeReplace: true,
            // EKS keeps the zones of a control plane for its life (UpdateClusterConfig: "Provided subnets belong to AZs that
            // are not part of the cluster's VPC configuration"). Nodes may live in zones that the network gets later.
            ignoreChanges: ["vpcConfig.subnetIds"],
        },
    );
}

/** Deleting the key makes every secret of the cluster unreadable, so that it can be taken back for as long as KMS allows. */
function makeSecretsKey(scope: Scope): kms.Key {
    const child = `${scope.name}-secrets`;
    return new kms.Key(
        child,
        {
            ...placed(scope, child),
            description: "Secrets of an EKS cluster",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
        },
        { parent: scope.parent },
    );
}

import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { makeRole } from "../role";
import { placed, type Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import type { EksNodeCluster } from "./eks-node-cluster";
import type { NodeGroupPlan } from "./plan";
import { userData } from "./user-data/user-data";
import type { ClusterToJoin } from "./user-data/user-data-plan";

/** A managed node group with what it is made from. */
export interface MadeNodeGroup {
    /** One over all zones, or one for each. */
    readonly groups: readonly eks.NodeGroup[];
    readonly nodeGroupNames: pulumi.Output<readonly string[]>;
    readonly nodeRoleArn: pulumi.Output<string>;
}

/**
 * The AWS resources of a planned group, as children of a component. EKS itself lets the role of a managed group into the
 * cluster.
 */
export function makeNodeGroup(
    name: string,
    plan: NodeGroupPlan,
    args: NodeGroupArgs,
    parent: pulumi.Resource,
): MadeNodeGroup {
    const { cluster } = args;
    const scope: Scope = { name, region: plan.pool.region, tags: { ...cluster.tags, ...args.tags }, parent };
    const { nodeRoleArn, permissions } = nodeRole(args.nodeRoleArn, scope);
    const template = makeTemplate(plan, args, scope);
    const groups = plan.groups.map(({ suffix, zones, settings }) => {
        const child = `${name}-nodes${suffix}`;
        return new eks.NodeGroup(
            child,
            {
                ...placed(scope, child),
                ...settings,
                instanceTypes: [...settings.instanceTypes],
                taints: [...settings.taints],
                labels: { ...plan.pool.labels },
                clusterName: cluster.clusterName,
                version: cluster.controlPlaneVersion,
                releaseVersion: args.releaseVersion,
                nodeRoleArn,
                subnetIds: zones.flatMap(zone => cluster.network.privateSubnetIds[zone] ?? []),
                launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
            },
            {
                parent,
                dependsOn: [...cluster.beforeNodes, ...permissions],
                ignoreChanges: [...plan.ownedByAutoscaler],
            },
        );
    });
    return { groups, nodeGroupNames: pulumi.all(groups.map(group => group.nodeGroupName)), nodeRoleArn };
}

interface NodeRole {
    readonly nodeRoleArn: pulumi.Output<string>;
    readonly permissions: readonly pulumi.Resource[];
}

/**
 * A role for each group, so that a group can be given more without giving it to all. It may join and pull; the right to move
 * network interfaces belongs to the network add-on alone.
 */
function nodeRole(given: pulumi.Input<string> | undefined, scope: Scope): NodeRole {
    if (given !== undefined) return { nodeRoleArn: pulumi.output(given), permissions: [] };
    const { role, permissions } = makeRole(
        `${scope.name}-node`,
        "ec2.amazonaws.com",
        "Nodes of an EKS node group",
        ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
        scope,
    );
    return { nodeRoleArn: role.arn, permissions };
}

/** Tags of a node group do not reach its machines: the template carries them there. */
function makeTemplate(
    { template, userData: told }: NodeGroupPlan,
    { cluster, volumeKeyArn }: NodeGroupArgs,
    scope: Scope,
): ec2.LaunchTemplate {
    const child = `${scope.name}-template`;
    const { tags } = placed(scope, scope.name);
    return new ec2.LaunchTemplate(
        child,
        {
            ...placed(scope, child),
            ...template,
            blockDeviceMappings: template.blockDeviceMappings.map(({ deviceName, ebs }) => ({
                deviceName,
                ebs: { ...ebs, kmsKeyId: volumeKeyArn },
            })),
            tagSpecifications: ["instance", "volume", "network-interface"].map(resourceType => ({
                resourceType,
                tags,
            })),
            userData:
                told.joins === "itself"
                    ? clusterToJoin(cluster).apply(to => userData(told, to) ?? "")
                    : userData(told, undefined),
            updateDefaultVersion: true,
        },
        { parent: scope.parent },
    );
}

function clusterToJoin(cluster: EksNodeCluster): pulumi.Output<ClusterToJoin> {
    return pulumi
        .all([cluster.clusterName, cluster.endpoint, cluster.certificateAuthority, cluster.serviceCidr])
        .apply(([clusterName, endpoint, certificateAuthority, serviceCidr]) => ({
            clusterName,
            endpoint,
            certificateAuthority,
            serviceCidr,
        }));
}

import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { placed, type Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import type { EksNodeCluster } from "./eks-node-cluster";
import type { MadeFabric } from "./make-fabric";
import type { NodeGroupPlan } from "./plan";
import { userData } from "./user-data/user-data";
import type { ClusterToJoin } from "./user-data/user-data-plan";

/** What a template says besides what the plan of its group says. */
interface TemplateAdditions {
    /** Ends its name. */
    readonly suffix?: string;
    readonly inputs?: Partial<ec2.LaunchTemplateArgs>;
    /** Inputs that stay what they were first. */
    readonly ignoreChanges?: readonly string[];
}

/** The launch template of a group. Tags of a group do not reach its machines: the template carries them there. */
export function makeTemplate(
    { template, userData: told }: NodeGroupPlan,
    { cluster, volumeKeyArn }: NodeGroupArgs,
    { network, placement }: MadeFabric,
    scope: Scope,
    { suffix = "", inputs = {}, ignoreChanges = [] }: TemplateAdditions = {},
): ec2.LaunchTemplate {
    const child = `${scope.name}-template${suffix}`;
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
            ...network,
            placement,
            updateDefaultVersion: true,
            ...inputs,
        },
        { parent: scope.parent, ignoreChanges: [...ignoreChanges] },
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

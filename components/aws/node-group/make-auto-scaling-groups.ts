import * as autoscaling from "@pulumi/aws/autoscaling";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import { getParameterOutput } from "@pulumi/aws/ssm/getParameter";
import * as pulumi from "@pulumi/pulumi";
import { placed, type Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import { customAmi } from "./custom-ami";
import type { MadeFabric } from "./make-fabric";
import { groupSubnets } from "./group-subnets";
import { makeTemplate } from "./make-template";
import type { NodeRole } from "./node-role";
import type { NodeGroupPlan } from "./plan";

/** A size that a scheduled action leaves as it is. Source: aws.autoscaling.Schedule, `maxSize`. */
const unchanged = -1;

/**
 * Auto Scaling groups whose machines join by themselves: what EKS does for a managed group, the access entry, the instance
 * profile and the cluster's security group, is done here.
 */
export function makeAutoScalingGroups(
    plan: NodeGroupPlan,
    args: NodeGroupArgs,
    { nodeRoleArn, permissions }: NodeRole,
    fabric: MadeFabric,
    scope: Scope,
): readonly { readonly group: pulumi.Resource; readonly name: pulumi.Output<string> }[] {
    const { cluster } = args;
    const { name, region, parent } = scope;
    const access = new eks.AccessEntry(
        `${name}-access`,
        {
            ...placed(scope, `${name}-access`),
            clusterName: cluster.clusterName,
            principalArn: nodeRoleArn,
            type: "EC2_LINUX",
        },
        { parent },
    );
    const profile = new iam.InstanceProfile(
        `${name}-node`,
        {
            role: nodeRoleArn.apply(arn => arn.slice(arn.lastIndexOf("/") + 1)),
            tags: placed(scope, `${name}-node`).tags,
        },
        { parent, dependsOn: [...permissions] },
    );
    const imageId =
        plan.imageParameter === undefined
            ? customAmi(args)?.id
            : getParameterOutput({ name: plan.imageParameter, region }, { parent }).insecureValue;
    const template = makeTemplate(plan, args, fabric, scope, {
        // The image is pinned for as long as the version stays: the next version starts a template of its own.
        suffix: `-${plan.pool.kubernetes}`,
        inputs: {
            imageId,
            iamInstanceProfile: { arn: profile.arn },
        },
        ignoreChanges: plan.pinned,
    });
    return plan.autoScaling.map(({ suffix, zones, settings: { autoscalerTags, drainAt, ...settings } }) => {
        const child = `${name}-nodes${suffix}`;
        const tags = pulumi.all([placed(scope, child).tags, cluster.clusterName]).apply(([own, clusterName]) => ({
            ...own,
            ...autoscalerTags,
            [`k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
            [`kubernetes.io/cluster/${clusterName}`]: "owned",
        }));
        const group = new autoscaling.Group(
            child,
            {
                region,
                ...settings,
                launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
                vpcZoneIdentifiers: groupSubnets(plan.pool, zones, cluster.network),
                tags: tags.apply(all =>
                    Object.entries(all).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
                ),
            },
            {
                parent,
                dependsOn: [...cluster.beforeNodes, ...permissions, ...fabric.before, access],
                ignoreChanges: plan.ownedByAutoscaler.length === 0 ? [] : ["desiredCapacity"],
            },
        );
        if (drainAt !== undefined) {
            const sizes = { minSize: 0, desiredCapacity: 0, maxSize: unchanged };
            new autoscaling.Schedule(
                `${child}-drain`,
                {
                    region,
                    autoscalingGroupName: group.name,
                    scheduledActionName: "drain",
                    startTime: drainAt,
                    ...sizes,
                },
                { parent },
            );
        }
        return { group, name: group.name };
    });
}

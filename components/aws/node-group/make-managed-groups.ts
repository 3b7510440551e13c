import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { placed, type Scope } from "../scope";
import type { NodeGroupArgs } from "./arguments";
import { customAmi } from "./custom-ami";
import { imageRelease } from "./image-release";
import type { MadeFabric } from "./make-fabric";
import { groupSubnets } from "./group-subnets";
import { makeTemplate } from "./make-template";
import type { NodeRole } from "./node-role";
import type { NodeGroupPlan } from "./plan";
import type { NodeRepairConfig } from "./plan-group";

/** The SDK asks for lists that may be changed. */
function changeable({ nodeRepairConfigOverrides: overrides, ...config }: NodeRepairConfig) {
    return { ...config, ...(overrides && { nodeRepairConfigOverrides: [...overrides] }) };
}

/** Managed node groups: one over all zones, or one for each. EKS itself lets their role into the cluster. */
export function makeManagedGroups(
    plan: NodeGroupPlan,
    args: NodeGroupArgs,
    { nodeRoleArn, permissions }: NodeRole,
    fabric: MadeFabric,
    scope: Scope,
): readonly { readonly group: pulumi.Resource; readonly name: pulumi.Output<string> }[] {
    const { cluster } = args;
    const ami = customAmi(args);
    const template = makeTemplate(plan, args, fabric, scope, ami === undefined ? {} : { inputs: { imageId: ami.id } });
    const releaseVersion =
        plan.releaseParameter === undefined
            ? undefined
            : imageRelease(plan.releaseParameter, plan.pool.kubernetes, args.releaseVersion, scope);
    return plan.groups.map(({ suffix, zones, settings }) => {
        const child = `${scope.name}-nodes${suffix}`;
        const group = new eks.NodeGroup(
            child,
            {
                ...placed(scope, child),
                ...settings,
                instanceTypes: settings.instanceTypes && [...settings.instanceTypes],
                nodeRepairConfig: changeable(settings.nodeRepairConfig),
                taints: [...settings.taints],
                labels: { ...plan.pool.labels },
                clusterName: cluster.clusterName,
                // An AMI is its own version.
                version: ami === undefined ? cluster.controlPlaneVersion : undefined,
                releaseVersion,
                nodeRoleArn,
                subnetIds: groupSubnets(plan.pool, zones, cluster.network),
                launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
            },
            {
                parent: scope.parent,
                dependsOn: [...cluster.beforeNodes, ...permissions, ...fabric.before],
                ignoreChanges: [...plan.ownedByAutoscaler],
            },
        );
        return { group, name: group.nodeGroupName };
    });
}

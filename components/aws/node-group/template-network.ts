import type * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { Fabric } from "../../fleet/fabric";

/** The part of a launch template that says how a machine is on the network. */
export type TemplateNetwork = Pick<ec2.LaunchTemplateArgs, "networkInterfaces" | "vpcSecurityGroupIds">;

/**
 * Security groups stand in each interface as soon as a template lists interfaces, and for the whole machine otherwise. None at
 * all leaves them to EKS, which adds the cluster's own to a template without any. Subnets are those of the group, and a machine
 * of several cards gets no public address. Source: EKS user guide launch-templates; EC2 user guide efa-acc-inst-types.
 */
export function templateNetwork(
    { interfaces }: Fabric,
    securityGroups: readonly pulumi.Input<string>[],
): TemplateNetwork {
    if (interfaces.length === 0) {
        return securityGroups.length === 0 ? {} : { vpcSecurityGroupIds: [...securityGroups] };
    }
    return {
        networkInterfaces: interfaces.map(({ card, device, kind }) => ({
            networkCardIndex: card,
            deviceIndex: device,
            interfaceType: kind,
            securityGroups: [...securityGroups],
            deleteOnTermination: "true",
        })),
    };
}

import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import type { PodAddresses } from "../../fleet/addresses";
import { makeRole } from "../role";
import { placed, type Scope } from "../scope";
import { networkAddonSettings, type AddonVersions, type ClusterAddon } from "./add-ons";

/** Adds one add-on to the cluster. */
export type AddAddon = (
    addon: ClusterAddon,
    more: Partial<eks.AddonArgs>,
    dependsOn: readonly pulumi.Resource[],
) => eks.Addon;

/** The way in which a cluster adds its add-ons: with these versions, under this scope. */
export function addonsOf(clusterName: pulumi.Output<string>, versions: AddonVersions, scope: Scope): AddAddon {
    return (addon, more, dependsOn) => {
        const child = `${scope.name}-${addon}`;
        const settings = {
            ...placed(scope, child),
            clusterName,
            addonName: addon,
            addonVersion: versions[addon],
            resolveConflictsOnCreate: "OVERWRITE",
            resolveConflictsOnUpdate: "OVERWRITE",
        };
        return new eks.Addon(child, { ...settings, ...more }, { parent: scope.parent, dependsOn: [...dependsOn] });
    };
}

/**
 * The add-ons that run on every node. They are ready without nodes, and no node is ready without them.
 *
 * The network add-on has a role of its own, so that the nodes' role cannot touch network interfaces. It gets the role's
 * credentials from the pod identity agent of its node, hence the order.
 */
export function addonsOfEveryNode(add: AddAddon, podAddresses: PodAddresses, scope: Scope): readonly eks.Addon[] {
    const { role, permissions } = makeRole(
        `${scope.name}-vpc-cni`,
        "pods.eks.amazonaws.com",
        "Network add-on of an EKS cluster",
        ["AmazonEKS_CNI_Policy"],
        scope,
    );
    const agent = add("eks-pod-identity-agent", {}, []);
    const network = add(
        "vpc-cni",
        {
            configurationValues: networkAddonSettings(podAddresses),
            podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: "aws-node" }],
        },
        [agent, ...permissions],
    );
    return [agent, network, add("kube-proxy", {}, [])];
}

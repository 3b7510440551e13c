import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { all, output } from "@pulumi/pulumi";
import { refuse, shown, type Problem } from "../../fleet/problem";
import type { ExistingCluster } from "./arguments";
import type { ClusterFacts } from "./cluster-facts";

/**
 * What an existing cluster says of itself. Nodes are planned for the version and the network that were given, so others are
 * refused where they become known.
 */
export function readCluster(
    name: string,
    { clusterName, version }: ExistingCluster,
    region: string,
    vpcId: pulumi.Input<string>,
    parent: pulumi.Resource,
): ClusterFacts {
    const lookup = eks.getClusterOutput({ name: clusterName, region }, { parent });
    const found = all([lookup, vpcId]).apply(([cluster, vpc]) => {
        refuse(
            `EksCluster "${name}"`,
            [...adoptedVersionProblems(version, cluster.version), ...adoptedVpcProblems(vpc, cluster.vpcConfig.vpcId)],
            "nothing is put into it",
        );
        return cluster;
    });
    return {
        clusterName: output(clusterName),
        arn: found.arn,
        controlPlaneVersion: found.version,
        endpoint: found.endpoint,
        certificateAuthority: found.certificateAuthorities.apply(authorities => authorities[0]?.data ?? ""),
        securityGroupId: found.vpcConfig.clusterSecurityGroupId,
        serviceCidr: found.kubernetesNetworkConfigs.apply(configs => configs[0]?.serviceIpv4Cidr ?? ""),
        oidcIssuer: found.identities.apply(identities => identities[0]?.oidcs[0]?.issuer ?? ""),
    };
}

/** What is wrong when the version that was given for an adopted cluster is not the one it has. */
export function adoptedVersionProblems(given: string, actual: string): Problem[] {
    if (given === actual) return [];
    return [
        {
            id: "cluster.adopt",
            path: "adopt.version",
            got: shown(given),
            allowed: `${actual}, the version of the cluster`,
            fix: `write ${shown(actual)}`,
        },
    ];
}

/** What is wrong when the network that was given for an adopted cluster is not the one it lives in. */
export function adoptedVpcProblems(given: string, actual: string): Problem[] {
    if (given === actual) return [];
    return [
        {
            id: "cluster.adopt",
            path: "adopt.network.vpcId",
            got: shown(given),
            allowed: `${actual}, the VPC of the cluster`,
            fix: `write ${shown(actual)}, with subnets of that VPC`,
        },
    ];
}

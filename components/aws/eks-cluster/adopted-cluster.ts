import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { refuse, shown, type Problem } from "../../fleet/problem";
import type { ExistingCluster } from "./arguments";
import type { ClusterFacts } from "./cluster-facts";

/**
 * What an existing cluster says of itself. Nodes are planned for the version that was given, so another one is refused
 * where it becomes known.
 */
export function readCluster(
    name: string,
    { clusterName, version }: ExistingCluster,
    region: string,
    parent: pulumi.Resource,
): ClusterFacts {
    const found = eks.getClusterOutput({ name: clusterName, region }, { parent }).apply(cluster => {
        refuse(`EksCluster "${name}"`, adoptedVersionProblems(version, cluster.version));
        return cluster;
    });
    return {
        clusterName: output(clusterName),
        arn: found.arn,
        controlPlaneVersion: found.version,
        endpoint: found.endpoint,
        certificateAuthority: found.certificateAuthorities.apply(authorities => authorities[0]?.data ?? ""),
        securityGroupId: found.vpcConfig.clusterSecurityGroupId,
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

import * as pulumi from "@pulumi/pulumi";
import type { ClusterNetwork } from "../../components/aws/network/cluster-network";
import type { PlannedCluster } from "../../components/aws/node-group/planned-cluster";

/** The moment for which tests plan. */
export const now = "2026-11-24T12:00:00Z";

/** A network that plans can be made for: three zones of us-east-2. */
export function aNetwork(of: Partial<ClusterNetwork> = {}): ClusterNetwork {
    const zones = of.zones ?? ["use2-az1", "use2-az2", "use2-az3"];
    return {
        region: "us-east-2",
        zones,
        vpcId: pulumi.output("vpc-1"),
        cidr: "10.0.0.0/16",
        privateSubnetIds: Object.fromEntries(zones.map(zone => [zone, pulumi.output(`subnet-${zone}`)])),
        waysOut: [],
        facets: {},
        ...of,
    };
}

/** A cluster that groups can be planned for. */
export function aCluster(of: Partial<PlannedCluster> = {}): PlannedCluster {
    return { key: "shared", version: "1.35", podAddresses: "prefixes", network: aNetwork(), ...of };
}

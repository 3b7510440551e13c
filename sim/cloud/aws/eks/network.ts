/** What EKS puts into the VPC for a cluster. Source: EKS user guide sec-group-reqs, network-reqs. */
import type { Account, Call } from "../../contract";
import { text } from "../../props";
import { parseCidr, type Cidr } from "../ec2/cidr";
import { createInterfaces } from "../ec2/network-interfaces";
import { authorize } from "../ec2/security-group-rules";
import { createServiceGroup, removeGroup, securityGroupById } from "../ec2/security-groups";
import type { Subnet } from "../ec2/subnets";
import { VPC } from "../ec2/tokens";

export function vpcBlocks(account: Account, region: string, vpcId: string): readonly Cidr[] {
    const vpc = account.store.get(VPC, region, vpcId);
    const block = vpc && parseCidr(text(vpc.outputs, "cidrBlock"));
    return block ? [block] : [];
}

export function vpcOfSecurityGroup(account: Account, region: string, id: string): string | undefined {
    const group = securityGroupById(account, region, id);
    return group && text(group.outputs, "vpcId");
}

/**
 * The cluster security group: its members reach each other and everything outside, with a rule to themselves in both
 * directions ("Self (for EFA traffic)").
 */
export function makeClusterSecurityGroup(call: Call, vpcId: string, clusterName: string): string {
    const id = createServiceGroup(call, {
        vpcId,
        name: `eks-cluster-sg-${clusterName}-${call.account.newId("sg").slice(-9)}`,
        description:
            "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
        tags: {
            Name: `eks-cluster-sg-${clusterName}`,
            "aws:eks:cluster-name": clusterName,
            [`kubernetes.io/cluster/${clusterName}`]: "owned",
        },
    });
    const description = "Allows EFA traffic, which is not matched by CIDR rules.";
    authorize(call, id, [{ egress: true, protocol: "-1", fromPort: -1, toPort: -1, peer: { group: id }, description }]);
    return id;
}

/** It goes with its cluster; rules of other groups that named it are left pointing at nothing, as in EC2. */
export function removeClusterSecurityGroup(call: Call, id: string): void {
    if (securityGroupById(call.account, call.region, id)) removeGroup(call, id);
}

/** "EKS creates 2–4 elastic network interfaces" in the cluster's subnets: here one in each of two zones. */
export function placeControlPlaneInterfaces(
    call: Call,
    clusterArn: string,
    subnets: readonly Subnet[],
    securityGroupIds: readonly string[],
): void {
    const zones = [...new Set(subnets.map(each => each.zoneId))].slice(0, 2);
    for (const zoneId of zones) {
        const subnet = subnets.find(each => each.zoneId === zoneId);
        if (!subnet) continue;
        const description = `Amazon EKS ${clusterArn.split("/").at(-1) ?? ""}`;
        createInterfaces(
            call,
            { subnetId: subnet.id, owners: [clusterArn], description, securityGroupIds },
            "CreateNetworkInterface",
        );
    }
}

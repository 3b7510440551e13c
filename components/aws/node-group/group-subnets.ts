import * as pulumi from "@pulumi/pulumi";
import { awsAddressRules } from "../../catalog/aws/addresses";
import { addressNeeds } from "../../fleet/summary/address-needs";
import type { Pool } from "../../fleet/pool";
import { refuse, type Problem } from "../../fleet/problem";
import type { ClusterNetwork } from "../network/cluster-network";

/**
 * The subnets of a group. How large those of an existing network are is known only when they have been looked up: their ids
 * are handed on only when the pool has room in them, so that no group is made that would stop half-way.
 */
export function groupSubnets(
    pool: Pool,
    zones: readonly string[],
    { privateSubnetIds, subnetSizes = {} }: ClusterNetwork,
): pulumi.Output<string>[] {
    return zones.flatMap(zone => {
        const id = privateSubnetIds[zone];
        const size = subnetSizes[zone];
        if (id === undefined || size === undefined) return id ?? [];
        return pulumi.all([id, size]).apply(([subnet, addresses]) => {
            refuse(`pool "${pool.name}"`, subnetRoomProblems(pool, zone, subnet, addresses), "no node is put there");
            return subnet;
        });
    });
}

/** What is wrong when a pool cannot start all its nodes in a subnet. What others take of it, and pods, comes on top. */
export function subnetRoomProblems(pool: Pool, zone: string, subnet: string, size: number): Problem[] {
    const needed = addressNeeds([pool]).addresses.find(need => need.zone === zone)?.atStart ?? 0;
    const { reserved } = awsAddressRules.subnet;
    const room = Math.max(0, size - reserved);
    if (needed <= room) return [];
    return [
        {
            id: "subnet.full",
            path: "nodes",
            got: `${needed} addresses for its nodes in ${zone}`,
            allowed: `at most ${room}: ${subnet} has ${size} addresses, of which AWS keeps ${reserved}`,
            fix: "lower nodes.max, or adopt a larger subnet",
        },
    ];
}

import { getSubnetOutput } from "@pulumi/aws/ec2/getSubnet";
import * as pulumi from "@pulumi/pulumi";
import { refuse, shown, type Problem } from "../../fleet/problem";
import { parseBlock } from "./cidr";
import type { AdoptedNetworkPlan } from "./plan";

/** What EC2 says of a subnet. */
export interface FoundSubnet {
    readonly id: string;
    readonly vpcId: string;
    readonly zoneId: string;
}

/** Subnets of an existing network, by zone id. */
export interface ReadSubnets {
    readonly ids: Readonly<Record<string, pulumi.Output<string>>>;
    /** Addresses of each, AWS's own included. */
    readonly sizes: Readonly<Record<string, pulumi.Output<number>>>;
}

/**
 * The subnets of an existing network by zone id. What was said of them is held against EC2 where their ids become known, and
 * the ids are handed on only when it is true: nothing is started in a subnet of another VPC or zone.
 */
export function readSubnets(
    name: string,
    { region, vpcId, subnets }: AdoptedNetworkPlan,
    parent: pulumi.Resource,
): ReadSubnets {
    const zones = [...subnets.keys()];
    const lookups = [...subnets.values()].map(id => getSubnetOutput({ id, region }, { parent }));
    const checked = pulumi.all([vpcId, pulumi.all(lookups)]).apply(([vpc, answers]) => {
        const found = answers.map(({ id, vpcId: itsVpc, availabilityZoneId }) => ({
            id,
            vpcId: itsVpc,
            zoneId: availabilityZoneId,
        }));
        refuse(`Network "${name}"`, adoptedSubnetProblems(vpc, zones, found), "nothing is put into it");
        return answers.map(({ id, cidrBlock }) => ({ id, size: parseBlock(cidrBlock)?.size ?? 0 }));
    });
    const byZone = <T>(value: (index: number) => T) =>
        Object.fromEntries(zones.map((zone, index) => [zone, value(index)]));
    return {
        ids: byZone(index => checked.apply(subnets => subnets[index]?.id ?? "")),
        sizes: byZone(index => checked.apply(subnets => subnets[index]?.size ?? 0)),
    };
}

/** What is wrong when subnets are not where they were said to be; the two lists go together. */
export function adoptedSubnetProblems(
    vpcId: string,
    zones: readonly string[],
    found: readonly FoundSubnet[],
): Problem[] {
    return found.flatMap((subnet, index): Problem[] => {
        const path = `adopt.subnets[${index}]`;
        const zone = zones[index] ?? "";
        const ofOtherVpc = subnet.vpcId === vpcId ? [] : [otherVpc(subnet, vpcId, `${path}.id`)];
        const inOtherZone = subnet.zoneId === zone ? [] : [otherZone(subnet, zone, `${path}.zoneId`)];
        return [...ofOtherVpc, ...inOtherZone];
    });
}

function otherVpc({ id, vpcId }: FoundSubnet, wanted: string, path: string): Problem {
    return {
        id: "network.adopted-subnet",
        path,
        got: `${shown(id)}, a subnet of ${vpcId}`,
        allowed: `subnets of ${wanted}, the VPC that is adopted`,
        fix: `give a subnet of ${wanted}, or adopt ${vpcId}`,
    };
}

function otherZone({ id, zoneId }: FoundSubnet, given: string, path: string): Problem {
    return {
        id: "network.adopted-subnet",
        path,
        got: shown(given),
        allowed: `${zoneId}, the zone of ${id}`,
        fix: `write ${shown(zoneId)}`,
    };
}

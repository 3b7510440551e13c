/**
 * Whether the EFA interfaces of a group of instances reach each other. EC2 refuses nothing of this: the instances start, and
 * their traffic fails. Rules: EC2 user guide, efa ("EFA traffic can't cross Availability Zones or VPCs"; "EFA traffic between
 * P4d/P4de/DL1 instances and other instance types is currently not supported") and efa-start ("An EFA requires a security group
 * that allows all inbound and outbound traffic to and from the security group itself").
 */
import type { Account } from "../../contract";
import type { Instance } from "./instances";
import { interfacesOfOwner } from "./network-interfaces";
import { isFabric } from "./interface-layout";
import { rulesOf } from "./security-group-rules";
import { subnetById } from "./subnets";

export interface Fabric {
    /** EFA and EFA-only interfaces of all the instances. */
    readonly interfaces: number;
    /** Every interface reaches every other; a fabric of none reaches nobody. */
    readonly peersReachable: boolean;
    /** Why not; empty when they do. */
    readonly because: readonly string[];
}

export function fabricOf(account: Account, region: string, instances: readonly Instance[]): Fabric {
    const members = instances.filter(each => each.efaInterfaces > 0);
    const interfaces = members.reduce((sum, each) => sum + each.efaInterfaces, 0);
    const because =
        members.length === 0
            ? ["no instance has an EFA interface"]
            : [
                  ...apart("zones", new Set(members.map(each => each.zone))),
                  ...apart("VPCs", new Set(members.map(each => vpcOf(account, region, each)))),
                  ...apart("generations of EFA", new Set(members.map(each => generation(each.instanceType)))),
                  ...closedBetween(account, region, members),
              ];
    return { interfaces, peersReachable: because.length === 0, because };
}

function apart(what: string, found: ReadonlySet<string>): readonly string[] {
    return found.size > 1 ? [`EFA traffic does not cross ${what}: ${[...found].sort().join(", ")}`] : [];
}

function vpcOf(account: Account, region: string, { subnetId }: Instance): string {
    return subnetById(account, region, subnetId)?.vpcId ?? "";
}

/** The types whose EFA talks to its own kind only, and all others. */
function generation(instanceType: string): string {
    const family = instanceType.split(".")[0] ?? "";
    return ["p4d", "p4de", "dl1"].includes(family) ? family : "others";
}

/** One group that every EFA interface is in must let its members reach each other, both ways and by every protocol. */
function closedBetween(account: Account, region: string, members: readonly Instance[]): readonly string[] {
    const groups = members.flatMap(each =>
        interfacesOfOwner(account, region, each.id)
            .filter(({ attachment }) => isFabric(attachment))
            .map(({ securityGroupIds }) => securityGroupIds),
    );
    const shared = (groups[0] ?? []).filter(id => groups.every(each => each.includes(id)));
    if (shared.length === 0) return ["the EFA interfaces share no security group"];
    const missing = shared.map(id => ({ id, directions: closedDirections(account, region, id) }));
    return missing.some(each => each.directions.length === 0)
        ? []
        : missing.map(
              ({ id, directions }) =>
                  `security group ${id} has no ${directions.join(" nor ")} rule to itself for all protocols`,
          );
}

function closedDirections(account: Account, region: string, id: string): readonly string[] {
    const own = rulesOf({ account, region }, id).filter(
        ({ protocol, peer }) => protocol === "-1" && "group" in peer && peer.group === id,
    );
    return [
        ...(own.some(rule => !rule.egress) ? [] : ["ingress"]),
        ...(own.some(rule => rule.egress) ? [] : ["egress"]),
    ];
}

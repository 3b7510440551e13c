import { shown, type Problem } from "../../fleet/problem";
import type { ClusterNetwork } from "../network/cluster-network";
import { duplicateZones } from "../network/zones";
import { offeredElsewhere, zonesOffering } from "../offering";

/** The zones of a group, and what is wrong with them. */
export interface GroupZones {
    readonly zones: readonly string[];
    readonly problems: readonly Problem[];
}

/**
 * Zones of the cluster's network in which the group has nodes: the user's, or those that offer the type. When none does and
 * the user says that it is offered all the same, all of them.
 */
export function planGroupZones(
    type: string,
    wanted: readonly string[] | undefined,
    { region, zones: ofNetwork }: Pick<ClusterNetwork, "region" | "zones">,
): GroupZones {
    const offering = zonesOffering(type, region);
    const notHere = offering.length === 0 ? [notInRegion(type, region)] : [];
    if (wanted === undefined) {
        const zones = ofNetwork.filter(zone => offering.includes(zone));
        const problems = zones.length > 0 || notHere.length > 0 ? notHere : [notInNetwork(type, ofNetwork, offering)];
        return { zones: zones.length > 0 ? zones : ofNetwork, problems };
    }
    const path = (index: number) => `zones[${index}]`;
    return {
        zones: wanted,
        problems: [
            ...notHere,
            ...duplicateZones(wanted, path),
            ...wanted.flatMap((zone, index) => {
                if (!ofNetwork.includes(zone)) return [foreign(zone, path(index), ofNetwork)];
                if (notHere.length > 0 || offering.includes(zone)) return [];
                return [notOffered(type, zone, path(index), offering)];
            }),
        ],
    };
}

function notInRegion(type: string, region: string): Problem {
    return {
        id: "instance-type.not-offered",
        path: "instanceType",
        got: `${shown(type)} in ${region}`,
        allowed: `a type that EC2 offers in ${region}`,
        fix: offeredElsewhere(type),
    };
}

function notInNetwork(type: string, ofNetwork: readonly string[], offering: readonly string[]): Problem {
    return {
        id: "zone.not-offered",
        path: "instanceType",
        got: `${shown(type)}, with a network in ${ofNetwork.join(", ")}`,
        allowed: `a type that one of the zones offers; ${type} is offered in ${offering.join(", ")}`,
        fix: `add ${offering[0] ?? "such a zone"} to the network`,
    };
}

function notOffered(type: string, zone: string, path: string, offering: readonly string[]): Problem {
    return {
        id: "zone.not-offered",
        path,
        got: shown(zone),
        allowed: `${offering.join(", ")}: zones that offer ${type}`,
        fix: `remove ${zone} or choose another instance type`,
    };
}

function foreign(zone: string, path: string, ofNetwork: readonly string[]): Problem {
    return {
        id: "zone.not-in-network",
        path,
        got: shown(zone),
        allowed: `${ofNetwork.join(", ")}: the zones of the cluster's network`,
        fix: "choose one of these, or add the zone to the network",
    };
}

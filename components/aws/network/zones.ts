import { awsInstanceType, awsInstanceTypes } from "../../catalog/aws/instance-types";
import { didYouMean, shown, type Problem } from "../../fleet/problem";
import { offeredElsewhere, zonesOffering } from "../offering";
import { zonesOf } from "../region";
import type { NewNetworkArgs } from "./arguments";
import { rankedZones, zonesForAll, type ZoneMarket } from "./choose-zones";
import { hasRoomFor, highestZoneNumber } from "./subnet-layout";

/** The zones of a network, and what is wrong with how they were asked for. */
export interface ZoneChoice {
    readonly zones: readonly string[];
    readonly problems: readonly Problem[];
}

const usualZones = 3;
/** A control plane needs two zones. Source: EKS user guide, network requirements, read 2026-11-22. */
const fewestZones = 2;

/** Zones named by the user, or chosen for the wanted instance types. Without a region nothing can be said. */
export function planZones(args: NewNetworkArgs, region: string | undefined): ZoneChoice {
    const types = args.instanceTypes ?? [];
    const unknown = types.flatMap(unknownType);
    const known = zonesOf(region);
    if (region === undefined || unknown.length > 0) return { zones: [], problems: unknown };
    const market: ZoneMarket = {
        zones: known,
        offeredIn: new Map(types.map(type => [type, zonesOffering(type, region)])),
    };
    const named = namedZones(args);
    return named === undefined ? chosen(args.zones, market, region) : checked(named, args, market, region);
}

/** Zone ids that the user wrote, in the order written. */
function namedZones({ zones, subnets }: NewNetworkArgs): readonly string[] | undefined {
    if (subnets !== undefined) return Object.keys(subnets);
    return typeof zones === "object" ? zones : undefined;
}

function checked(named: readonly string[], args: NewNetworkArgs, market: ZoneMarket, region: string): ZoneChoice {
    const path = (index: number) => (args.subnets === undefined ? `zones[${index}]` : `subnets.${named[index] ?? ""}`);
    return {
        zones: named,
        problems: [
            ...(args.subnets !== undefined && args.zones !== undefined ? [zonesTwice(args.zones)] : []),
            ...unknownZones(named, region, path),
            ...duplicateZones(named, path),
            ...(args.subnets === undefined ? withoutRoom(named) : []),
            ...[...market.offeredIn].flatMap(([type, zones], index) =>
                zones.some(zone => named.includes(zone)) ? [] : [notOffered(type, index, zones, region)],
            ),
        ],
    };
}

function chosen(zones: NewNetworkArgs["zones"], market: ZoneMarket, region: string): ZoneChoice {
    const ranked = rankedZones(market);
    const forAll = zonesForAll(market);
    const usual = Math.min(usualZones, market.zones.length, Math.max(forAll.length, fewestZones));
    const wanted = typeof zones === "number" ? zones : usual;
    const problems = [...market.offeredIn]
        .filter(([, offered]) => offered.length === 0)
        .map(([type], index) => notOffered(type, index, [], region));
    return {
        zones: ranked.slice(0, wanted),
        problems:
            wanted > market.zones.length || market.zones.length === 0
                ? [...problems, tooManyForRegion(wanted, market, region)]
                : problems.length === 0 && wanted > forAll.length
                  ? [tooManyForTypes(wanted, forAll, ranked)]
                  : problems,
    };
}

/** Zone ids that the region does not have. Nothing is said of a region that the catalogue does not know. */
export function unknownZones(
    zones: readonly string[],
    region: string | undefined,
    path: (index: number) => string,
): Problem[] {
    const known = zonesOf(region);
    if (known.length === 0) return [];
    return zones.flatMap((zone, index) =>
        known.includes(zone)
            ? []
            : [
                  {
                      id: "zone.unknown",
                      path: path(index),
                      got: shown(zone),
                      allowed: known.join(", "),
                      fix: didYouMean(
                          zone,
                          known,
                          "give zone ids: zone names such as us-east-2a differ between accounts",
                      ),
                  },
              ],
    );
}

export function duplicateZones(zones: readonly string[], path: (index: number) => string): Problem[] {
    return zones.flatMap((zone, index) =>
        zones.indexOf(zone) === index
            ? []
            : [
                  {
                      id: "zone.duplicate",
                      path: path(index),
                      got: shown(zone),
                      allowed: "each zone once",
                      fix: `remove ${path(index)}: ${zone} is given already`,
                  },
              ],
    );
}

function withoutRoom(zones: readonly string[]): Problem[] {
    return zones.flatMap((zone, index) =>
        hasRoomFor(zone)
            ? []
            : [
                  {
                      id: "network.no-room-for-zone",
                      path: `zones[${index}]`,
                      got: shown(zone),
                      allowed: `zone ids that end in -az1 to -az${highestZoneNumber}: the layout has a place for each`,
                      fix: "give subnets with address ranges of your own",
                  },
              ],
    );
}

function zonesTwice(zones: NewNetworkArgs["zones"]): Problem {
    return {
        id: "config.value",
        path: "zones",
        got: `${shown(zones)} beside subnets`,
        allowed: "zones or subnets: subnets names its zones",
        fix: "remove zones",
    };
}

function tooManyForRegion(wanted: number, market: ZoneMarket, region: string): Problem {
    const known = market.zones;
    return {
        id: "region.too-few-zones",
        path: "zones",
        got: shown(wanted),
        allowed:
            known.length === 0
                ? `zone ids: the catalogue knows no zones of ${region}`
                : `at most ${known.length}: ${region} has ${known.join(", ")}`,
        fix: known.length === 0 ? "name the zones" : `lower zones to ${known.length}`,
    };
}

function tooManyForTypes(wanted: number, forAll: readonly string[], ranked: readonly string[]): Problem {
    const list = (zones: readonly string[]) => zones.map(zone => JSON.stringify(zone)).join(", ");
    return {
        id: "network.too-many-zones",
        path: "zones",
        got: shown(wanted),
        allowed:
            forAll.length === 0
                ? "zone ids: no zone offers every instance type"
                : `at most ${forAll.length}: ${forAll.join(", ")} offer every instance type`,
        fix: `name the zones, so that each type has some of them: zones: [${list(ranked.slice(0, wanted))}]`,
    };
}

function notOffered(type: string, index: number, zones: readonly string[], region: string): Problem {
    return {
        id: "instance-type.not-offered",
        path: `instanceTypes[${index}]`,
        got: `${shown(type)} in ${region}`,
        allowed:
            zones.length === 0
                ? `a type that EC2 offers in ${region}`
                : `a type that one of the zones offers; ${type} is offered in ${zones.join(", ")}`,
        fix: zones.length === 0 ? offeredElsewhere(type) : `add ${zones[0] ?? ""} to the zones`,
    };
}

function unknownType(type: string, index: number): Problem[] {
    if (awsInstanceType(type) !== undefined) return [];
    const names = awsInstanceTypes().map(facts => facts.name);
    return [
        {
            id: "instance-type.unknown",
            path: `instanceTypes[${index}]`,
            got: shown(type),
            allowed: `an instance type of the catalogue (${names.length})`,
            fix: didYouMean(type, names, "look the type up in the catalogue"),
        },
    ];
}

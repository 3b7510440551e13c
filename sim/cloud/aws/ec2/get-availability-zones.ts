import { type LookupFunction, type Props } from "../../contract";
import { optionalText, texts } from "../../props";
import { passes } from "./filters";
import { zonesOf, type Zone } from "./zones";

/** `aws:index/getAvailabilityZones:getAvailabilityZones`. Every zone of the account is available; local zones are not simulated. */
export const getAvailabilityZones: LookupFunction = {
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    invoke({ region }, args) {
        const zones = zonesOf(region).filter(zone => isAsked(zone, args));
        return {
            ...args,
            groupNames: zones.length > 0 ? [region] : [],
            id: region,
            names: zones.map(zone => zone.name),
            region,
            zoneIds: zones.map(zone => zone.id),
        };
    },
};

function isAsked(zone: Zone, args: Props): boolean {
    const state = optionalText(args, "state") ?? "available";
    if (state !== "available") return false;
    if (texts(args, "excludeNames").includes(zone.name) || texts(args, "excludeZoneIds").includes(zone.id))
        return false;
    const attributes = {
        "group-name": [zone.region],
        "opt-in-status": ["opt-in-not-required"],
        "region-name": [zone.region],
        state: ["available"],
        "zone-id": [zone.id],
        "zone-name": [zone.name],
        "zone-type": ["availability-zone"],
    };
    return passes(args, attributes, {}, "DescribeAvailabilityZones");
}

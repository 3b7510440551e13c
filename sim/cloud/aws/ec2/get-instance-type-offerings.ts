import type { LookupFunction } from "../../contract";
import { optionalText } from "../../props";
import { ec2Error } from "./ec2-error";
import { passes } from "./filters";
import { typesOfferedIn, zonesOffering } from "./instance-types";
import { zonesOf } from "./zones";

/** `aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings`: which types are offered where. Source: data/aws-offerings.csv. */
export const getInstanceTypeOfferings: LookupFunction = {
    token: "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings",
    invoke({ account, region }, args) {
        const locationType = optionalText(args, "locationType") ?? "region";
        const offered = typesOfferedIn(region, account.now())
            .flatMap(({ name }) =>
                locationsOf(name, region, locationType, account.now()).map(location => ({ name, location })),
            )
            .filter(({ name, location }) =>
                passes(args, { "instance-type": [name], location: [location] }, {}, "DescribeInstanceTypeOfferings"),
            );
        return {
            ...args,
            id: region,
            instanceTypes: offered.map(each => each.name),
            locations: offered.map(each => each.location),
            locationTypes: offered.map(() => locationType),
            region,
        };
    },
};

function locationsOf(type: string, region: string, locationType: string, now: Date): readonly string[] {
    const zones = zonesOf(region).filter(zone => zonesOffering(type, region, now).includes(zone.id));
    switch (locationType) {
        case "region":
            return [region];
        case "availability-zone":
            return zones.map(zone => zone.name);
        case "availability-zone-id":
            return zones.map(zone => zone.id);
        default:
            throw ec2Error(
                "DescribeInstanceTypeOfferings",
                "InvalidParameterValue",
                `Value (${locationType}) for parameter locationType is invalid. Supported values: region, availability-zone, availability-zone-id.`,
            );
    }
}

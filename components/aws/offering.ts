import { awsOffering, awsOfferingsOf } from "../catalog/aws/offerings";

/** Zone ids of a region in which EC2 offers a type; empty when the catalogue knows of none. */
export function zonesOffering(type: string, region: string): readonly string[] {
    return awsOffering(type, region)?.zoneIds ?? [];
}

/** Where else a type can be had, as the instruction of a problem. */
export function offeredElsewhere(type: string): string {
    const regions = awsOfferingsOf(type).map(offering => offering.region);
    if (regions.length === 0) return "choose another type: the catalogue knows no region that offers it";
    return `${type} is offered in ${[...regions].sort().join(", ")}`;
}

import { awsInstanceType } from "../catalog/aws/instance-types";
import { awsOffering, awsOfferingsOf } from "../catalog/aws/offerings";
import { zonesOf } from "./region";

/** Where in a region a type can be had. */
export interface OfferingIn {
    /** Zone ids; empty when the catalogue knows of none. */
    readonly zones: readonly string[];
    /** What to do when it is not offered here, as an instruction. */
    readonly elsewhere: string;
}

/** Zones of a region that offer a type. Types without accelerators are not in the offerings: every zone has them. */
export function offeringIn(type: string, region: string): OfferingIn {
    const zones =
        awsInstanceType(type)?.accelerator.kind === "none"
            ? zonesOf(region)
            : (awsOffering(type, region)?.zoneIds ?? []);
    return { zones, elsewhere: elsewhere(type) };
}

function elsewhere(type: string): string {
    const regions = awsOfferingsOf(type).map(offering => offering.region);
    if (regions.length === 0) return "choose another type: the catalogue knows no region that offers it";
    return `${type} is offered in ${[...regions].sort().join(", ")}`;
}

import type { AwsRegion } from "../generated/types.generated";
import { once } from "../once";

export type { AwsRegion };

/** Where EC2 offers a type. Source: DescribeInstanceTypeOfferings dump, or the Capacity Block page (data/aws-offerings.csv). */
export interface AwsOffering {
    readonly type: string;
    readonly region: AwsRegion;
    /**
     * Zone ids (`use1-az4`), the same in every account. Empty when the region is known from the Capacity Block page only,
     * which names no zones.
     */
    readonly zoneIds: readonly string[];
    readonly capacityBlock: "offered" | "notOffered" | "unknown";
    readonly asOf: string;
    readonly source: string;
}

/** An availability zone. `nameInSource` is the zone's name in the account that wrote the dump: names differ per account. */
export interface AwsZone {
    readonly id: string;
    readonly nameInSource: string;
}

/** A region of the commercial partition. */
export interface AwsRegionFacts {
    readonly name: AwsRegion;
    /** Zones in the order of their ids. Source: data/aws-zones.csv. */
    readonly zones: readonly AwsZone[];
}

const offerings = once(() => {
    const rows = require("../generated/aws-offerings.json") as readonly AwsOffering[];
    return new Map(rows.map(row => [`${row.type} ${row.region}`, row]));
});

const regions = once(() => {
    const rows = require("../generated/aws-regions.json") as readonly AwsRegionFacts[];
    return new Map<string, AwsRegionFacts>(rows.map(row => [row.name, row]));
});

/**
 * Where in a region a type is offered; undefined when it is not, or when region or type is unknown.
 *
 * @example
 * awsOffering("p5.48xlarge", "us-east-2")?.zoneIds; // ["use2-az1", "use2-az2", "use2-az3"]
 * awsOffering("p5.48xlarge", "eu-west-3"); // undefined
 */
export function awsOffering(type: string, region: string): AwsOffering | undefined {
    return offerings().get(`${type} ${region}`);
}

/**
 * Every offering of a type, by region.
 *
 * @example awsOfferingsOf("p5.48xlarge").some(offering => offering.region === "us-east-2"); // true
 */
export function awsOfferingsOf(type: string): readonly AwsOffering[] {
    return [...offerings().values()].filter(offering => offering.type === type);
}

/**
 * The regions of the catalogue (commercial partition).
 *
 * @example awsRegions().length; // 30
 */
export function awsRegions(): readonly AwsRegionFacts[] {
    return [...regions().values()];
}

/**
 * A region with its zones; undefined for an unknown name.
 *
 * @example awsRegion("us-east-2").zones.map(zone => zone.id); // ["use2-az1", "use2-az2", "use2-az3"]
 */
export function awsRegion(name: AwsRegion): AwsRegionFacts;
export function awsRegion(name: string): AwsRegionFacts | undefined;
export function awsRegion(name: string): AwsRegionFacts | undefined {
    return regions().get(name);
}

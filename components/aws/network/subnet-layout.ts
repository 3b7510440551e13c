import { part, type Block } from "./cidr";

/** The address ranges of one zone. */
export interface ZoneSubnets {
    readonly private: string;
    readonly public: string;
}

/** The VPC is cut into 2^3 parts: one for all public subnets, seven for the private subnets of zones az1 to az7. */
const zoneBits = 3;
/** No region has a higher zone number than az6 (EC2 DescribeInstanceTypeOfferings dump of 2026-08-01). */
export const highestZoneNumber = 2 ** zoneBits - 1;
/** The smallest subnet that EC2 makes. Source: Amazon VPC user guide, "Subnet CIDR blocks". */
export const smallestSubnet = 28;
/** The range a new network has when none is given. */
export const defaultCidr = "10.0.0.0/16";
/** The smallest VPC whose public subnets are still large enough. */
export const smallestLayout = smallestSubnet - 2 * zoneBits;

/**
 * The ranges of a zone inside a VPC. They depend on the VPC and on the zone's own number only, so that adding a zone or a
 * type of instance later moves no subnet that has machines in it.
 *
 * @example zoneSubnets(parseBlock("10.0.0.0/16"), "use2-az1") // { private: "10.0.32.0/19", public: "10.0.4.0/22" }
 */
export function zoneSubnets(vpc: Block, zoneId: string): ZoneSubnets {
    const number = zoneNumber(zoneId);
    return {
        private: part(vpc, zoneBits, number).toString(),
        public: part(part(vpc, zoneBits, 0), zoneBits, number).toString(),
    };
}

/** Whether the layout has room for a zone. */
export function hasRoomFor(zoneId: string): boolean {
    const number = zoneNumber(zoneId);
    return number >= 1 && number <= highestZoneNumber;
}

/** The number at the end of a zone id: 3 for `use2-az3`, 0 for anything that is not a zone id. */
function zoneNumber(zoneId: string): number {
    return Number(/-az(\d+)$/.exec(zoneId)?.[1] ?? 0);
}

import type { Call } from "../../contract";
import { ec2Error } from "./ec2-error";
import { instanceType, zonesOffering } from "./instance-types";
import { zonesOf } from "./zones";

/** A capacity block that can be bought: instances for a time that begins and ends on fixed hours. */
export interface CapacityBlockOffering {
    readonly instanceType: string;
    readonly count: number;
    readonly zone: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
}

const hour = 3_600_000;
const day = 24 * hour;

/** "Capacity Blocks end at 11:30 AM UTC." EC2 user guide, "Capacity Blocks for ML". */
const endMinutes = 11 * 60 + 30;
/** "up to 8 weeks in advance". Same page. */
const furthestStart = 8 * 7 * day;

/**
 * The first block that fits. There always is one for a type that is sold so, unless a fault says that capacity is out.
 *
 * @throws `InvalidParameterValue`, `Unsupported`.
 */
export function findOffering(
    { account, region }: Call,
    asked: { instanceType: string; count: number; hours: number; startsAfter?: Date; endsBefore?: Date },
): CapacityBlockOffering | undefined {
    const operation = "DescribeCapacityBlockOfferings";
    const type = instanceType(asked.instanceType);
    if (!type?.usageClasses.includes("capacity-block")) {
        throw ec2Error(
            operation,
            "Unsupported",
            `The instance type ${asked.instanceType} is not supported for Capacity Blocks.`,
        );
    }
    // "in 1-day increments up to 14 days, and in 7-day increments up to 182 days", 1 to 64 instances.
    const days = asked.hours / 24;
    if (!Number.isInteger(days) || days < 1 || days > 182 || (days > 14 && days % 7 !== 0)) {
        throw ec2Error(operation, "InvalidParameterValue", `Invalid value '${asked.hours}' for CapacityDurationHours.`);
    }
    const zoneId = zonesOffering(type.name, region, account.now()).find(id => !account.capacityIsOut(type.name, id));
    const zone = zonesOf(region).find(each => each.id === zoneId);
    if (!zone) return undefined;
    const now = account.now().getTime();
    const earliest = Math.max(now, asked.startsAfter?.getTime() ?? 0);
    const startsAt = new Date(Math.floor(earliest / day) * day + endMinutes * 60_000);
    if (startsAt.getTime() <= earliest) startsAt.setTime(startsAt.getTime() + day);
    const endsAt = new Date(startsAt.getTime() + asked.hours * hour);
    if (startsAt.getTime() - now > furthestStart || (asked.endsBefore && endsAt > asked.endsBefore)) return undefined;
    return { instanceType: type.name, count: asked.count, zone: zone.name, startsAt, endsAt };
}

/** The id holds the offer itself, so that an offer that nobody bought leaves nothing behind. */
export function offeringId(offering: CapacityBlockOffering): string {
    const { instanceType: type, count, zone, startsAt, endsAt } = offering;
    return `cb-${Buffer.from([type, count, zone, startsAt.getTime(), endsAt.getTime()].join("|")).toString("hex")}`;
}

export function offeringWithId(id: string): CapacityBlockOffering | undefined {
    const [type, count, zone, startsAt, endsAt] = Buffer.from(id.replace(/^cb-/, ""), "hex")
        .toString("utf8")
        .split("|");
    if (!id.startsWith("cb-") || !type || !zone || endsAt === undefined) return undefined;
    return {
        instanceType: type,
        count: Number(count),
        zone,
        startsAt: new Date(Number(startsAt)),
        endsAt: new Date(Number(endsAt)),
    };
}

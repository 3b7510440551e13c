import type { LookupFunction, Props } from "../../contract";
import { number, optionalText, text } from "../../props";
import { rfc3339 } from "../../rfc3339";
import { findOffering, offeringId } from "./capacity-block-offerings";
import { ec2Error } from "./ec2-error";

/** `aws:ec2/getCapacityBlockOffering:getCapacityBlockOffering`: the one block that fits. The fee is not known here. */
export const getCapacityBlockOffering: LookupFunction = {
    token: "aws:ec2/getCapacityBlockOffering:getCapacityBlockOffering",
    invoke(call, args) {
        const hours = number(args, "capacityDurationHours");
        const offering = findOffering(call, {
            instanceType: text(args, "instanceType"),
            count: number(args, "instanceCount"),
            hours,
            startsAfter: instant(args, "startDateRange"),
            endsBefore: instant(args, "endDateRange"),
        });
        if (!offering) {
            throw ec2Error(
                "DescribeCapacityBlockOfferings",
                "EmptyResult",
                "no Capacity Block offering fits; change your search criteria and try again",
            );
        }
        return {
            availabilityZone: offering.zone,
            capacityBlockOfferingId: offeringId(offering),
            capacityDurationHours: hours,
            currencyCode: "USD",
            endDateRange: rfc3339(offering.endsAt),
            instanceCount: offering.count,
            instanceType: offering.instanceType,
            region: call.region,
            startDateRange: rfc3339(offering.startsAt),
            tenancy: "default",
            upfrontFee: "",
        };
    },
};

function instant(args: Props, key: string): Date | undefined {
    const value = optionalText(args, key);
    return value === undefined ? undefined : new Date(value);
}

import type { ResourceType } from "../../contract";
import { text } from "../../props";
import { offeringWithId } from "./capacity-block-offerings";
import { arnOf, ec2Error } from "./ec2-error";
import { CAPACITY_BLOCK_RESERVATION } from "./tokens";

/**
 * `aws:ec2/capacityBlockReservation:CapacityBlockReservation`. Rules: EC2 user guide, "Capacity Blocks for ML". A real block
 * cannot be given back before it ends; here it goes, so that a destroyed stack leaves nothing. Instances do not run in it yet.
 */
export const capacityBlockReservation: ResourceType = {
    token: CAPACITY_BLOCK_RESERVATION,
    title: "EC2 Capacity Block Reservation",
    operations: { create: "PurchaseCapacityBlock" },
    replaceOn: ["capacityBlockOfferingId", "instancePlatform"],
    create(call, inputs) {
        const { account } = call;
        const offering = offeringWithId(text(inputs, "capacityBlockOfferingId"));
        if (!offering) {
            throw ec2Error(
                "PurchaseCapacityBlock",
                "InvalidParameterValue",
                "The Capacity Block offering ID is not valid.",
            );
        }
        if (offering.startsAt <= account.now()) {
            throw ec2Error(
                "PurchaseCapacityBlock",
                "InvalidParameterValue",
                "The Capacity Block offering has expired.",
            );
        }
        const id = account.newId("cr");
        return {
            id,
            outputs: {
                arn: arnOf(call, "capacity-reservation", id),
                availabilityZone: offering.zone,
                createdDate: account.now().toISOString(),
                ebsOptimized: false,
                endDate: offering.endsAt.toISOString(),
                endDateType: "limited",
                instanceCount: offering.count,
                instanceType: offering.instanceType,
                outpostArn: "",
                placementGroupArn: "",
                reservationType: "capacity-block",
                startDate: offering.startsAt.toISOString(),
                tenancy: "default",
            },
        };
    },
    update: () => ({}),
    remove: () => undefined,
};

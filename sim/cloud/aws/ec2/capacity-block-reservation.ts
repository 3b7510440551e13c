import type { ResourceType } from "../../contract";
import { text } from "../../props";
import { rfc3339 } from "../../rfc3339";
import { offeringWithId } from "./capacity-block-offerings";
import { arnOf, ec2Error } from "./ec2-error";
import { terminateInstances } from "./instances";
import { instancesInReservation, reclaimedAt, reservationById, stateOf } from "./reservations";
import { CAPACITY_BLOCK_RESERVATION } from "./tokens";

/**
 * `aws:ec2/capacityBlockReservation:CapacityBlockReservation`. Rules: EC2 user guide, "Capacity Blocks for ML". A real block
 * cannot be given back before it ends; here it goes, so that a destroyed stack leaves nothing, and with it what runs in it.
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
                createdDate: rfc3339(account.now()),
                ebsOptimized: false,
                endDate: rfc3339(offering.endsAt),
                endDateType: "limited",
                instanceCount: offering.count,
                instanceType: offering.instanceType,
                outpostArn: "",
                placementGroupArn: "",
                reservationType: "capacity-block",
                startDate: rfc3339(offering.startsAt),
                tenancy: "default",
            },
        };
    },
    update: () => ({}),
    read({ account, region }, current) {
        const block = reservationById(account, region, current.id);
        return block && stateOf(block, account.now()) !== "expired" ? {} : undefined;
    },
    remove({ account, region }, current) {
        terminateInstances(account, region, instancesInReservation(account, region, current.id));
    },
    timed: {
        // EC2 terminates what still runs when the block is about to end.
        next({ account, region }, current) {
            const block = reservationById(account, region, current.id);
            return block && instancesInReservation(account, region, block.id).length > 0
                ? reclaimedAt(block)
                : undefined;
        },
        async pass({ account, region }, id) {
            await account.change(() =>
                terminateInstances(account, region, instancesInReservation(account, region, id)),
            );
        },
    },
};

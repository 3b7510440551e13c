import type { LookupFunction } from "../../contract";
import { optionalText, textMap } from "../../props";
import { rfc3339 } from "../../rfc3339";
import { ec2Error } from "./ec2-error";
import { passes } from "./filters";
import { freeSlots, reservationsIn, stateOf, type Reservation } from "./reservations";
import { zoneNamed } from "./zones";

/**
 * `aws:ec2/getCapacityBlockReservation:getCapacityBlockReservation`: the one reservation, of whichever kind, with the id or
 * the filters. Source: EC2 API, DescribeCapacityReservations.
 */
export const getCapacityBlockReservation: LookupFunction = {
    token: "aws:ec2/getCapacityBlockReservation:getCapacityBlockReservation",
    invoke({ account, region }, args) {
        const operation = "DescribeCapacityReservations";
        const id = optionalText(args, "id");
        const now = account.now();
        const found = reservationsIn(account, region).filter(
            each =>
                (id === undefined || each.id === id) && passes(args, attributes(each, now), tagsOf(each.id), operation),
        );
        const [reservation, ...others] = found;
        if (!reservation && id !== undefined)
            throw ec2Error(
                operation,
                "InvalidCapacityReservationId.NotFound",
                `The Capacity Reservation ID '${id}' does not exist.`,
            );
        if (!reservation || others.length > 0)
            throw ec2Error(
                operation,
                reservation ? "TooManyResults" : "EmptyResult",
                `${found.length} Capacity Reservations match; change your search criteria and try again`,
            );
        const stored = storedOf(reservation.id);
        return {
            arn: reservation.arn,
            availabilityZone: reservation.zone,
            availabilityZoneId: zoneNamed(region, reservation.zone)?.id ?? "",
            availableInstanceCount: freeSlots(account, region, reservation),
            capacityBlockId: reservation.kind === "capacity-block" ? reservation.id.replace(/^cr-/, "cb-") : "",
            createdDate: rfc3339(new Date(stored?.createdAt ?? now)),
            deliveryPreference: "",
            ebsOptimized: stored?.outputs.ebsOptimized === true,
            endDate: reservation.endsAt ? rfc3339(reservation.endsAt) : "",
            endDateType: reservation.endsAt ? "limited" : "unlimited",
            id: reservation.id,
            instanceCount: reservation.count,
            instanceMatchCriteria: reservation.matching,
            instancePlatform: reservation.platform,
            instanceType: reservation.instanceType,
            outpostArn: "",
            ownerId: account.accountId,
            placementGroupArn: reservation.placementGroupArn ?? "",
            region,
            reservationType: reservation.kind,
            startDate: rfc3339(reservation.startsAt ?? new Date(stored?.createdAt ?? now)),
            state: stateOf(reservation, now),
            tags: tagsOf(reservation.id),
            tenancy: reservation.tenancy,
        };

        function storedOf(reservationId: string) {
            return account.store.all().find(each => each.region === region && each.id === reservationId);
        }
        function tagsOf(reservationId: string) {
            return textMap(storedOf(reservationId)?.outputs ?? {}, "tagsAll");
        }
    },
};

function attributes(each: Reservation, now: Date) {
    return {
        "availability-zone": [each.zone],
        "capacity-reservation-id": [each.id],
        "instance-match-criteria": [each.matching],
        "instance-platform": [each.platform],
        "instance-type": [each.instanceType],
        "reservation-type": [each.kind],
        state: [stateOf(each, now)],
        tenancy: [each.tenancy],
    };
}

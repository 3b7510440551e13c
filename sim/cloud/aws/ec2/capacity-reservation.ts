import type { Call, InputProblem, Props, ResourceType } from "../../contract";
import { number, optionalText, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { insufficientCapacity, launchable, refuseUnsupported, vcpuLimitExceeded, vcpusInUse } from "./launch-limits";
import { joinOpenReservation } from "./open-matching";
import { instancesInReservation, leaveReservation, reservationById, stateOf, type Reservation } from "./reservations";
import { CAPACITY_RESERVATION, PLACEMENT_GROUP } from "./tokens";
import { vcpuQuota } from "./vcpu-quotas";
import { zoneNamed } from "./zones";

/**
 * `aws:ec2/capacityReservation:CapacityReservation` (on demand). Rules: EC2 user guide, "Capacity Reservations": it needs
 * capacity and vCPU quota when it is made, like instances. The provider's inputs know no future date; who has such a one
 * bought it elsewhere.
 */
export const capacityReservation: ResourceType = {
    token: CAPACITY_RESERVATION,
    title: "EC2 Capacity Reservation",
    operations: { update: "ModifyCapacityReservation", delete: "CancelCapacityReservation" },
    replaceOn: [
        "availabilityZone",
        "ebsOptimized",
        "ephemeralStorage",
        "instanceMatchCriteria",
        "instancePlatform",
        "instanceType",
        "outpostArn",
        "placementGroupArn",
        "tenancy",
    ],
    defaults: {
        ebsOptimized: false,
        endDateType: "unlimited",
        ephemeralStorage: false,
        instanceMatchCriteria: "open",
        tenancy: "default",
    },
    check: problems,
    create(call, inputs) {
        const operation = "CreateCapacityReservation";
        refuseEnd(call, inputs, operation);
        refusePlacementGroup(call, inputs, operation);
        reserve(call, inputs, number(inputs, "instanceCount"), operation);
        const id = call.account.newId("cr");
        return { id, outputs: { arn: arnOf(call, "capacity-reservation", id), ownerId: call.account.accountId } };
    },
    update(call, current, inputs) {
        const operation = "ModifyCapacityReservation";
        refuseEnd(call, inputs, operation);
        const count = number(inputs, "instanceCount");
        const more = count - number(current.inputs, "instanceCount");
        const used = instancesInReservation(call.account, call.region, current.id).length;
        // Our words: what EC2 answers to a count below the used one is not published.
        if (count < used)
            throw ec2Error(
                operation,
                "InvalidParameterValue",
                `The instance count ${count} is less than the ${used} instances that run in the Capacity Reservation.`,
            );
        if (more > 0) reserve(call, inputs, more, operation);
        return {};
    },
    // The provider takes an expired reservation for one that is gone: terraform-provider-aws `findCapacityReservationByID`.
    read({ account, region }, current) {
        const reservation = reservationById(account, region, current.id);
        return reservation && stateOf(reservation, account.now()) !== "expired" ? {} : undefined;
    },
    remove({ account, region }, current) {
        leaveReservation(account, region, current.id);
    },
    async settle(call, id, after) {
        if (after !== "delete") await call.account.change(() => joinOpenReservation(call, id));
    },
    timed: {
        next(call, current) {
            const reservation = reservationById(call.account, call.region, current.id);
            return reservation && nextMoment(call, reservation);
        },
        async pass(call, id) {
            await call.account.change(() => {
                const reservation = reservationById(call.account, call.region, id);
                if (!reservation) return;
                if (stateOf(reservation, call.account.now()) === "expired")
                    leaveReservation(call.account, call.region, id);
                else joinOpenReservation(call, id);
            });
        },
    },
};

/** Its beginning, when instances that fit move in, and its end, when those in it run on outside. */
function nextMoment({ account, region }: Call, reservation: Reservation): Date | undefined {
    switch (stateOf(reservation, account.now())) {
        case "scheduled":
            return reservation.startsAt;
        case "active":
            return reservation.endsAt;
        case "expired":
            return instancesInReservation(account, region, reservation.id).length > 0 ? reservation.endsAt : undefined;
    }
}

function reserve(call: Call, inputs: Props, count: number, operation: string): void {
    const { account, region } = call;
    const type = launchable(text(inputs, "instanceType"), account.now(), operation);
    const zone = zoneNamed(region, text(inputs, "availabilityZone"));
    if (!zone) {
        throw ec2Error(
            operation,
            "InvalidParameterValue",
            `Value (${text(inputs, "availabilityZone")}) for parameter availabilityZone is invalid.`,
        );
    }
    refuseUnsupported(region, type, zone.id, account.now(), operation);
    const quota = vcpuQuota(type.family, "onDemand");
    if (quota !== undefined) {
        const limit = account.quota("ec2", quota, region);
        if (vcpusInUse(call, quota) + type.vcpus * count > limit) throw vcpuLimitExceeded(operation, limit);
    }
    if (account.capacityIsOut(type.name, zone.id)) throw insufficientCapacity(call, type, zone.name, "onDemand");
}

/** "The end date and time … must be in the future" is ours for EC2 API CreateCapacityReservation, EndDate. */
function refuseEnd({ account }: Call, inputs: Props, operation: string): void {
    const endDate = optionalText(inputs, "endDate");
    if (endDate !== undefined && new Date(endDate) <= account.now())
        throw ec2Error(operation, "InvalidParameterValue", `The end date and time ${endDate} must be in the future.`);
}

/** Only a cluster placement group can hold one: EC2 user guide, cr-cpg. */
function refusePlacementGroup({ account, region }: Call, inputs: Props, operation: string): void {
    const arn = optionalText(inputs, "placementGroupArn");
    if (arn === undefined) return;
    const group = account.store.list(PLACEMENT_GROUP, region).find(each => each.outputs.arn === arn);
    if (!group)
        throw ec2Error(
            operation,
            "InvalidPlacementGroup.Unknown",
            `The Placement Group '${arn.split("/").at(-1) ?? arn}' is unknown.`,
        );
    if (group.outputs.strategy !== "cluster")
        throw ec2Error(
            operation,
            "InvalidParameterValue",
            `A Capacity Reservation can be created in a placement group with the strategy cluster only.`,
        );
}

const platforms =
    /^(Linux\/UNIX|Red Hat Enterprise Linux.*|SUSE Linux|RHEL with .*|Ubuntu Pro|Windows( with SQL Server.*)?|Linux with SQL Server.*)$/;

function problems(inputs: Props): readonly InputProblem[] {
    const endDateType = optionalText(inputs, "endDateType");
    const hasEnd = "endDate" in inputs;
    const matching = optionalText(inputs, "instanceMatchCriteria");
    const platform = optionalText(inputs, "instancePlatform");
    return [
        ...(endDateType === "limited" && !hasEnd
            ? [{ property: "endDate", reason: "endDate is required when endDateType is limited" }]
            : []),
        ...(endDateType === "unlimited" && hasEnd
            ? [{ property: "endDate", reason: "endDate must not be set when endDateType is unlimited" }]
            : []),
        ...(matching === undefined || ["open", "targeted"].includes(matching)
            ? []
            : [
                  {
                      property: "instanceMatchCriteria",
                      reason: `expected instanceMatchCriteria to be one of ["open" "targeted"], got ${matching}`,
                  },
              ]),
        ...(platform === undefined || platforms.test(platform)
            ? []
            : [
                  {
                      property: "instancePlatform",
                      reason: `expected instancePlatform to be a platform of EC2 such as "Linux/UNIX", got ${platform}`,
                  },
              ]),
    ];
}

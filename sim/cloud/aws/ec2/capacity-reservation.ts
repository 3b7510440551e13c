import type { Call, InputProblem, Props, ResourceType } from "../../contract";
import { number, optionalText, text } from "../../props";
import { arnOf, ec2Error } from "./ec2-error";
import { insufficientCapacity, refuseUnsupported, vcpuLimitExceeded, vcpusInUse } from "./instances";
import { instanceType } from "./instance-types";
import { CAPACITY_RESERVATION } from "./tokens";
import { vcpuQuota } from "./vcpu-quotas";
import { zoneNamed } from "./zones";

/**
 * `aws:ec2/capacityReservation:CapacityReservation` (on demand). Rules: EC2 user guide, "Capacity Reservations": it needs
 * capacity and vCPU quota when it is made, like instances. Instances do not run in reservations yet.
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
        reserve(call, inputs, number(inputs, "instanceCount"), "CreateCapacityReservation");
        const id = call.account.newId("cr");
        return { id, outputs: { arn: arnOf(call, "capacity-reservation", id), ownerId: call.account.accountId } };
    },
    update(call, current, inputs) {
        const more = number(inputs, "instanceCount") - number(current.inputs, "instanceCount");
        if (more > 0) reserve(call, inputs, more, "ModifyCapacityReservation");
        return {};
    },
    remove: () => undefined,
};

function reserve(call: Call, inputs: Props, count: number, operation: string): void {
    const { account, region } = call;
    const name = text(inputs, "instanceType");
    const type = instanceType(name);
    const zone = zoneNamed(region, text(inputs, "availabilityZone"));
    if (!type || type.retired)
        throw ec2Error(operation, "InvalidParameterValue", `Invalid value '${name}' for InstanceType.`);
    if (!zone) {
        throw ec2Error(
            operation,
            "InvalidParameterValue",
            `Value (${text(inputs, "availabilityZone")}) for parameter availabilityZone is invalid.`,
        );
    }
    refuseUnsupported(region, type, zone.id, operation);
    const quota = vcpuQuota(type.family, "onDemand");
    if (quota !== undefined) {
        const limit = account.quota("ec2", quota, region);
        if (vcpusInUse(call, quota) + type.vcpus * count > limit) throw vcpuLimitExceeded(operation, limit);
    }
    if (account.capacityIsOut(type.name, zone.id)) throw insufficientCapacity(call, type, zone.name, "onDemand");
}

function problems(inputs: Props): readonly InputProblem[] {
    const endDateType = optionalText(inputs, "endDateType");
    const hasEnd = "endDate" in inputs;
    return [
        ...(endDateType === "limited" && !hasEnd
            ? [{ property: "endDate", reason: "endDate is required when endDateType is limited" }]
            : []),
        ...(endDateType === "unlimited" && hasEnd
            ? [{ property: "endDate", reason: "endDate must not be set when endDateType is unlimited" }]
            : []),
    ];
}

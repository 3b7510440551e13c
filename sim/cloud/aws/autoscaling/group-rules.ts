/**
 * What CreateAutoScalingGroup and UpdateAutoScalingGroup refuse. Texts: published answers of the API in terraform and cdk
 * threads where they are quoted, ours for the rest.
 */
import type { Call, Json, Props } from "../../contract";
import { isList, number, optionalNumber, texts } from "../../props";
import { subnetById } from "../ec2/subnets";
import { autoScalingError, invalid } from "./errors";

/** Parts of the API that the local cloud does not have. Empty lists say nothing. */
const notSimulated = [
    "availabilityZones",
    "capacityReservationSpecification",
    "initialLifecycleHooks",
    "launchConfiguration",
    "loadBalancers",
    "mixedInstancesPolicy",
    "placementGroup",
    "suspendedProcesses",
    "targetGroupArns",
    "trafficSources",
    "warmPool",
];

export function refuseWhatIsNotSimulated(inputs: Props, operation: string): void {
    const asked = notSimulated.find(key => saysSomething(inputs[key]));
    if (asked !== undefined)
        throw autoScalingError(
            operation,
            "NotSimulated",
            `the local cloud does not simulate ${asked} of Auto Scaling groups`,
        );
}

function saysSomething(value: Json | undefined): boolean {
    return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

export function refuseSizes(inputs: Props, operation: string): void {
    const [min, max] = [number(inputs, "minSize"), number(inputs, "maxSize")];
    const desired = optionalNumber(inputs, "desiredCapacity");
    if (min > max) throw invalid(operation, `Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
    if (desired !== undefined && (desired < min || desired > max))
        throw invalid(
            operation,
            `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
        );
}

export function refuseSubnets({ account, region }: Call, inputs: Props, operation: string): void {
    const ids = texts(inputs, "vpcZoneIdentifiers");
    if (ids.length === 0) throw invalid(operation, "At least one Availability Zone or VPC Subnet is required.");
    const subnets = ids.map(id => {
        const subnet = subnetById(account, region, id);
        if (!subnet) throw invalid(operation, `The subnet ID '${id}' does not exist`);
        return subnet;
    });
    if (new Set(subnets.map(each => each.vpcId)).size > 1)
        throw invalid(operation, "The subnets of an Auto Scaling group must belong to one VPC.");
}

/** What keeps instances of a type from starting: it does not exist, is not offered there, quota, capacity. */
import type { Call, StoredResource } from "../../contract";
import { optionalText, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { instanceType, isRetired, zonesOffering, type InstanceType } from "./instance-types";
import { reservationsIn, stateOf } from "./reservations";
import { INSTANCE } from "./tokens";
import { vcpuQuota, type Market } from "./vcpu-quotas";
import { zonesOf } from "./zones";

/** A type that was retired by then is unknown to the API like one that never was; that EC2 says it so is not verified. */
export function launchable(name: string, now: Date, operation = "RunInstances"): InstanceType {
    const type = instanceType(name);
    if (!type || isRetired(type, now))
        throw ec2Error(operation, "InvalidParameterValue", `Invalid value '${name}' for InstanceType.`);
    return type;
}

export function refuseUnsupported(
    region: string,
    type: InstanceType,
    zoneId: string,
    now: Date,
    operation = "RunInstances",
): void {
    const offered = zonesOffering(type.name, region, now);
    if (offered.includes(zoneId)) return;
    const zone = zonesOf(region).find(each => each.id === zoneId)?.name ?? zoneId;
    if (offered.length === 0) {
        throw ec2Error(
            operation,
            "Unsupported",
            `The requested configuration is currently not supported. Please check the documentation for supported configurations.`,
        );
    }
    throw ec2Error(
        operation,
        "Unsupported",
        `Your requested instance type (${type.name}) is not supported in your requested Availability Zone (${zone}). ` +
            `Please retry your request by not specifying an Availability Zone or choosing ${zoneNames(region, offered)}.`,
    );
}

/** Instances that take a slot of a reservation are counted with it already. */
export function refuseOverQuota(call: Call, type: InstanceType, market: Market, count: number): void {
    const code = vcpuQuota(type.family, market);
    if (code === undefined) return;
    const limit = call.account.quota("ec2", code, call.region);
    if (vcpusInUse(call, code) + type.vcpus * count <= limit) return;
    throw market === "spot"
        ? ec2Error("RunInstances", "MaxSpotInstanceCountExceeded", "Max spot instance count exceeded")
        : vcpuLimitExceeded("RunInstances", limit);
}

export function vcpuLimitExceeded(operation: string, limit: number): Error {
    return ec2Error(
        operation,
        "VcpuLimitExceeded",
        `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the ` +
            "specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an " +
            "adjustment to this limit.",
    );
}

/**
 * vCPUs that count towards a quota: instances outside reservations, and every on-demand reservation in full, used or not
 * ("Capacity Reservations count towards your On-Demand Instance limits … even if there are no running instances in them", EC2
 * user guide, capacity-reservations-limits). Two things are not verified: that a capacity block counts towards none, and that
 * one for a future date counts from its beginning only.
 */
export function vcpusInUse({ account, region }: Pick<Call, "account" | "region">, code: string): number {
    const running = account.store
        .list(INSTANCE, region)
        .filter(each => optionalText(each.outputs, "reservationId") === undefined)
        .map(each => ({ name: text(each.outputs, "instanceType"), market: marketOf(each), count: 1 }));
    const reserved = reservationsIn(account, region)
        .filter(each => each.kind === "default" && stateOf(each, account.now()) === "active")
        .map(each => ({ name: each.instanceType, market: "onDemand" as const, count: each.count }));
    return [...running, ...reserved].reduce((sum, { name, market, count }) => {
        const type = instanceType(name);
        return type && vcpuQuota(type.family, market) === code ? sum + type.vcpus * count : sum;
    }, 0);
}

export function insufficientCapacity(
    { account, region }: Call,
    type: InstanceType,
    zone: string,
    market: Market,
): Error {
    if (market === "spot") {
        return ec2Error(
            "RunInstances",
            "InsufficientInstanceCapacity",
            "There is no Spot capacity available that matches your request.",
        );
    }
    const others = zonesOf(region).filter(
        each =>
            zonesOffering(type.name, region, account.now()).includes(each.id) &&
            !account.capacityIsOut(type.name, each.id),
    );
    const advice =
        others.length === 0
            ? ""
            : ` You can currently get ${type.name} capacity by not specifying an Availability Zone in your request or choosing ` +
              `${others.map(each => each.name).join(", ")}.`;
    return ec2Error(
        "RunInstances",
        "InsufficientInstanceCapacity",
        `We currently do not have sufficient ${type.name} capacity in the Availability Zone you requested (${zone}). ` +
            `Our system will be working on provisioning additional capacity.${advice}`,
    );
}

function zoneNames(region: string, zoneIds: readonly string[]): string {
    return zonesOf(region)
        .filter(zone => zoneIds.includes(zone.id))
        .map(zone => zone.name)
        .join(", ");
}

export function marketOf(stored: StoredResource): Market {
    const market = stored.outputs.market;
    return market === "spot" || market === "capacityBlock" ? market : "onDemand";
}

import type { Account, Call, StoredResource } from "../../contract";
import { number, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { instanceType, zonesOffering, type InstanceType } from "./instance-types";
import { createInterfaces, removeInterfaces } from "./network-interfaces";
import { subnetOf } from "./subnets";
import { CAPACITY_RESERVATION, INSTANCE } from "./tokens";
import { vcpuQuota, type Market } from "./vcpu-quotas";
import { zonesOf } from "./zones";

/** What a service asks EC2 to run, all of it in one subnet or nothing. */
export interface RunRequest {
    readonly instanceType: string;
    readonly subnetId: string;
    readonly count: number;
    readonly market: Market;
    /** Whose instances these are: the ARN under which they are found and terminated. */
    readonly owner: string;
    readonly securityGroupIds: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
    /** The launch template and version that they were started from, for whoever reads them later. */
    readonly launchTemplate?: { readonly id: string; readonly version: number };
    /** What a pod network plugin takes for each instance beside its own address. */
    readonly network?: { readonly secondaryAddresses?: number; readonly prefixes?: number };
}

export interface Instance {
    readonly id: string;
    readonly instanceType: string;
    readonly market: Market;
    readonly owner: string;
    readonly subnetId: string;
    readonly zone: string;
    readonly zoneId: string;
    readonly privateIp: string;
    /** `ip-10-0-1-7.us-east-2.compute.internal` */
    readonly privateDnsName: string;
    readonly launchedAt: string;
}

/**
 * Starts instances.
 *
 * @throws `InvalidParameterValue` for a type that does not exist, `Unsupported` where it is not offered,
 * `VcpuLimitExceeded` or `MaxSpotInstanceCountExceeded` over the account's quota, `InsufficientInstanceCapacity` while a
 * fault says so, `InsufficientFreeAddressesInSubnet`. Texts: EC2 API reference, error codes; EC2 user guide, troubleshooting
 * of instance launches.
 */
export function runInstances(call: Call, request: RunRequest): readonly Instance[] {
    const { account, region } = call;
    const type = launchable(request.instanceType);
    const subnet = subnetOf(account, region, request.subnetId, "RunInstances");
    refuseUnsupported(region, type, subnet.zoneId);
    refuseOverQuota(call, type, request);
    if (account.capacityIsOut(type.name, subnet.zoneId))
        throw insufficientCapacity(call, type, subnet.zone, request.market);

    const ids = Array.from({ length: request.count }, () => account.newId("i"));
    const interfaces = createInterfaces(
        call,
        {
            subnetId: subnet.id,
            owners: ids,
            description: "",
            securityGroupIds: request.securityGroupIds,
            addressesEach: 1 + (request.network?.secondaryAddresses ?? 0),
            prefixesEach: request.network?.prefixes ?? 0,
        },
        "RunInstances",
    );
    const instances = interfaces.map((primary): Instance => ({
        id: primary.owner,
        instanceType: type.name,
        market: request.market,
        owner: request.owner,
        subnetId: subnet.id,
        zone: subnet.zone,
        zoneId: subnet.zoneId,
        privateIp: primary.address,
        privateDnsName: privateDnsName(primary.address, region),
        launchedAt: account.now().toISOString(),
    }));
    for (const instance of instances) {
        account.store.put({
            type: INSTANCE,
            region,
            id: instance.id,
            inputs: {},
            outputs: {
                ...instance,
                vcpus: type.vcpus,
                tags: request.tags,
                launchTemplate: request.launchTemplate ?? null,
            },
            hidden: {},
            createdAt: instance.launchedAt,
            requested: false,
        });
    }
    return instances;
}

/** Stops instances for good; their addresses are free again. */
export function terminateInstances(account: Account, region: string, ids: readonly string[]): void {
    removeInterfaces(account, region, ...ids);
    for (const id of ids) account.store.remove(INSTANCE, region, id);
}

export function instancesOfOwner(account: Account, region: string, owner: string): readonly Instance[] {
    return account.store
        .list(INSTANCE, region)
        .filter(each => each.outputs.owner === owner)
        .map(instanceFrom);
}

/** The name that a VPC's own DNS gives. Source: EC2 user guide, "EC2 instance hostnames": us-east-1 has its own domain. */
function privateDnsName(ip: string, region: string): string {
    const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
    return `ip-${ip.replaceAll(".", "-")}.${domain}`;
}

function launchable(name: string): InstanceType {
    const type = instanceType(name);
    if (!type || type.retired)
        throw ec2Error("RunInstances", "InvalidParameterValue", `Invalid value '${name}' for InstanceType.`);
    return type;
}

export function refuseUnsupported(
    region: string,
    type: InstanceType,
    zoneId: string,
    operation = "RunInstances",
): void {
    const offered = zonesOffering(type.name, region);
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

function refuseOverQuota(call: Call, type: InstanceType, { count, market }: RunRequest): void {
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

/** vCPUs of instances and reservations that count towards the quota. */
export function vcpusInUse({ account, region }: Call, code: string): number {
    const running = account.store
        .list(INSTANCE, region)
        .map(each => ({ name: text(each.outputs, "instanceType"), market: marketOf(each), count: 1 }));
    const reserved = account.store.list(CAPACITY_RESERVATION, region).map(each => ({
        name: text(each.outputs, "instanceType"),
        market: "onDemand" as const,
        count: number(each.outputs, "instanceCount"),
    }));
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
        each => zonesOffering(type.name, region).includes(each.id) && !account.capacityIsOut(type.name, each.id),
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

function marketOf(stored: StoredResource): Market {
    const market = stored.outputs.market;
    return market === "spot" || market === "capacityBlock" ? market : "onDemand";
}

function instanceFrom(stored: StoredResource): Instance {
    const { outputs } = stored;
    return {
        id: stored.id,
        instanceType: text(outputs, "instanceType"),
        market: marketOf(stored),
        owner: text(outputs, "owner"),
        subnetId: text(outputs, "subnetId"),
        zone: text(outputs, "zone"),
        zoneId: text(outputs, "zoneId"),
        privateIp: text(outputs, "privateIp"),
        privateDnsName: text(outputs, "privateDnsName"),
        launchedAt: text(outputs, "launchedAt"),
    };
}

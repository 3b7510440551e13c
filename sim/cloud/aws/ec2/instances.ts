import type { Account, ApiError, Call, StoredResource } from "../../contract";
import { optionalNumber, optionalText, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { shutDown, type Boots } from "./ended-instances";
import { combinationProblem, isFabric, limitProblem, plainInterface, type InterfaceSpec } from "./interface-layout";
import type { InstanceType } from "./instance-types";
import { insufficientCapacity, launchable, marketOf, refuseOverQuota, refuseUnsupported } from "./launch-limits";
import { attachInterfaces, removeInterfaces } from "./network-interfaces";
import { anyPlacement, placementGroupFor, refusePlacement, type PlacementWish } from "./placement";
import { anyReservation, chooseReservation, type ReservationWish } from "./reservation-choice";
import { priceProblem } from "./spot-prices";
import { subnetOf, type Subnet } from "./subnets";
import { INSTANCE } from "./tokens";
import type { Market } from "./vcpu-quotas";

/** What a service asks EC2 to run, all of it in one subnet or nothing. */
export interface RunRequest {
    readonly instanceType: string;
    readonly subnetId: string;
    readonly count: number;
    readonly market: Market;
    /** Most that a Spot instance may cost, in USD per hour; on-demand's price when not said. */
    readonly maxPrice?: string;
    /** Whose instances these are: the ARN under which they are found and terminated. */
    readonly owner: string;
    /** Of the instance as a whole; empty beside `interfaces`, which have their own. */
    readonly securityGroupIds: readonly string[];
    /** One plain interface when there is none. */
    readonly interfaces?: readonly InterfaceSpec[];
    readonly reservation?: ReservationWish;
    readonly placement?: PlacementWish;
    readonly tags: Readonly<Record<string, string>>;
    /** The launch template and version that they were started from, for whoever reads them later. */
    readonly launchTemplate?: { readonly id: string; readonly version: number };
    /** What a machine with FPGAs boots with, so that it is known what it does when it ends. */
    readonly boots?: Boots;
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
    /** The reservation whose slot it takes. */
    readonly reservationId: string | undefined;
    /** Name of its placement group. */
    readonly placementGroup: string | undefined;
    /** EFA and EFA-only interfaces. */
    readonly efaInterfaces: number;
}

/** Every image of this account runs Linux. Source of the name: EC2 API, CapacityReservation, instancePlatform. */
const platform = "Linux/UNIX";

/**
 * Starts instances.
 *
 * @throws `InvalidParameterValue` for a type that does not exist, `Unsupported` where it is not offered,
 * `VcpuLimitExceeded` or `MaxSpotInstanceCountExceeded` over the account's quota, `InsufficientInstanceCapacity` while a
 * fault says so, `InsufficientFreeAddressesInSubnet`; what `interface-layout.ts`, `placement.ts` and `reservation-choice.ts`
 * say of the rest. Texts: EC2 API reference, error codes; EC2 user guide, troubleshooting of instance launches.
 */
export function runInstances(call: Call, request: RunRequest): readonly Instance[] {
    const now = call.account.now();
    const type = launchable(request.instanceType, now);
    const subnet = subnetOf(call.account, call.region, request.subnetId, "RunInstances");
    refuseUnsupported(call.region, type, subnet.zoneId, now);
    const named = request.interfaces ?? [];
    refuse(combinationProblem(named, request.securityGroupIds) ?? limitProblem(type, named));
    refuseUsage(type, request.market);
    if (request.market === "spot") refuse(priceProblem(type.name, subnet.zoneId, request.maxPrice));
    return Array.from({ length: request.count }, () => runOne(call, request, type, subnet));
}

function runOne(call: Call, request: RunRequest, type: InstanceType, subnet: Subnet): Instance {
    const { account, region } = call;
    const placement = request.placement ?? anyPlacement;
    const group = placementGroupFor(call, placement);
    if (group) refusePlacement(call, group, type, subnet.zone);
    const reservation = chooseReservation(call, request.reservation ?? anyReservation, request.market, {
        instanceType: type.name,
        zone: subnet.zone,
        platform,
        tenancy: placement.tenancy,
        placementGroupArn: group?.arn,
    });
    if (!reservation) {
        refuseOverQuota(call, type, request.market, 1);
        if (account.capacityIsOut(type.name, subnet.zoneId))
            throw insufficientCapacity(call, type, subnet.zone, request.market);
    }
    const id = account.newId("i");
    const specs = request.interfaces?.length ? request.interfaces : [plainInterface(request.securityGroupIds)];
    const privateIp = attachInterfaces(call, { subnetId: subnet.id, owner: id, specs, network: request.network });
    const instance: Instance = {
        id,
        instanceType: type.name,
        market: request.market,
        owner: request.owner,
        subnetId: subnet.id,
        zone: subnet.zone,
        zoneId: subnet.zoneId,
        privateIp,
        privateDnsName: privateDnsName(privateIp, region),
        launchedAt: account.now().toISOString(),
        reservationId: reservation?.id,
        placementGroup: group?.name,
        efaInterfaces: specs.filter(isFabric).length,
    };
    account.store.put({
        type: INSTANCE,
        region,
        id,
        inputs: {},
        outputs: {
            ...instance,
            reservationId: instance.reservationId ?? null,
            reservationPreference: request.reservation?.preference ?? null,
            placementGroup: instance.placementGroup ?? null,
            tenancy: placement.tenancy,
            vcpus: type.vcpus,
            tags: request.tags,
            launchTemplate: request.launchTemplate ?? null,
        },
        hidden: request.boots ? { boots: { ...request.boots } } : {},
        createdAt: instance.launchedAt,
        requested: false,
    });
    return instance;
}

/** Types that are sold in capacity blocks only say so among their usage classes (DescribeInstanceTypes); words as above. */
function refuseUsage(type: InstanceType, market: Market): void {
    const usage = { onDemand: "on-demand", spot: "spot", capacityBlock: "capacity-block" }[market];
    if (type.usageClasses.length === 0 || type.usageClasses.includes(usage)) return;
    throw ec2Error(
        "RunInstances",
        "InvalidParameterValue",
        "The market type (purchasing) option is not valid. Choose a different market type and try again",
    );
}

function refuse(problem: ApiError | undefined): void {
    if (problem) throw problem;
}

/** Shuts instances down and stops them for good; their addresses and slots are free again. */
export function terminateInstances(account: Account, region: string, ids: readonly string[]): void {
    removeInterfaces(account, region, ...ids);
    for (const id of ids) {
        const stored = account.store.get(INSTANCE, region, id);
        if (stored) shutDown(account, stored);
        account.store.remove(INSTANCE, region, id);
    }
}

export function allInstances(account: Account, region?: string): readonly (Instance & { readonly region: string })[] {
    return account.store.list(INSTANCE, region).map(each => ({ ...instanceFrom(each), region: each.region }));
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
        reservationId: optionalText(outputs, "reservationId"),
        placementGroup: optionalText(outputs, "placementGroup"),
        efaInterfaces: optionalNumber(outputs, "efaInterfaces") ?? 0,
    };
}

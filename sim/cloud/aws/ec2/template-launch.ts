/** What a launch template says of a launch beside its image and type, and what a dry run of it refuses. */
import { ApiError, type Call, type Props } from "../../contract";
import { optionalText, record, texts } from "../../props";
import { combinationProblem, interfacesOf, type InterfaceSpec } from "./interface-layout";
import { keyPairProblem } from "./key-pairs";
import { placementGroupFor, placementWish, type PlacementWish } from "./placement";
import { reservationWish, wishProblem, type ReservationWish } from "./reservation-choice";
import { securityGroupById } from "./security-groups";
import { ec2Error } from "./ec2-error";
import type { Market } from "./vcpu-quotas";

export interface TemplateLaunch {
    readonly market: Market;
    readonly maxPrice: string | undefined;
    readonly interfaces: readonly InterfaceSpec[];
    /** Of the instance as a whole. */
    readonly securityGroupIds: readonly string[];
    readonly reservation: ReservationWish;
    readonly placement: PlacementWish;
}

export function templateLaunch(data: Props): TemplateLaunch {
    return {
        market: marketOfTemplate(data),
        maxPrice: optionalText(record(record(data, "instanceMarketOptions") ?? {}, "spotOptions") ?? {}, "maxPrice"),
        interfaces: interfacesOf(data),
        securityGroupIds: texts(data, "vpcSecurityGroupIds"),
        reservation: reservationWish(data),
        placement: placementWish(data),
    };
}

export function marketOfTemplate(data: Props): Market {
    const market = optionalText(record(data, "instanceMarketOptions") ?? {}, "marketType");
    return market === "spot" ? "spot" : market === "capacity-block" ? "capacityBlock" : "onDemand";
}

/** Every security group that the launch names, of the instance or of its interfaces. */
export function securityGroupsOf({ interfaces, securityGroupIds }: TemplateLaunch): readonly string[] {
    return [...new Set([...securityGroupIds, ...interfaces.flatMap(each => each.securityGroupIds)])];
}

/**
 * What RunInstances refuses of these settings before it looks for capacity, undefined when nothing. EKS and Auto Scaling ask
 * for such a dry run when a group is made and pass on EC2's text (`InvalidRequestException: Instances in the … Placement Group
 * must be …`, `ValidationError: You must use a valid fully-formed launch template. …`, both published); limits of an instance
 * type show only when an instance is launched.
 */
export function dryRunProblem(
    call: Pick<Call, "account" | "region">,
    data: Props,
    launch: TemplateLaunch = templateLaunch(data),
): ApiError | undefined {
    return (
        combinationProblem(launch.interfaces, launch.securityGroupIds) ??
        unknownGroup(call, launch) ??
        keyPairProblem(call, optionalText(data, "keyName")) ??
        wishProblem(call, launch.reservation, launch.market) ??
        placementProblem(call, launch.placement)
    );
}

/** "The security group 'sg-…' does not exist" (InvalidGroup.NotFound): EC2 API, error codes. */
function unknownGroup({ account, region }: Pick<Call, "account" | "region">, launch: TemplateLaunch) {
    const unknown = securityGroupsOf(launch).find(id => !securityGroupById(account, region, id));
    return unknown === undefined
        ? undefined
        : ec2Error("RunInstances", "InvalidGroup.NotFound", `The security group '${unknown}' does not exist`);
}

function placementProblem(call: Pick<Call, "account" | "region">, wish: PlacementWish): ApiError | undefined {
    try {
        placementGroupFor(call, wish);
        return undefined;
    } catch (error) {
        if (error instanceof ApiError) return error;
        throw error;
    }
}

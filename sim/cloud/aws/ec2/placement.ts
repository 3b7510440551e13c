/** Placement groups as launches meet them. Rules: EC2 user guide, placement-strategies and limitations-placement-groups. */
import type { Call, Props, StoredResource } from "../../contract";
import { optionalText, record, text } from "../../props";
import { ec2Error } from "./ec2-error";
import type { InstanceType } from "./instance-types";
import { INSTANCE, PLACEMENT_GROUP } from "./tokens";

/** What a launch template says of a placement group. */
export interface PlacementWish {
    readonly groupName: string | undefined;
    readonly groupId: string | undefined;
    readonly tenancy: string;
}

export const anyPlacement: PlacementWish = { groupName: undefined, groupId: undefined, tenancy: "default" };

export function placementWish(data: Props): PlacementWish {
    const placement = record(data, "placement") ?? {};
    return {
        groupName: optionalText(placement, "groupName"),
        groupId: optionalText(placement, "groupId"),
        tenancy: optionalText(placement, "tenancy") ?? "default",
    };
}

export interface PlacementGroup {
    readonly name: string;
    readonly arn: string;
    readonly strategy: string;
}

/** @throws `InvalidPlacementGroup.Unknown` in EC2's words. */
export function placementGroupFor(
    { account, region }: Pick<Call, "account" | "region">,
    { groupName, groupId }: PlacementWish,
    operation = "RunInstances",
): PlacementGroup | undefined {
    const wanted = groupName ?? groupId;
    if (wanted === undefined) return undefined;
    const stored = account.store
        .list(PLACEMENT_GROUP, region)
        .find(each => (groupName === undefined ? each.outputs.placementGroupId === groupId : each.id === groupName));
    if (!stored)
        throw ec2Error(operation, "InvalidPlacementGroup.Unknown", `The Placement Group '${wanted}' is unknown.`);
    return groupFrom(stored);
}

/**
 * @throws `InvalidParameterCombination` where the type does not support the strategy (EC2 Auto Scaling user guide,
 * ts-as-instancelaunchfailure-11); `InvalidParameterValue` in EC2's words (terraform-aws-modules/terraform-aws-eks 3045) for
 * a second zone of a cluster group.
 */
export function refusePlacement(
    call: Pick<Call, "account" | "region">,
    group: PlacementGroup,
    type: InstanceType,
    zone: string,
): void {
    if (type.placementStrategies.length > 0 && !type.placementStrategies.includes(group.strategy))
        throw ec2Error(
            "RunInstances",
            "InvalidParameterCombination",
            `Placement groups may not be used with instances of type '${type.name}'.`,
        );
    const held = zoneHeldBy(call, group);
    if (held !== undefined && held !== zone)
        throw ec2Error("RunInstances", "InvalidParameterValue", otherZoneText(group, held));
}

/** The zone that a cluster placement group is bound to as long as instances run in it. */
export function zoneHeldBy(
    { account, region }: Pick<Call, "account" | "region">,
    group: PlacementGroup,
): string | undefined {
    if (group.strategy !== "cluster") return undefined;
    const running = account.store.list(INSTANCE, region).find(each => each.outputs.placementGroup === group.name);
    return running && text(running.outputs, "zone");
}

export function otherZoneText(group: PlacementGroup, zone: string): string {
    return (
        `Instances in the ${group.name} Placement Group must be launched in the ${zone} Availability Zone. ` +
        `Specify the ${zone} Availability Zone and try again.`
    );
}

function groupFrom(stored: StoredResource): PlacementGroup {
    return { name: stored.id, arn: text(stored.outputs, "arn"), strategy: text(stored.outputs, "strategy") };
}

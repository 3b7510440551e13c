/**
 * `capacityType` and the launch template's market options say the same thing twice and must agree. Source: EKS user guide
 * launch-templates ("Use capacityType … instead of the Request Spot Instances purchasing option") and capacity-blocks-mng
 * ("capacityType CAPACITY_BLOCK requires a launch template with the market type capacity-block and the reservation's id", "Set `InstanceType` to an instance type
 * that supports Capacity Blocks"). The
 * words are ours.
 */
import { optionalText, record } from "../../props";
import type { LaunchTemplateVersion } from "../ec2/launch-templates";

export const capacityTypes = ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"] as const;

export function capacityProblem(capacityType: string, template: LaunchTemplateVersion | undefined): string | undefined {
    const market = optionalText(record(template?.data ?? {}, "instanceMarketOptions") ?? {}, "marketType");
    const named = template ? `Launch template ${template.name}` : "A launch template";
    if (market === "spot")
        return `${named} should not request Spot Instances. Use the capacity type SPOT in your request instead.`;
    if (capacityType !== "CAPACITY_BLOCK")
        return market === "capacity-block"
            ? `${named} requests a Capacity Block. Use the capacity type CAPACITY_BLOCK in your request.`
            : undefined;
    if (market !== "capacity-block")
        return `${named} with the market type capacity-block is required for the capacity type CAPACITY_BLOCK.`;
    const target = record(
        record(template?.data ?? {}, "capacityReservationSpecification") ?? {},
        "capacityReservationTarget",
    );
    if (optionalText(target ?? {}, "capacityReservationId") === undefined)
        return `${named} must specify a capacityReservationId for the capacity type CAPACITY_BLOCK.`;
    return optionalText(template?.data ?? {}, "instanceType") === undefined
        ? `${named} must specify the instance type for the capacity type CAPACITY_BLOCK.`
        : undefined;
}

import type { Account, Props, StoredResource } from "../../contract";
import { text, texts } from "../../props";
import type { LaunchTemplateVersion } from "../ec2/launch-templates";
import { otherZoneText, placementGroupFor, zoneHeldBy } from "../ec2/placement";
import { subnetById } from "../ec2/subnets";
import { dryRunProblem, templateLaunch } from "../ec2/template-launch";
import { eksError } from "./eks-error";
import type { GroupOperation } from "./node-group-rules";

/**
 * EKS has EC2 try the launch template without launching, in each of the group's subnets, and passes on what EC2 says:
 * `InvalidRequestException: Network interfaces and an instance-level security groups may not be specified on the same request`,
 * `InvalidRequestException: Instances in the … Placement Group must be launched in the … Availability Zone. …`, both published
 * (public launch templates of managed groups; terraform-aws-modules/terraform-aws-eks 3044, from UpdateNodegroupVersion).
 */
export function refuseDryRun(
    account: Account,
    operation: GroupOperation,
    { region }: StoredResource,
    inputs: Props,
    template: LaunchTemplateVersion | undefined,
): void {
    if (!template) return;
    const call = { account, region };
    const market = text({ capacityType: "ON_DEMAND", ...inputs }, "capacityType") === "SPOT" ? "spot" : undefined;
    const launch = templateLaunch(template.data);
    const problem = dryRunProblem(call, template.data, market ? { ...launch, market } : launch);
    if (problem) throw eksError(operation, "InvalidRequestException", problem.text);
    const group = placementGroupFor(call, launch.placement);
    const held = group && zoneHeldBy(call, group);
    const elsewhere = texts(inputs, "subnetIds").some(id => subnetById(account, region, id)?.zone !== held);
    if (group && held !== undefined && elsewhere)
        throw eksError(operation, "InvalidRequestException", otherZoneText(group, held));
}

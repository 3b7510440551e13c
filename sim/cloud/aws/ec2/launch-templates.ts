import type { Account, Props, StoredResource } from "../../contract";
import { number, record, text } from "../../props";
import { ec2Error } from "./ec2-error";
import { LAUNCH_TEMPLATE } from "./tokens";

/** One version of a launch template: what instances that start from it get. Properties are named as in programs. */
export interface LaunchTemplateVersion {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly data: Props;
}

/**
 * The version that a service means: a number, `$Latest` or `$Default` (which is meant when none is given).
 *
 * @throws `InvalidLaunchTemplateId.NotFound`, `InvalidLaunchTemplateName.NotFoundException`,
 * `InvalidLaunchTemplateId.VersionNotFound`. Source: EC2 API, error codes.
 */
export function launchTemplateVersion(
    account: Account,
    region: string,
    template: { readonly id?: string; readonly name?: string; readonly version?: string },
    operation = "DescribeLaunchTemplateVersions",
): LaunchTemplateVersion {
    const stored = templateOf(account, region, template, operation);
    const version = versionNumber(stored, template.version ?? "$Default");
    const data = record(stored.hidden, "versions")?.[String(version)];
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
        throw ec2Error(
            operation,
            "InvalidLaunchTemplateId.VersionNotFound",
            `Could not find the specified version ${template.version ?? ""} for the launch template with ID ${stored.id}.`,
        );
    }
    return { id: stored.id, name: text(stored.outputs, "name"), version, data: data as Props };
}

function templateOf(
    account: Account,
    region: string,
    { id, name }: { readonly id?: string; readonly name?: string },
    operation: string,
): StoredResource {
    const found =
        id === undefined
            ? account.store.list(LAUNCH_TEMPLATE, region).find(each => text(each.outputs, "name") === name)
            : account.store.get(LAUNCH_TEMPLATE, region, id);
    if (found) return found;
    throw id === undefined
        ? ec2Error(
              operation,
              "InvalidLaunchTemplateName.NotFoundException",
              `The specified launch template, with template name ${name ?? ""}, does not exist.`,
          )
        : ec2Error(
              operation,
              "InvalidLaunchTemplateId.NotFound",
              `The specified launch template, with template ID ${id}, does not exist.`,
          );
}

function versionNumber(stored: StoredResource, version: string): number {
    if (version === "$Latest") return number(stored.outputs, "latestVersion");
    if (version === "$Default") return number(stored.outputs, "defaultVersion");
    return Number(version);
}

import type { Account, Props } from "../../contract";

/** One version of a launch template, as EKS reads it. */
export interface TemplateVersion {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    /** The template's settings in the shape that programs write them. */
    readonly data: Props;
}

export function launchTemplateVersion(
    account: Account,
    region: string,
    named: Props,
): TemplateVersion | { readonly problem: string } {
    throw new Error(`${account.accountId}${region}${Object.keys(named).join()}`);
}

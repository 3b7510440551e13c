import * as config from "@pulumi/aws/config";

/** What the AWS provider is configured with: used for what an argument leaves out. */
export interface AwsDefaults {
    readonly region: string | undefined;
    readonly profile: string | undefined;
}

/** `aws:region` and `aws:profile` of the stack, or the environment variables of the AWS tools. */
export function awsDefaults(): AwsDefaults {
    return { region: config.region, profile: config.profile };
}

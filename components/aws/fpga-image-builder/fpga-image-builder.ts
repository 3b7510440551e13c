import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { awsDefaults } from "../defaults";
import { principalsTrust, trustPolicy } from "../iam";
import { namedTags } from "../scope";
import type { FpgaImageBuilderArgs } from "./arguments";
import { makeBucket } from "./make-bucket";
import { planFpgaImageBuilder } from "./plan";
import { builderPolicy } from "./policies";

/**
 * Where FPGA images are made: a role that may have them made, and a private bucket for the designs and the logs. Nodes that
 * load images need neither. A bucket that is not empty stays when the stack is destroyed, and says so: empty it first.
 *
 * @example
 * const builder = new aws.FpgaImageBuilder("designs", { region: "us-east-1" });
 * export const bucket = builder.bucketName;
 * export const profile = builder.instanceProfileName;
 *
 * @example
 * const pipeline = new aws.FpgaImageBuilder("pipeline", {
 *     region: "us-east-1",
 *     principals: ["arn:aws:iam::123456789012:role/build"],
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class FpgaImageBuilder extends pulumi.ComponentResource {
    static readonly __pulumiType = "accelerators:aws:FpgaImageBuilder";

    /** The bucket for designs (tarballs) and logs. */
    readonly bucketName: pulumi.Output<string>;
    /** ARN of the role that has images made. */
    readonly roleArn: pulumi.Output<string>;
    /** The profile with which build machines are started; undefined where principals take the role. */
    readonly instanceProfileName: pulumi.Output<string> | undefined;

    constructor(name: string, args: FpgaImageBuilderArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        const plan = planFpgaImageBuilder(name, args, awsDefaults());
        super(FpgaImageBuilder.__pulumiType, name, {}, opts);
        const scope = { name, region: plan.region, tags: args.tags ?? {}, parent: this };
        const bucket = makeBucket(scope);
        const child = `${name}-builder`;
        const role = new iam.Role(
            child,
            {
                assumeRolePolicy: trust(args.principals),
                description: "Makes FPGA images of designs",
                tags: namedTags(scope.tags, child),
            },
            { parent: this },
        );
        new iam.RolePolicy(
            `${child}-images`,
            { role: role.name, policy: bucket.arn.apply(builderPolicy) },
            { parent: this },
        );
        const profile =
            plan.takenBy === "instances"
                ? new iam.InstanceProfile(
                      `${child}-profile`,
                      { role: role.name, tags: namedTags(scope.tags, `${child}-profile`) },
                      { parent: this },
                  )
                : undefined;
        this.bucketName = bucket.bucket;
        this.roleArn = role.arn;
        this.instanceProfileName = profile?.name;
        this.registerOutputs({
            bucketName: this.bucketName,
            roleArn: this.roleArn,
            instanceProfileName: this.instanceProfileName,
        });
    }
}

function trust(principals: FpgaImageBuilderArgs["principals"]): pulumi.Input<string> {
    return principals === undefined
        ? trustPolicy("ec2.amazonaws.com")
        : pulumi.all(principals.map(arn => pulumi.output(arn))).apply(principalsTrust);
}

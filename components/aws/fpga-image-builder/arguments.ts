import type * as pulumi from "@pulumi/pulumi";
import type { OverridableId } from "../../fleet/problem-ids";

/**
 * Who builds FPGA images, and where.
 *
 * @example
 * const byInstances: aws.FpgaImageBuilderArgs = { region: "us-east-1" };
 *
 * @example
 * const byOurPipeline: aws.FpgaImageBuilderArgs = { principals: ["arn:aws:iam::123456789012:role/build"] };
 */
export interface FpgaImageBuilderArgs {
    /** Region in which images are made; one can be copied to others. Default: the region of the AWS provider. */
    readonly region?: string;
    /**
     * ARNs of who may take the role: users, roles, or `arn:aws:iam::…:root` for whoever that account lets. Default: instances of
     * EC2 that are started with the builder's instance profile.
     */
    readonly principals?: readonly pulumi.Input<string>[];
    /** Tags for bucket, role and profile. */
    readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
    /** Problems to accept because the dated fact behind them no longer holds. */
    readonly acknowledge?: readonly OverridableId[];
}

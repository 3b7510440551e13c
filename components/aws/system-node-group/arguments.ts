import type { AwsSystemInstanceType } from "../../catalog/aws/instance-types";
import type { NodeGroupArgs } from "../node-group/arguments";

/**
 * A group of nodes without accelerators.
 *
 * @example
 * const args: aws.SystemNodeGroupArgs = { cluster, instanceType: "m7i.xlarge", nodes: { min: 2, max: 5 } };
 */
export interface SystemNodeGroupArgs extends NodeGroupArgs {
    /** A type without accelerators. Default: `m7i.large`. */
    readonly instanceType?: AwsSystemInstanceType;
}

import type { AwsSystemInstanceType } from "../../catalog/aws/instance-types";
import type { NodeGroupArgs } from "../node-group/arguments";

export interface SystemNodeGroupArgs extends NodeGroupArgs {
    /** A type without accelerators. Default: `m7i.large`. */
    readonly instanceType?: AwsSystemInstanceType;
}

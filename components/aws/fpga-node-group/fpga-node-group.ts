import type * as pulumi from "@pulumi/pulumi";
import type { AwsFpgaInstanceType } from "../../catalog/aws/instance-types";
import { currentInstant } from "../clock";
import { NodeGroup } from "../node-group/node-group";
import type { FpgaNodeGroupArgs } from "./arguments";
import { planFpgaNodeGroup } from "./plan";

/**
 * Nodes with FPGAs: one instance type, images that are loaded at boot, and a taint that keeps other pods away. The FPGAs can be
 * asked for once `kubernetes.DevicePlugins` serves the group. The role of the nodes may look at FPGA images, and make none.
 *
 * @example
 * const fpgas = new aws.FpgaNodeGroup("fpgas", {
 *     cluster,
 *     instanceType: "f2.6xlarge",
 *     nodes: 2,
 *     load: { agfi: "agfi-0f0e045f919413242" },
 * });
 *
 * @example
 * // Two slots of eight with images of their own, and 64 GiB of huge pages:
 * const sliced = new aws.FpgaNodeGroup("sliced", {
 *     cluster,
 *     instanceType: "f2.48xlarge",
 *     nodes: { min: 0, max: 2 },
 *     load: [{ agfi: "agfi-0f0e045f919413242" }, { agfi: "agfi-0fcf87119b8e97bf3" }],
 *     hugePages: { size: "1Gi", count: 64 },
 * });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class FpgaNodeGroup<Type extends AwsFpgaInstanceType = AwsFpgaInstanceType> extends NodeGroup {
    static readonly __pulumiType = "accelerators:aws:FpgaNodeGroup";

    constructor(name: string, args: FpgaNodeGroupArgs<Type>, opts?: pulumi.ComponentResourceOptions) {
        super(FpgaNodeGroup.__pulumiType, name, planFpgaNodeGroup(name, args, currentInstant()), args, opts);
    }
}

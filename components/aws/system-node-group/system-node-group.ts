import type * as pulumi from "@pulumi/pulumi";
import { currentInstant } from "../clock";
import { NodeGroup } from "../node-group/node-group";
import type { SystemNodeGroupArgs } from "./arguments";
import { planSystemNodeGroup } from "./plan";

/**
 * Nodes without accelerators and without a taint, where the cluster's own pods run. The first one brings the cluster its DNS.
 *
 * @example
 * const system = new aws.SystemNodeGroup("system", { cluster, nodes: 2 });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class SystemNodeGroup extends NodeGroup {
    static readonly __pulumiType = "accelerators:aws:SystemNodeGroup";

    constructor(name: string, args: SystemNodeGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super(SystemNodeGroup.__pulumiType, name, planSystemNodeGroup(name, args, currentInstant()), args, opts);
        args.cluster.systemNodesAre(this.groups);
    }
}

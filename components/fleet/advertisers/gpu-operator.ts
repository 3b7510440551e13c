import { accelerators } from "../../catalog/accelerators";
import { grouped } from "../grouped";
import { operatorKeptOff } from "../node-marks";
import { poolOf, type Pool, type PoolOwner } from "../pool";
import type { Advertiser } from "./advertiser";
import { advertisedNames } from "./resource-names";
import { distinct, sortedBy } from "./sorted";
import { tolerationsFor } from "./tolerations";

/**
 * NVIDIA's GPU operator as an advertiser, for those of the pools that ask for it: one for each of their clusters. The library
 * does not install the operator; whoever does declares it with this, so that its plugin is held against all others.
 *
 * @example
 * new kubernetes.DevicePlugins("plugins", { cluster, pools: [train, serve], advertisers: gpuOperator([train]) });
 */
export function gpuOperator(owners: readonly (Pool | PoolOwner)[]): Advertiser[] {
    const pools = owners.map(poolOf).filter(({ advertiser }) => advertiser === "gpuOperator");
    const { key, value } = accelerators.nvidia.presenceLabel;
    const operators = [...grouped(pools, ({ cluster }) => cluster)].map(([cluster, served]): Advertiser => ({
        name: "gpu-operator",
        cluster,
        resources: distinct(served.flatMap(({ sharing }) => advertisedNames("nvidia", "gpuOperator", sharing))),
        tolerations: tolerationsFor(served.flatMap(({ taints }) => taints)),
        nodeSelector: {},
        nodeAffinity: [
            {
                matchExpressions: [
                    { key, operator: "In", values: [value] },
                    { key: operatorKeptOff.key, operator: "NotIn", values: [operatorKeptOff.value] },
                ],
            },
        ],
        requests: {},
    }));
    return sortedBy(operators, ({ cluster }) => cluster);
}

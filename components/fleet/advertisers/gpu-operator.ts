import { accelerators } from "../../catalog/accelerators";
import { grouped } from "../grouped";
import { operatorKeptOff } from "../node-marks";
import { poolOf, type Pool, type PoolOwner } from "../pool";
import type { Advertiser } from "./advertiser";
import { advertisedNames } from "./resource-names";
import { sharingMode } from "./choose-mechanism";
import type { Problem } from "../problem";
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

/**
 * What one operator cannot do for all the pools of a cluster that ask for it: it has one MIG strategy, and `mixed` is no
 * strategy for pools that share by MPS, nor for those whose instances are called what a GPU is called.
 * Source: NVIDIA/gpu-operator values.yaml (mig.strategy), NVIDIA/k8s-device-plugin cmd/nvidia-device-plugin/main.go (validateFlags).
 *
 * @example gpuOperatorProblems([train.pool]); // []
 */
export function gpuOperatorProblems(pools: readonly Pool[]): Problem[] {
    const served = pools
        .map((pool, index) => ({ pool, index, mode: sharingMode(pool.sharing) }))
        .filter(({ pool }) => pool.advertiser === "gpuOperator");
    return [...grouped(served, ({ pool }) => pool.cluster).values()].flatMap(ofCluster => {
        const mixed = ofCluster.find(({ mode }) => mode === "migMixed");
        if (!mixed) return [];
        return ofCluster
            .filter(({ mode }) => mode === "migSingle" || mode === "mps")
            .map(({ pool, index }): Problem => ({
                id: "advertiser.operator-mig",
                path: `pools[${index}].sharing`,
                got: `${sharingText(pool)} on ${pool.name}, MIG instances by profile on ${mixed.pool.name}`,
                allowed: "pools that one GPU operator can serve with one MIG strategy",
                fix: "let the library's device plugin serve one of them: leave its advertiser out",
            }));
    });
}

function sharingText({ sharing }: Pool): string {
    return sharing.kind === "mps" ? "MPS" : "MIG instances of one name";
}

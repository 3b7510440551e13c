import { configurationKey, type PluginConfiguration } from "../../fleet/advertisers";
import { pluginConfiguration } from "../../fleet/advertisers/plugin-configuration";
import { tolerationsFor } from "../../fleet/advertisers/tolerations";
import { poolOf, type Pool, type PoolOwner } from "../../fleet/pool";
import { wholeDevices } from "../../fleet/sharing";
import type { Toleration } from "../../fleet/workload";
import { pluginConfigFile } from "./plugin-config";

/**
 * Values of NVIDIA's `gpu-operator` chart.
 * Source: NVIDIA/gpu-operator v26.7.0 deployments/gpu-operator/values.yaml; EKS user guide ml-eks-optimized-ami.
 */
export interface GpuOperatorValues {
    /** Whether the operator installs the driver: not where the image of the nodes holds it. */
    readonly driver: { readonly enabled: boolean };
    /** Whether it installs the container toolkit: images with the driver hold it too. */
    readonly toolkit: { readonly enabled: boolean };
    /** Its device plugin, with a configuration file by the value of the node label `nvidia.com/device-plugin.config`. */
    readonly devicePlugin: {
        readonly enabled: boolean;
        readonly config?: {
            readonly create: true;
            readonly name: string;
            readonly default: string;
            readonly data: Readonly<Record<string, string>>;
        };
    };
    /** One for the whole cluster, before what a configuration file says. */
    readonly mig: { readonly strategy: "single" | "mixed" };
    readonly daemonsets: { readonly tolerations: readonly Toleration[] };
    readonly "node-feature-discovery": { readonly worker: { readonly tolerations: readonly Toleration[] } };
}

/**
 * The values with which NVIDIA's GPU operator serves those of the pools that ask for it: nothing that their images hold
 * already, tolerations for their taints, and a configuration for each way in which they share. Nodes of other pools carry a
 * label that keeps the operator's device plugin off. The library does not install the operator.
 *
 * @example
 * gpuOperatorValues([train]).devicePlugin.enabled; // false: none of the pools asks for the operator
 */
export function gpuOperatorValues(owners: readonly (Pool | PoolOwner)[]): GpuOperatorValues {
    const pools = owners.map(poolOf).filter(({ advertiser }) => advertiser === "gpuOperator");
    const tolerations = tolerationsFor(pools.flatMap(({ taints }) => taints));
    const holdDriver = pools.every(({ image }) => image.drivers.includes("nvidia"));
    const configurations = pools.map(({ sharing }) => pluginConfiguration(sharing));
    return {
        driver: { enabled: !holdDriver },
        toolkit: { enabled: !holdDriver },
        devicePlugin: { enabled: pools.length > 0, ...operatorConfig(configurations) },
        mig: { strategy: configurations.some(isMixed) ? "mixed" : "single" },
        daemonsets: { tolerations },
        "node-feature-discovery": { worker: { tolerations } },
    };
}

function operatorConfig(
    configurations: readonly PluginConfiguration[],
): Pick<GpuOperatorValues["devicePlugin"], "config"> {
    if (configurations.every(({ kind }) => kind === "whole")) return {};
    const all = [wholeDevices, ...configurations];
    const data = Object.fromEntries(all.map(each => [configurationKey(each), pluginConfigFile(each)]));
    return { config: { create: true, name: "pool-sharing", default: configurationKey(wholeDevices), data } };
}

function isMixed(configuration: PluginConfiguration): boolean {
    return configuration.kind === "mig" && configuration.strategy === "mixed";
}

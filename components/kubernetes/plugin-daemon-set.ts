import type { PlannedPlugin } from "../fleet/advertisers";
import { configurationKey } from "../fleet/advertisers";
import type { Pool } from "../fleet/pool";
import type { FpgaArgs } from "./fpga/fpga-args";
import type { ObjectMeta, DaemonSetManifest, PodSpec } from "./manifest";

/** Where the library's own workloads run. */
export const namespace = "kube-system";

/** One object to make, by the suffix of its name in the program. */
export interface PlannedObject<Manifest> {
    readonly suffix: string;
    readonly manifest: Manifest;
}

/** A plugin that is planned, in a component of some name, with the image that its nodes pull. */
export interface PluginToMake {
    readonly plan: PlannedPlugin;
    /** The pools that it serves. */
    readonly pools: readonly Pool[];
    readonly fpga: FpgaArgs;
    /** Name of the component: it tells the objects from others of their kind. */
    readonly instance: string;
    readonly image: string;
    /** Name of the software and its version, for labels. */
    readonly software: { readonly name: string; readonly version: string };
}

/**
 * What tells the objects of a plugin from those of the others of a component. It follows from family, mechanism and
 * configuration alone: more pools change no name.
 */
export function pluginSuffix({ family, mechanism, configuration }: PlannedPlugin): string {
    return [
        family,
        ...(mechanism === "draDriver" ? ["dra"] : []),
        ...(configuration.kind === "whole" ? [] : [configurationKey(configuration)]),
    ].join("-");
}

/** A name in the cluster for objects of a plugin that are no DaemonSets; it follows from the component's. */
export function clusterName({ instance, plan }: PluginToMake): string {
    return `${instance}-${pluginSuffix(plan)}`;
}

/** What tells a workload of a plugin from others. */
export type PluginIdentity = Pick<PluginToMake, "plan" | "instance" | "software">;

/** The labels that select the pods of one DaemonSet of a plugin. */
function selectedLabels({ plan, instance, software }: PluginIdentity, component: string): Record<string, string> {
    return {
        "app.kubernetes.io/name": software.name,
        "app.kubernetes.io/instance": instance,
        "app.kubernetes.io/component": [component, configurationKey(plan.configuration)].join("-"),
    };
}

/** Labels and namespace of a plugin's objects. */
export function pluginMeta(plugin: PluginIdentity, component: string): ObjectMeta {
    const labels = { ...selectedLabels(plugin, component), "app.kubernetes.io/version": plugin.software.version };
    return { namespace, labels };
}

/** A DaemonSet of a plugin around its pods. */
export function pluginDaemonSet(plugin: PluginIdentity, component: string, spec: PodSpec): DaemonSetManifest {
    const meta = pluginMeta(plugin, component);
    return {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: meta,
        spec: {
            selector: { matchLabels: selectedLabels(plugin, component) },
            updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
            template: { metadata: { labels: meta.labels }, spec },
        },
    };
}

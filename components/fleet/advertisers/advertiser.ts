import type { DeviceFamily } from "../../catalog/devices";
import type { Addition, Mechanism } from "../../catalog/kubernetes/mechanisms";
import type { Workload } from "../workload";
import type { PluginConfiguration } from "./plugin-configuration";

/**
 * A workload that makes each node it runs on offer resources, once the node's image holds the driver: a device plugin, or a
 * DRA driver. Where it may land is what its `Workload` part says.
 */
export interface Advertiser extends Workload {
    readonly name: string;
    /** Key of the cluster it runs in: `Pool.cluster`. */
    readonly cluster: string;
    /** Names of extended resources and of device classes. */
    readonly resources: readonly string[];
}

/** Who advertises the devices of one family on the nodes of one pool. */
export interface Assignment {
    readonly pool: string;
    readonly cluster: string;
    readonly family: DeviceFamily;
    readonly resources: readonly string[];
    /** `none`: no mechanism suits, or not the one that the pool asks for; `advertiserProblems` says why. */
    readonly by: Mechanism | "none";
    /** What must be there besides. */
    readonly needs: readonly Addition[];
}

/** A device plugin or DRA driver to install on a cluster, with exactly the tolerations and selector its pools need. */
export interface PlannedPlugin extends Advertiser {
    readonly family: DeviceFamily;
    readonly mechanism: "devicePlugin" | "draDriver";
    /** How it shares the devices that it finds. */
    readonly configuration: PluginConfiguration;
    /** Of the machines, where images are kept by region. */
    readonly region: string;
    /** Names of the pools that it serves, sorted. */
    readonly pools: readonly string[];
}

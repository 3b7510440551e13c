import * as pulumi from "@pulumi/pulumi";
import type { Assignment } from "../fleet/advertisers";
import { poolOf } from "../fleet/pool";
import type { KubernetesCluster } from "./cluster";
import { makeObject } from "./make-object";
import { planDevicePlugins, type DevicePluginsArgs, type DevicePluginsPlan } from "./device-plugins-plan";
import { namesIn } from "./once-in-a-cluster";

/** What is served and made already, by cluster: names of pools, objects and schedulers to names of components. */
const takenIn = new WeakMap<KubernetesCluster, Map<string, string>>();

/**
 * The device plugins that make the accelerators of a cluster's pools something that pods can ask for: exactly one for each
 * resource and node, and none where the node image brings its own.
 *
 * @example
 * new kubernetes.DevicePlugins("plugins", { cluster, pools: [train, serve] });
 *
 * @throws RefusedError with every problem at once, before anything is registered.
 */
export class DevicePlugins extends pulumi.ComponentResource {
    static readonly __pulumiType = "accelerators:kubernetes:DevicePlugins";

    /** Who advertises what, pool by pool; known before anything is created. */
    readonly assignments: readonly Assignment[];

    /**
     * The scheduler to name in pods that ask for several Neuron chips or cores of a node, but not all; undefined where there is
     * none. `samplePod` takes it.
     */
    readonly neuronScheduler: string | undefined;

    constructor(name: string, args: DevicePluginsArgs, opts?: pulumi.ComponentResourceOptions) {
        const plan = planDevicePlugins(name, args, taken);
        super(DevicePlugins.__pulumiType, name, {}, opts);
        remember(name, args, plan);
        for (const { suffix, manifest } of plan.objects) {
            makeObject(`${name}-${suffix}`, manifest, { parent: this, provider: args.cluster.kubernetesProvider });
        }
        for (const { suffix, ...pods } of plan.acting) {
            args.cluster.letPodsAct?.(`${name}-${suffix}`, pods, { parent: this });
        }
        this.assignments = plan.assignments;
        this.neuronScheduler = plan.neuronScheduler;
        this.registerOutputs({ assignments: this.assignments, neuronScheduler: this.neuronScheduler });
    }
}

function taken(cluster: KubernetesCluster): Map<string, string> {
    return takenIn.get(cluster) ?? new Map<string, string>();
}

/** Names of pools have no space, unlike those of what is made. */
function remember(name: string, { cluster, pools }: DevicePluginsArgs, plan: DevicePluginsPlan): void {
    const names = taken(cluster);
    for (const each of [...pools.map(pool => poolOf(pool).name), ...namesIn(plan)]) names.set(each, name);
    takenIn.set(cluster, names);
}

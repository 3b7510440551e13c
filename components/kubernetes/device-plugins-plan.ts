import { z } from "zod";
import { once } from "../catalog/once";
import { planAdvertisers, type Assignment } from "../fleet/advertisers";
import { fleetProblems } from "../fleet/check-fleet";
import { dnsLabelText, isDnsLabel } from "../fleet/names";
import { poolOf, type Pool, type PoolOwner } from "../fleet/pool";
import { refuse, shown, type Problem } from "../fleet/problem";
import { schemaProblems } from "../fleet/schema-problems";
import type { KubernetesCluster } from "./cluster";
import { devicePluginOf } from "./device-plugin";
import type { DaemonSetManifest } from "./manifest";

/**
 * Which pools of a cluster its device plugins serve.
 *
 * @example
 * const args: kubernetes.DevicePluginsArgs = { cluster, pools: [system, train, serve] };
 */
export interface DevicePluginsArgs {
    /** The cluster in which the plugins run. */
    readonly cluster: KubernetesCluster;
    /** The node groups of the cluster, those without accelerators too if that is easier. */
    readonly pools: readonly (Pool | PoolOwner)[];
}

/** The plugins of a cluster, decided before anything exists. */
export interface DevicePluginsPlan {
    /** Who advertises what, pool by pool. */
    readonly assignments: readonly Assignment[];
    /** DaemonSets to make, by the suffix of their names. */
    readonly daemonSets: readonly { readonly suffix: string; readonly manifest: DaemonSetManifest }[];
}

const schema = once(() => {
    const pool = z.object({ name: z.string(), cluster: z.string() });
    return z.strictObject({
        cluster: z.object({ key: z.string() }),
        pools: z.array(z.union([z.object({ pool }), pool])),
    });
});

/**
 * Decides which plugins a cluster needs, and where each may run.
 *
 * @param servedIn pools that other components of a cluster serve already: name of the pool to name of the component
 * @throws RefusedError with everything that is wrong with the arguments, and for a pool with no advertiser or with two.
 */
export function planDevicePlugins(
    name: string,
    args: DevicePluginsArgs,
    servedIn: (cluster: KubernetesCluster) => ReadonlyMap<string, string>,
): DevicePluginsPlan {
    const subject = `DevicePlugins "${name}"`;
    const parsed = schema().safeParse(args);
    if (!parsed.success) refuse(subject, schemaProblems(parsed.error.issues, schema(), args));
    const pools = args.pools.map(poolOf);
    const served = servedIn(args.cluster);
    const { assignments, plugins } = planAdvertisers(pools);
    refuse(subject, [
        ...nameProblems(name),
        ...(pools.length === 0 ? [noPools] : []),
        ...pools.flatMap((pool, index) => (pool.cluster === args.cluster.key ? [] : [otherCluster(pool, index, args)])),
        ...pools.flatMap(({ name: poolName }, index) => twice(poolName, index, served)),
        ...fleetProblems({ pools, advertisers: plugins }),
    ]);
    return {
        assignments,
        daemonSets: plugins.map(plugin => ({
            suffix: plugin.family,
            manifest: devicePluginOf[plugin.family](plugin, name),
        })),
    };
}

/** The name becomes part of names and labels in the cluster. */
function nameProblems(name: string): Problem[] {
    if (isDnsLabel(name)) return [];
    return [
        { id: "config.value", path: "name", got: shown(name), allowed: dnsLabelText, fix: "write for example plugins" },
    ];
}

const noPools: Problem = {
    id: "plugins.no-pools",
    path: "pools",
    got: "an empty list",
    allowed: "at least one pool of the cluster",
    fix: "pass the node groups, for example pools: [train, serve]",
};

function otherCluster({ name, cluster }: Pool, index: number, args: DevicePluginsArgs): Problem {
    return {
        id: "plugins.other-cluster",
        path: `pools[${index}]`,
        got: `pool ${shown(name)} of cluster ${shown(cluster)}`,
        allowed: `pools of cluster ${shown(args.cluster.key)}`,
        fix: `declare a DevicePlugins for cluster ${cluster}`,
    };
}

function twice(name: string, index: number, served: ReadonlyMap<string, string>): Problem[] {
    const by = served.get(name);
    if (by === undefined) return [];
    return [
        {
            id: "plugins.twice",
            path: `pools[${index}]`,
            got: `pool ${shown(name)}, served by DevicePlugins ${shown(by)}`,
            allowed: "each pool served once",
            fix: "declare one DevicePlugins for the cluster",
        },
    ];
}

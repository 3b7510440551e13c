import type { AcceleratorFamily } from "../catalog/accelerators";
import { grouped } from "./grouped";
import { poolLabel } from "./node-marks";
import type { Mechanism, Pool, Taint } from "./pool";
import { blocks, type Toleration, type Workload } from "./workload";

/**
 * A workload that makes each node it runs on offer resources, once the node's image holds the driver: a device plugin.
 * Where it may land is what its `Workload` part says.
 */
export interface Advertiser extends Workload {
    readonly name: string;
    /** Key of the cluster it runs in: `Pool.cluster`. */
    readonly cluster: string;
    readonly resources: readonly string[];
}

/** Every mechanism with the pools that it suits, the one that is chosen first on top. */
const mechanisms: Readonly<Record<"image" | "devicePlugin", (pool: Pool, family: AcceleratorFamily) => boolean>> = {
    image: (pool, family) => pool.image.advertises.includes(family),
    devicePlugin: (pool, family) => pool.image.drivers.includes(family),
};

/** Who advertises the devices of one family on the nodes of one pool. */
export interface Assignment {
    readonly pool: string;
    readonly cluster: string;
    readonly family: AcceleratorFamily;
    readonly resources: readonly string[];
    /** `none`: no mechanism suits, because the image holds no driver; `checkFleet` reports the pool. */
    readonly by: Mechanism | "none";
}

/** A device plugin to install on a cluster as a DaemonSet, with exactly the tolerations and affinity its pools need. */
export interface PlannedPlugin extends Advertiser {
    readonly family: AcceleratorFamily;
    /** Names of the pools that it serves, sorted. */
    readonly pools: readonly string[];
    readonly nodeAffinity: Exclude<Workload["nodeAffinity"], "any">;
}

/** Who advertises what in a fleet, and the device plugins that this takes. */
export interface AdvertiserPlan {
    readonly assignments: readonly Assignment[];
    /** At most one per cluster and family; none where nobody needs one. */
    readonly plugins: readonly PlannedPlugin[];
}

/**
 * Decides who advertises the devices of each pool, so that every resource has exactly one owner on every node. The order of
 * the pools does not matter.
 *
 * @example
 * planAdvertisers([train.pool]).plugins[0]?.tolerations;
 * // [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]
 */
export function planAdvertisers(pools: readonly Pool[]): AdvertiserPlan {
    const assigned = pools.flatMap(pool => assignmentsOf(pool).map(assignment => ({ pool, assignment })));
    const served = assigned.filter(({ assignment }) => assignment.by === "devicePlugin");
    const byCluster = grouped(served, ({ pool }) => pool.cluster);
    const plugins = [...byCluster].flatMap(([cluster, ofCluster]) =>
        [...grouped(ofCluster, ({ assignment }) => assignment.family)].map(([family, ofFamily]) =>
            plannedPlugin(cluster, family, ofFamily),
        ),
    );
    return {
        assignments: assigned.map(({ assignment }) => assignment),
        plugins: sortedBy(plugins, plugin => `${plugin.cluster} ${plugin.family}`),
    };
}

function assignmentsOf(pool: Pool): Assignment[] {
    const byFamily = grouped(pool.resources, ({ family }) => family);
    return [...byFamily].map(([family, resources]) => ({
        pool: pool.name,
        cluster: pool.cluster,
        family,
        resources: resources.map(({ name }) => name),
        by: mechanismOf(pool, family),
    }));
}

function mechanismOf(pool: Pool, family: AcceleratorFamily): Assignment["by"] {
    const names = Object.keys(mechanisms) as (keyof typeof mechanisms)[];
    return names.find(name => mechanisms[name](pool, family)) ?? "none";
}

interface Served {
    readonly pool: Pool;
    readonly assignment: Assignment;
}

function plannedPlugin(cluster: string, family: AcceleratorFamily, served: readonly Served[]): PlannedPlugin {
    const pools = served.map(({ pool }) => pool.name).sort();
    const labels = served.flatMap(({ pool }) => pool.labels[poolLabel] ?? []);
    return {
        name: `${family}-device-plugin`,
        cluster,
        family,
        pools,
        resources: [...new Set(served.flatMap(({ assignment }) => assignment.resources))].sort(),
        tolerations: tolerationsFor(served.flatMap(({ pool }) => pool.taints)),
        nodeSelector: {},
        nodeAffinity: [{ matchExpressions: [{ key: poolLabel, operator: "In", values: [...new Set(labels)].sort() }] }],
        requests: {},
    };
}

/**
 * One toleration for each taint that would keep a pod off, and no more: a plugin never lands where it was not meant to.
 *
 * @example
 * tolerationsFor([{ key: "team", value: "research", effect: "NoSchedule" }]);
 * // [{ key: "team", operator: "Equal", value: "research", effect: "NoSchedule" }]
 */
export function tolerationsFor(taints: readonly Taint[]): Toleration[] {
    const tolerations = taints
        .filter(blocks)
        .map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect }) as const);
    const identity = (toleration: (typeof tolerations)[number]) =>
        JSON.stringify([toleration.key, toleration.value, toleration.effect]);
    const distinct = new Map(tolerations.map(toleration => [identity(toleration), toleration]));
    return sortedBy([...distinct.values()], identity);
}

/** By the text's code units, so that a plan is the same on every machine. */
function sortedBy<T>(items: readonly T[], text: (item: T) => string): T[] {
    const keyed = items.map(item => ({ item, key: text(item) }));
    return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

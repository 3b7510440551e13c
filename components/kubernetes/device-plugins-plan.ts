import { z } from "zod";
import { once } from "../catalog/once";
import { devicePlugin, devicePluginImage, devicePlugins, type DevicePluginName } from "../catalog/kubernetes/plugins";
import {
    advertiserProblems,
    gpuOperatorProblems,
    planAdvertisers,
    type Advertiser,
    type Assignment,
    type PlannedPlugin,
} from "../fleet/advertisers";
import { fleetProblems } from "../fleet/check-fleet";
import { fleetContext, type FleetConfig } from "../fleet/context";
import { facetsOf, mergeFacets, placedInSubnets } from "../fleet/facets";
import { dnsLabelText, isDnsLabel } from "../fleet/names";
import { poolOf, type Pool, type PoolOwner } from "../fleet/pool";
import { refuse, shown, under, type Problem } from "../fleet/problem";
import { shapeProblems } from "../fleet/shape-problems";
import type { KubernetesCluster } from "./cluster";
import type { FpgaArgs } from "./fpga/fpga-args";
import { loadCondition, loadConditionProblems } from "./fpga/load-condition";
import { pluginKindOf, type PluginKind } from "./device-plugin";
import type { PluginManifest } from "./manifest";
import { takenProblems, type TakenNames } from "./once-in-a-cluster";
import type { NeuronArgs } from "./neuron/neuron-args";
import {
    neuronImageNames,
    neuronProblems,
    planNeuron,
    type ActingPods,
    type NeuronImageName,
    type NeuronQuestion,
} from "./neuron/neuron-plan";
import type { PlannedObject } from "./plugin-daemon-set";

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
    /**
     * What else advertises devices in the cluster and is installed by someone else, `gpuOperator(pools)` for example: it is held
     * against the images and against the plugins of this component.
     */
    readonly advertisers?: readonly Advertiser[];
    /** Other images than those of the catalogue, with their tags or digests: a newer version, or a registry of your own. */
    readonly images?: Readonly<Partial<Record<DevicePluginName | NeuronImageName, string>>>;
    /** What runs beside Neuron's device plugin. Default: its scheduler, where pods can ask for a part of a node. */
    readonly neuron?: NeuronArgs;
    /** How the FPGAs of F2 are advertised. Default: those that the boot of a node linked, and a node condition for the others. */
    readonly fpga?: FpgaArgs;
    /** What the pools together must stay within: a budget, and what the account is allowed. Default: nothing is held against. */
    readonly limits?: Partial<FleetConfig>;
}

/** The plugins of a cluster, decided before anything exists. */
export interface DevicePluginsPlan {
    /** Who advertises what, pool by pool. */
    readonly assignments: readonly Assignment[];
    /** What to make, in this order. */
    readonly objects: readonly PlannedObject<PluginManifest>[];
    /** The scheduler for pods that ask for a part of a node's Neuron chips or cores; undefined where none is made. */
    readonly neuronScheduler: string | undefined;
    /** Pods of `objects` that act as an IAM role. */
    readonly acting: readonly ActingPods[];
}

const schema = once(() => {
    const pool = z.object({ name: z.string(), cluster: z.string() });
    return z.strictObject({
        cluster: z.object({ key: z.string() }),
        pools: z.array(z.union([z.object({ pool }), pool])),
        advertisers: z
            .array(z.object({ name: z.string(), cluster: z.string(), resources: z.array(z.string()) }))
            .optional(),
        limits: z.looseObject({}).optional(),
        images: z
            .partialRecord(z.enum([...devicePlugins().map(({ name }) => name), ...neuronImageNames]), z.string())
            .optional(),
        fpga: z
            .strictObject({
                slots: z.enum(["linked", "counted"]).optional(),
                problemDetector: z.boolean().optional(),
            })
            .optional(),
        neuron: z
            .strictObject({
                scheduler: z.union([z.literal("auto"), z.boolean()]).optional(),
                monitor: z.boolean().optional(),
                problemDetector: z.boolean().optional(),
                // What it must have is said in its own words.
                recovery: z.unknown().optional(),
            })
            .optional(),
    });
});

/**
 * Decides which plugins a cluster needs, and where each may run.
 *
 * @param takenIn what other components of a cluster serve and make already: names of pools, objects and schedulers, each to the
 * name of the component
 * @throws RefusedError with everything that is wrong with the arguments, and for a pool with no advertiser or with two.
 */
export function planDevicePlugins(
    name: string,
    args: DevicePluginsArgs,
    takenIn: (cluster: KubernetesCluster) => TakenNames,
): DevicePluginsPlan {
    const subject = `DevicePlugins "${name}"`;
    refuse(subject, shapeProblems(schema(), args));
    const pools = args.pools.map(poolOf);
    const declared = args.advertisers ?? [];
    const taken = takenIn(args.cluster);
    const { assignments, plugins } = planAdvertisers(pools);
    const prepared = plugins.map(plan => preparedPlugin(plan, args.images ?? {}));
    const neuron = neuronQuestion(name, args, plugins, pools);
    const image = args.images?.["node-problem-detector"];
    const fpgaLoad = { instance: name, args: args.fpga ?? {}, image, plugins };
    refuse(subject, [
        ...nameProblems(name),
        ...(pools.length === 0 ? [noPools] : []),
        ...pools.flatMap((pool, index) => (pool.cluster === args.cluster.key ? [] : [otherCluster(pool, index, args)])),
        ...declared.flatMap((advertiser, index) =>
            advertiser.cluster === args.cluster.key ? [] : [elsewhere(advertiser, index, args)],
        ),
        ...pools.flatMap(({ name: poolName }, index) => twice(poolName, index, taken)),
        ...wholeFleetProblems(args, pools, [...plugins, ...declared]),
        ...prepared.flatMap(({ image, kind }) => (image.known ? [] : [imageUnknown(kind, image.why)])),
        ...neuronProblems(neuron),
        ...loadConditionProblems(fpgaLoad),
    ]);
    const made = (plan: PlannedPlugin) => ({
        plan,
        pools: servedBy(plan, pools),
        fpga: args.fpga ?? {},
        instance: name,
    });
    const ofPlugins = prepared.flatMap(({ plan, kind, image }) => {
        const software = devicePlugin(kind.software);
        return image.known ? kind.objects({ ...made(plan), image: image.image, software }) : [];
    });
    const besides = planNeuron(neuron);
    const plan = {
        assignments,
        objects: [...ofPlugins, ...besides.objects, ...loadCondition(fpgaLoad)],
        neuronScheduler: besides.scheduler,
        acting: besides.acting,
    };
    refuse(subject, takenProblems(plan, taken));
    return plan;
}

function servedBy(plugin: PlannedPlugin, pools: readonly Pool[]): Pool[] {
    const names = new Set(plugin.pools);
    return pools.filter(({ name }) => names.has(name));
}

function neuronQuestion(
    instance: string,
    { neuron = {}, images = {}, cluster }: DevicePluginsArgs,
    plugins: readonly PlannedPlugin[],
    pools: readonly Pool[],
): NeuronQuestion {
    const plugin = plugins.find(({ family, mechanism }) => family === "neuron" && mechanism === "devicePlugin");
    return {
        instance,
        args: neuron,
        images,
        plugin,
        pools: plugin ? servedBy(plugin, pools) : [],
        knowsRoles: cluster.letPodsAct !== undefined,
    };
}

function preparedPlugin(plan: PlannedPlugin, images: NonNullable<DevicePluginsArgs["images"]>) {
    const kind = pluginKindOf(plan);
    if (!kind) throw new RangeError(`the library installs no ${plan.mechanism} for ${plan.family}`);
    const given = images[kind.software];
    const image =
        given === undefined ? devicePluginImage(kind.software, plan.region) : { known: true as const, image: given };
    return { plan, kind, image };
}

/**
 * What the pools violate together, in the surroundings that their cluster and they themselves know of. A pool that no mechanism
 * suits is not served either: the reason is said once.
 */
function wholeFleetProblems(
    args: DevicePluginsArgs,
    pools: readonly Pool[],
    advertisers: readonly Advertiser[],
): Problem[] {
    const unsuited = pools.flatMap((pool, index) => {
        const problems = under(`pools[${index}]`, advertiserProblems(pool));
        return problems.length > 0 ? [{ path: `pools.${pool.name}`, problems }] : [];
    });
    const explained = new Set(unsuited.map(({ path }) => path));
    const facets = placedInSubnets(mergeFacets(facetsOf([args.cluster, ...args.pools])), pools);
    const ofFleet = fleetProblems({ ...facets, pools, advertisers }, fleetContext(args.limits)).filter(
        ({ id, path }) => id !== "pool.not-served" || !explained.has(path),
    );
    return [...unsuited.flatMap(({ problems }) => problems), ...gpuOperatorProblems(pools), ...ofFleet];
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

function elsewhere({ name, cluster }: Advertiser, index: number, args: DevicePluginsArgs): Problem {
    return {
        id: "plugins.other-cluster",
        path: `advertisers[${index}]`,
        got: `advertiser ${shown(name)} of cluster ${shown(cluster)}`,
        allowed: `advertisers in cluster ${shown(args.cluster.key)}`,
        fix: `declare it in the DevicePlugins for cluster ${cluster}`,
    };
}

function imageUnknown({ software }: PluginKind, why: string): Problem {
    return {
        id: "plugins.image-unknown",
        path: "images",
        got: why,
        allowed: `an image of ${software} that the nodes can pull`,
        fix: `give one: images: { ${shown(software)}: "…" }`,
    };
}

function twice(name: string, index: number, taken: TakenNames): Problem[] {
    const by = taken.get(name);
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

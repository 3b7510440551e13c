import { strict as assert } from "node:assert";
import { fleet, samplePod, type Pool } from "../../components";
import type { ALocalCloud, CommandRun } from "./a-local-cloud";
import { areConnected, type ChipsOfType } from "./chips";
import type { ExpectedPool, ExpectedStack } from "./expected-pools";
import { named, TrialPods, withOneMore, type SeenNode, type SeenPod } from "./trial-pods";

const { neuronScheduler } = fleet;

/** What became of a stack and of the pods that asked for its devices. */
export interface Journey {
    readonly nodes: readonly SeenNode[];
    /** Pods that ask for one more than there is: on empty nodes, and when all is over. */
    readonly tooMany: ReadonlyMap<string, SeenPod>;
    readonly tooManyInTheEnd: ReadonlyMap<string, SeenPod>;
    readonly parts: ReadonlyMap<string, SeenPod>;
    /** Pods that were told that their chips need not be connected. */
    readonly unconnected: readonly string[];
    readonly filled: ReadonlyMap<string, Filled>;
    readonly wholes: ReadonlyMap<string, SeenPod>;
    readonly second: CommandRun;
    readonly down: string;
}

/** What became of a pod for which enough chips are free, but not together. */
export interface Filled {
    readonly first: readonly SeenPod[];
    readonly waiting: SeenPod | undefined;
    readonly landed: SeenPod | undefined;
    /** Chips that were free when it landed. */
    readonly free: readonly number[];
}

/** A pool as the stack says it, and what is expected of it. */
interface Both {
    readonly pool: Pool;
    readonly expected: ExpectedPool;
}

/** Resources that are accelerators: EFA interfaces come with them. */
export function counted({ offers }: ExpectedPool): readonly string[] {
    return Object.keys(offers).filter(resource => !resource.endsWith("/efa"));
}

export const tooManyOf = (pool: string, resource: string): string =>
    `${pool}-too-many-${resource.split("/")[1] ?? ""}`.replaceAll("_", "-");

/** Brings the stack up, lets pods ask for too much, for parts and for all, and takes it down. */
export async function travel(cloud: ALocalCloud, stack: ExpectedStack): Promise<Journey> {
    const pods = new TrialPods(cloud, stack.name);
    if (stack.day !== undefined) {
        await cloud.up(declared(cloud, stack, {}));
        await cloud.daemon()?.moveClock({ to: stack.day });
    }
    const file = declared(cloud, stack, stack.pools);
    await cloud.up(file);
    const both = await poolsOfOutputs(cloud, stack);

    const tooMany = both.flatMap(({ pool, expected }) =>
        counted(expected).map(resource =>
            named(
                tooManyOf(pool.name, resource),
                withOneMore(samplePod(pool), resource, expected.offers[resource] ?? NaN),
            ),
        ),
    );
    const refused = pods.decided(pods.ask(tooMany));

    const parts = pods.ask(
        both.flatMap(({ pool, expected }) =>
            Object.entries(expected.parts).map(([part, options]) =>
                named(`${pool.name}-${part}`, samplePod(pool, { ...options, neuronScheduler })),
            ),
        ),
    );
    const landed = pods.landed(parts);
    const unconnected = pods.toldOf("NeuronDevicesUnconnected");
    pods.end(parts);

    const filled = new Map(
        both.flatMap(each => {
            const sizes = stack.filled[each.pool.name];
            return sizes === undefined ? [] : [[each.pool.name, fill(pods, each, sizes)] as const];
        }),
    );

    const wholes = pods.ask(both.map(({ pool }) => named(`${pool.name}-whole`, samplePod(pool, { devices: "all" }))));
    const taken = pods.landed(wholes);
    const [nodes, inTheEnd] = [pods.nodes(), pods.all()];
    pods.endAll();
    const again = ["up", "--yes", "--skip-preview", "--expect-no-changes", "--stack", stack.name];
    return {
        nodes,
        tooMany: refused,
        tooManyInTheEnd: new Map([...inTheEnd].filter(([name]) => refused.has(name))),
        parts: landed,
        unconnected,
        filled,
        wholes: taken,
        second: await cloud.command(["pulumi", ...again]),
        down: await cloud.succeed("down", file),
    };
}

function declared(cloud: ALocalCloud, { name, region, zones }: ExpectedStack, pools: ExpectedStack["pools"]): string {
    const settings = Object.entries(pools).map(([pool, expected]) => [pool, expected.settings] as const);
    return cloud.declare(name, region, {
        network: { cidr: "10.0.0.0/16", zones },
        cluster: {},
        pools: { system: { kind: "system", nodes: 1 }, ...Object.fromEntries(settings) },
    });
}

async function poolsOfOutputs(cloud: ALocalCloud, stack: ExpectedStack): Promise<readonly Both[]> {
    const outputs = await cloud.succeed("pulumi", "stack", "output", "pools", "--json", "--stack", stack.name);
    return (JSON.parse(outputs) as Pool[]).flatMap(pool => {
        const expected = stack.pools[pool.name];
        return expected === undefined ? [] : [{ pool, expected }];
    });
}

/** Fills a node, frees every other set of chips and asks for more than one of them, then frees what lies between two. */
function fill(
    pods: TrialPods,
    { pool, expected: { chips } }: Both,
    sizes: { readonly with: number; readonly more: number },
): Filled {
    assert.ok(chips);
    const podOf = (name: string, devices: number) =>
        named(`${pool.name}-${name}`, samplePod(pool, { devices, neuronScheduler }));
    const fillers = Array.from({ length: chips.chips / sizes.with }, (_, index) =>
        podOf(`filler-${index}`, sizes.with),
    );
    const first = [...pods.landed(pods.ask(fillers)).values()].sort(
        (one, other) => (chipsOf(one, chips)[0] ?? 0) - (chipsOf(other, chips)[0] ?? 0),
    );
    const nameOf = ({ metadata }: SeenPod) => metadata.name;
    const [even = [], odd = []] = [0, 1].map(rest => first.filter((_, index) => index % 2 === rest));
    const [between, ...others] = odd;
    assert.ok(between);
    pods.end(even.map(nameOf));
    const more = podOf("more", sizes.more).metadata.name;
    const waiting = pods.decided(pods.ask([podOf("more", sizes.more)])).get(more);
    pods.end([nameOf(between)]);
    const landed = pods.landed([more]).get(more);
    pods.end([more, ...others.map(nameOf)]);
    return { first, waiting, landed, free: [...even, between].flatMap(pod => chipsOf(pod, chips)) };
}

/** Cores of the node that the extension chose for a pod. */
export function coresOf({ metadata }: SeenPod): readonly number[] {
    return (metadata.annotations?.NEURON_CORES ?? "").split(",").filter(Boolean).map(Number);
}

export function chipsOf(pod: SeenPod, { cores }: ChipsOfType): readonly number[] {
    return [...new Set(coresOf(pod).map(core => Math.floor(core / cores)))];
}

/** Fails unless the chips of a pod are this many and connected. */
export function assertTogether(pod: SeenPod, chips: ChipsOfType, count?: number): void {
    const given = chipsOf(pod, chips);
    assert.equal(given.length, count ?? given.length, `${pod.metadata.name} has chips ${given.join(", ")}`);
    assert.ok(areConnected(chips, given), `${pod.metadata.name} has chips ${given.join(", ")}`);
}

import fc from "fast-check";
import {
    capacityBlock,
    onDemand,
    reservation,
    spot,
    type Capacity,
} from "../../../../components/fleet/capacity/capacity";
import { ownLabels, ownTaints } from "../../../../components/fleet/node-marks";
import type { Pool, Taint } from "../../../../components/fleet/pool";
import type { Sharing } from "../../../../components/fleet/sharing";
import {
    advertisingImage,
    aNeuronPool,
    neuronImage,
    aPool,
    aSystemPool,
    driverImage,
    plainImage,
} from "../../builders";
import { anEfaPool } from "../../facet-builders";
import { clusters, regions, zones } from "./small-world";

const ranges = fc.constantFrom(
    { min: 0, desired: 0, max: 0 },
    { min: 0, desired: 0, max: 1 },
    { min: 1, desired: 1, max: 1 },
    { min: 2, desired: 2, max: 4 },
    { min: 3, desired: 3, max: 3 },
    { min: 0, desired: 5, max: 100 },
);

const sharings = fc.constantFrom<readonly [Sharing, number]>(
    [{ kind: "whole" }, 8],
    [{ kind: "timeSlicing", replicas: 48, renameByDefault: false, failRequestsGreaterThanOne: true }, 384],
    [{ kind: "timeSlicing", replicas: 2, renameByDefault: false, failRequestsGreaterThanOne: false }, 16],
    [{ kind: "mps", replicas: 48, renameByDefault: false }, 384],
);

export const research: Taint = { key: "team", value: "research", effect: "NoSchedule" };
const fiftyTaints = Array.from({ length: 49 }, (_, i): Taint => ({ key: `t${i}`, value: "", effect: "NoSchedule" }));
const moreTaints = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Taint[]>([]) },
    { weight: 2, arbitrary: fc.constant([research]) },
    { weight: 1, arbitrary: fc.constant([{ ...research, effect: "PreferNoSchedule" as const }]) },
    { weight: 1, arbitrary: fc.constant(fiftyTaints) },
);

const commonParts = {
    cluster: fc.constantFrom(...clusters),
    region: fc.constantFrom(...regions),
    nodes: ranges,
    groupKind: fc.constantFrom("managed", "managed", "selfManaged", "auto" as const),
    intent: fc.constantFrom("training", "inference", "development" as const),
    repair: fc.oneof(
        fc.constant({ enabled: false } as const),
        fc.constantFrom({ nodes: 1 }, { percent: 100 }).map(parallel => ({
            enabled: true as const,
            stopsAbove: { percent: 20 },
            parallel,
            overrides: [],
        })),
    ),
    update: fc.constantFrom<Pool["update"]>(
        { maxUnavailable: { nodes: 1 }, strategy: "surge" },
        { maxUnavailable: { percent: 33 }, strategy: "surge" },
        { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
    ),
    addresses: fc.constantFrom<Pool["addresses"]>(
        { known: true, atStart: 0, atMost: 0, unit: "addresses" },
        { known: true, atStart: 1, atMost: 4, unit: "addresses" },
        { known: true, atStart: 50, atMost: 50, unit: "addresses" },
        { known: true, atStart: 16, atMost: 16, unit: "prefixes" },
    ),
    tier: fc.constantFrom(undefined, "gold", "silver"),
};

/** How a pool is bought; those of a reservation stand in one zone. */
const capacities = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Capacity>(onDemand()) },
    { weight: 2, arbitrary: fc.constant<Capacity>(spot()) },
    {
        weight: 3,
        arbitrary: fc.constantFrom("cr-0", "cr-1", "cr-9").map(id => reservation({ id, zone: "z1" })),
    },
    { weight: 1, arbitrary: fc.constant<Capacity>(reservation({ tags: { team: "a" }, zone: "z1" })) },
    { weight: 1, arbitrary: fc.constant<Capacity>(reservation({ resourceGroupArn: "arn:group", zone: "z1" })) },
    {
        weight: 1,
        arbitrary: fc.constant<Capacity>(
            capacityBlock({
                reservationId: "cr-0",
                zone: "z1",
                startsAt: "2026-11-20T11:30:00Z",
                endsAt: "2026-12-20T11:30:00Z",
            }),
        ),
    },
);

const gpuPool = fc.record({
    ...commonParts,
    machineType: fc.constantFrom("p5.48xlarge", "p5.48xlarge", "g6.xlarge", "x9.mystery"),
    capacity: capacities,
    image: fc.constantFrom(driverImage, driverImage, advertisingImage, plainImage),
    sharing: sharings,
    taints: moreTaints,
    zones: fc.constantFrom<readonly string[]>(["z1"], ["z2"], ["z1", "z2"], zones),
    efa: fc.constantFrom("off", "off", "near", "other", "own" as const),
});

const neuronPool = fc.record({
    ...commonParts,
    image: fc.constantFrom(neuronImage, neuronImage, plainImage),
    taints: moreTaints,
    zones: fc.constantFrom<readonly string[]>(["z1"], ["z1", "z2"]),
});

const systemPool = fc.record({
    ...commonParts,
    taints: moreTaints,
    zones: fc.constantFrom<readonly string[]>(["z1"], ["z1", "z2"], zones),
});

function gpuPoolNamed(name: string, parts: typeof gpuPool extends fc.Arbitrary<infer T> ? T : never): Pool {
    const {
        efa,
        taints,
        tier,
        sharing: [sharing, perNode],
        zones: spread,
        capacity,
        update,
        ...rest
    } = parts;
    const fabric = efa === "off" ? aPool().fabric : { ...anEfaPool().fabric, placement: placements[efa] };
    return aPool({
        name,
        ...rest,
        capacity,
        sharing,
        fabric,
        // A wider pool of fast nodes is a mistake by itself; it shall not change what updates need when it is mended.
        update: efa === "off" ? update : { ...update, strategy: "minimal" },
        zones: capacity.kind === "onDemand" || capacity.kind === "spot" ? spread : spread.slice(0, 1),
        resources: [{ name: "nvidia.com/gpu", through: "extendedResource", perNode, family: "nvidia" }],
        labels: { ...ownLabels(name, ["nvidia"]), ...(tier === undefined ? {} : { "nvidia.com/gpu.tier": tier }) },
        taints: [...ownTaints(["nvidia"]), ...taints],
    });
}

const placements = { near: { given: "near" }, other: { given: "other" }, own: "cluster" } as const;

function neuronPoolNamed(
    name: string,
    { tier, taints, ...parts }: typeof neuronPool extends fc.Arbitrary<infer T> ? T : never,
): Pool {
    const pool = aNeuronPool({ name, ...parts });
    return {
        ...pool,
        labels: { ...ownLabels(name, ["neuron"]), ...(tier === undefined ? {} : { "nvidia.com/gpu.tier": tier }) },
        taints: [...pool.taints, ...taints],
        // One resource of a family: what mends one of two would mend the other as well.
        resources: pool.resources.slice(0, 1),
    };
}

function systemPoolNamed(
    name: string,
    { tier, ...parts }: typeof systemPool extends fc.Arbitrary<infer T> ? T : never,
): Pool {
    return aSystemPool({
        name,
        ...parts,
        labels: { ...ownLabels(name, []), ...(tier === undefined ? {} : { "nvidia.com/gpu.tier": tier }) },
    });
}

export const pools: fc.Arbitrary<Pool[]> = fc
    .array(
        fc.oneof(
            { weight: 4, arbitrary: gpuPool.map(parts => (name: string) => gpuPoolNamed(name, parts)) },
            { weight: 1, arbitrary: neuronPool.map(parts => (name: string) => neuronPoolNamed(name, parts)) },
            { weight: 1, arbitrary: systemPool.map(parts => (name: string) => systemPoolNamed(name, parts)) },
        ),
        { maxLength: 4 },
    )
    .map(makers => makers.map((make, index) => make(`p${index}`)));

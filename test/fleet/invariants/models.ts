import fc from "fast-check";
import type { Advertiser } from "../../../components/fleet/advertisers";
import { capacityBlock, onDemand, reservation, spot, type Capacity } from "../../../components/fleet/capacity/capacity";
import type { FleetConfig, FleetContext } from "../../../components/fleet/context";
import type {
    AccessEntry,
    AddOn,
    ClusterQueue,
    KubernetesObject,
    KubernetesProvider,
    LabelSupplier,
    LocalQueue,
    MachineReservation,
    NodeRole,
    PlacementGroup,
    PodTemplate,
    ResourceFlavor,
    SecurityGroup,
    Step,
    Subnet,
} from "../../../components/fleet/facets";
import type { Market } from "../../../components/fleet/market";
import { neuronScheduler } from "../../../components/fleet/neuron-scheduler";
import { ownLabels, ownTaints } from "../../../components/fleet/node-marks";
import type { Pool, Taint } from "../../../components/fleet/pool";
import type { Sharing } from "../../../components/fleet/sharing";
import {
    advertisingImage,
    aNeuronPool,
    neuronImage,
    anAdvertiser,
    aPool,
    aSystemPool,
    driverImage,
    plainImage,
} from "../builders";
import {
    aLabelSupplier,
    anAgent,
    anEfaPool,
    anObject,
    aPodTemplate,
    aReservation,
    aSecurityGroup,
    aStep,
    aSubnet,
} from "../facet-builders";

/** Everything that invariants look at, fully known: pools, their plugins and their surroundings. */
export interface Model extends KnownFacets {
    readonly pools: readonly Pool[];
    readonly advertisers: readonly Advertiser[];
    readonly context: FleetContext;
}

/** Facets whose things are all known: each is given, but for the accounts, of which there is one. */
interface KnownFacets {
    readonly podTemplates: readonly PodTemplate[];
    readonly subnets: readonly Subnet[];
    readonly securityGroups: readonly SecurityGroup[];
    readonly placementGroups: readonly PlacementGroup[];
    readonly reservations: readonly MachineReservation[];
    readonly addOns: readonly AddOn[];
    readonly labelSuppliers: readonly LabelSupplier[];
    readonly nodeRoles: readonly NodeRole[];
    readonly accessEntries: readonly AccessEntry[];
    readonly kubernetesProviders: readonly KubernetesProvider[];
    readonly kubernetesObjects: readonly KubernetesObject[];
    readonly steps: readonly Step[];
    readonly resourceFlavors: readonly ResourceFlavor[];
    readonly clusterQueues: readonly ClusterQueue[];
    readonly localQueues: readonly LocalQueue[];
}

// A small world, so that names meet: two clusters, two regions, five types, of which one has no price and no quota.
const clusters = ["shared", "west"] as const;
const regions = ["us-east-1", "us-east-2"] as const;
const zones = ["z1", "z2", "z3"] as const;
const usdPerHour: Readonly<Record<string, number>> = {
    "p5.48xlarge": 55.04,
    "g6.xlarge": 0.8048,
    "m7i.large": 0.1008,
    "trn1.32xlarge": 21.5,
};
const codes: Readonly<Record<string, string>> = {
    "p5.48xlarge": "L-P",
    "g6.xlarge": "L-G",
    "m7i.large": "L-S",
    "trn1.32xlarge": "L-T",
};
const noRow = { known: false, why: "no row" } as const;

/** Prices and quotas of the small world. */
export const smallMarket: Market = {
    price: ({ machineType, region }) => {
        const found = usdPerHour[machineType];
        if (found === undefined) return noRow;
        const facts = { basis: "onDemand", region, zones: [], asOf: "2026-11-24", source: "test" } as const;
        return { known: true, usdPerHour: found, lowestUsdPerHour: found, ...facts };
    },
    quota: ({ machineType, capacity }) => {
        const code = codes[machineType];
        const facts = { asOf: "2026-11-24", source: "test" };
        if (capacity.kind === "capacityBlock")
            return { known: true, unit: "none", why: "a block", verified: false, ...facts };
        if (code === undefined) return noRow;
        return {
            known: true,
            unit: "vCPU",
            service: "ec2",
            code: capacity.kind === "spot" ? `${code}-spot` : code,
            name: code,
            defaultValue: noRow,
            otherCodes: [],
            unusedCounts: false,
            ...facts,
        };
    },
};

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

const research: Taint = { key: "team", value: "research", effect: "NoSchedule" };
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

const pools: fc.Arbitrary<Pool[]> = fc
    .array(
        fc.oneof(
            { weight: 4, arbitrary: gpuPool.map(parts => (name: string) => gpuPoolNamed(name, parts)) },
            { weight: 1, arbitrary: neuronPool.map(parts => (name: string) => neuronPoolNamed(name, parts)) },
            { weight: 1, arbitrary: systemPool.map(parts => (name: string) => systemPoolNamed(name, parts)) },
        ),
        { maxLength: 4 },
    )
    .map(makers => makers.map((make, index) => make(`p${index}`)));

const toleranceOf = {
    gpu: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    all: [{ operator: "Exists" }],
    none: [],
} as const;
const tolerance = fc.constantFrom(...(["gpu", "all", "all", "none"] as const)).map(which => toleranceOf[which]);
const byNfd = [
    {
        matchExpressions: [
            { key: "feature.node.kubernetes.io/pci-10de.present", operator: "In", values: ["true"] } as const,
        ],
    },
];

/** At most one plugin that selects by labels of a supplier: two would be twins that one label wakes at once. */
const advertisers: fc.Arbitrary<Advertiser[]> = fc
    .record({
        plain: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), { maxLength: 2 }),
        byLabel: fc.option(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), {
            nil: undefined,
        }),
        neuron: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), {
            maxLength: 2,
        }),
        efa: fc.array(fc.record({ cluster: fc.constantFrom(...clusters), tolerations: tolerance }), { maxLength: 2 }),
    })
    .map(({ plain, byLabel, neuron, efa }) => [
        ...plain.map((parts, index) => anAdvertiser({ name: `plugin-${index}`, ...parts })),
        ...(byLabel === undefined ? [] : [anAdvertiser({ name: "by-label", nodeAffinity: byNfd, ...byLabel })]),
        ...neuron.map((parts, index) =>
            anAdvertiser({ name: `neuron-${index}`, resources: ["aws.amazon.com/neuron"], ...parts }),
        ),
        ...efa.map((parts, index) =>
            anAdvertiser({ name: `efa-${index}`, resources: ["vpc.amazonaws.com/efa"], ...parts }),
        ),
    ]);

/** Names of pools of a model, and of one that it may not have. */
const poolNames = fc.subarray(["p0", "p1", "p2", "p3"]);

const podTemplates = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            kind: fc.constantFrom("Deployment", "Deployment", "Job" as const),
            replicas: fc.constantFrom(0, 1, 2, 3, 8),
            disruptionBudget: fc.constantFrom(
                "none" as const,
                { maxUnavailable: { pods: 0 } },
                { maxUnavailable: { pods: 1 } },
                { maxUnavailable: { percent: 25 } },
                { minAvailable: { pods: 2 } },
                { minAvailable: { percent: 100 } },
            ),
            spread: fc.constantFrom(
                [],
                [{ by: "node" as const, maxSkew: 1 }],
                [{ by: "zone" as const, maxSkew: 1 }],
                [
                    { by: "node" as const, maxSkew: 2 },
                    { by: "zone" as const, maxSkew: 1 },
                ],
            ),
            tolerations: tolerance,
            schedulerName: fc.constantFrom("default-scheduler", neuronScheduler),
            nodeSelector: fc.constantFrom<Record<string, string>>({}, {}, { "pulumi-accelerators/pool": "p0" }),
            requests: fc.constantFrom<Record<string, number>>(
                {},
                { "nvidia.com/gpu": 0 },
                { "nvidia.com/gpu": 1 },
                { "nvidia.com/gpu": 2 },
                { "nvidia.com/gpu": 8 },
                { "nvidia.com/gpu": 385 },
                { "example.com/x": 1 },
                { "aws.amazon.com/neuron": 4 },
                { "aws.amazon.com/neuron": 16 },
            ),
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aPodTemplate({ name: `team/w${index}`, ...parts })));

const subnets = fc
    .array(
        fc.record({
            zone: fc.constantFrom(...zones),
            prefixLength: fc.constantFrom(28, 27, 26, 24, 16),
            taken: fc.constantFrom(0, 0, 1, 11),
            ofControlPlane: fc.boolean(),
            pools: poolNames,
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aSubnet({ name: `s${index}`, ...parts })));

const selfRules = aSecurityGroup({ name: "sg-0" }).rules;
const securityGroups = fc
    .array(
        fc.record({
            ofCluster: fc.constantFrom(false, false, false, true),
            pools: poolNames,
            rules: fc.oneof(
                fc.subarray([...selfRules]),
                fc.constant([
                    { direction: "ingress" as const, protocol: "all", peer: { group: "sg-1" } },
                    { direction: "egress" as const, protocol: "all", peer: { cidr: "0.0.0.0/0" } },
                    { direction: "egress" as const, protocol: "tcp", peer: { group: "sg-0" } },
                ]),
            ),
        }),
        { maxLength: 3 },
    )
    .map(all => all.map((parts, index) => aSecurityGroup({ name: `sg-${index}`, ...parts })));

const placementGroups = fc.subarray(
    regions.flatMap(region => [
        { name: "near", region, strategy: "cluster" as const },
        { name: "other", region, strategy: "spread" as const },
    ]),
);

/** One of them has the tags that pools ask for, another is in the group: else a pool would have several. */
const reservations = fc
    .array(
        fc.record({
            machineType: fc.constantFrom("p5.48xlarge", "p5.48xlarge", "g6.xlarge"),
            zone: fc.constantFrom("z1", "z1", "z2"),
            instances: fc.constantFrom(0, 1, 4, 100),
            region: fc.constantFrom(...regions),
        }),
        { maxLength: 4 },
    )
    .map(all =>
        all.map((parts, index) =>
            aReservation({
                name: `cr-${index}`,
                tags: index === 2 ? { team: "a", other: "b" } : {},
                resourceGroups: index === 3 ? ["arn:group"] : [],
                ...parts,
            }),
        ),
    );

const onClusters = fc.subarray([...clusters]);
const addOns = fc
    .record({ clusters: onClusters, tolerations: tolerance })
    .map(({ clusters: on, tolerations }) => on.map(cluster => anAgent({ cluster, tolerations })));

const labelSuppliers = fc
    .record({ clusters: onClusters, tolerations: tolerance, tier: fc.constantFrom(undefined, "gold") })
    .map(({ clusters: on, tolerations, tier }) =>
        on.map(cluster =>
            aLabelSupplier({
                name: `nfd-${cluster}`,
                cluster,
                tolerations,
                labels: [
                    ...aLabelSupplier().labels,
                    ...(tier === undefined
                        ? []
                        : [{ key: "nvidia.com/gpu.tier", value: tier, family: "nvidia" as const }]),
                ],
            }),
        ),
    );

/** Each pool has at most one role. */
const nodeRoles = fc
    .array(fc.constantFrom(0, 0, 1, 2), { minLength: 4, maxLength: 4 })
    .chain(roleOf =>
        fc.record({
            roleOf: fc.constant(roleOf),
            policies: fc.constantFrom(
                ["AmazonEKSWorkerNodePolicy"],
                ["AmazonEKSWorkerNodePolicy", "AdministratorAccess"],
            ),
        }),
    )
    .map(({ roleOf, policies }) =>
        [1, 2].map(role => ({
            name: `role-${role}`,
            pools: roleOf.flatMap((each, index) => (each === role ? [`p${index}`] : [])),
            policies: role === 1 ? policies : ["AmazonEKS_CNI_Policy"],
        })),
    );

const accessEntries = fc.subarray(
    clusters.flatMap(cluster => [
        { name: "role-1", cluster, type: "EC2_LINUX" as const },
        { name: "role-1", cluster, type: "STANDARD" as const },
        { name: "role-2", cluster, type: "AWS_AUTH" as const },
    ]),
);

const kubernetesProviders = fc
    .array(
        fc.constantFrom(
            { clusters: ["shared"] },
            { clusters: ["west"] },
            { clusters: ["shared", "west"] },
            { clusters: [] },
            "ambient" as const,
        ),
        { maxLength: 3 },
    )
    .map(all => all.map((boundTo, index) => ({ name: `k8s-${index}`, boundTo })));

/** Objects of the default provider have names of their own: mending one moves it away from its twin. */
const kubernetesObjects = fc
    .array(
        fc.record({
            provider: fc.constantFrom("k8s-0", "k8s-0", "k8s-1", "k8s-2", "default"),
            objectName: fc.constantFrom("a", "b"),
            patches: fc.constantFrom<string[]>([], [], ["spec.replicas"], ["spec"], ["metadata.labels.x", "data"]),
        }),
        { maxLength: 4 },
    )
    .map(all =>
        all.map((parts, index) =>
            anObject({
                name: `o${index}`,
                ...parts,
                objectName: parts.provider === "default" ? `own-${index}` : parts.objectName,
            }),
        ),
    );

/** Steps depend only on later ones, as the engine demands; circles come from waiting for nodes. */
const steps = fc
    .array(
        fc.record({
            dependsOn: fc.array(fc.nat({ max: 9 }), { maxLength: 2 }),
            readyOnNodesOf: fc.oneof(fc.constant([]), poolNames),
            skipAwait: fc.constantFrom(false, false, true),
        }),
        { maxLength: 8 },
    )
    .map(all => {
        const names = all.map((_, index) => (index % 2 === 0 ? `p${index / 2}` : `step-${index}`));
        return all.map(({ dependsOn, readyOnNodesOf, skipAwait }, index) =>
            aStep({
                name: names[index] ?? "",
                dependsOn: dependsOn.flatMap(distance => names[index + 1 + distance] ?? []),
                // A group of nodes runs no pods.
                readyOnNodesOf: index % 2 === 0 ? [] : readyOnNodesOf,
                skipAwait,
            }),
        );
    });

const flavorNames = ["f0", "f1"] as const;
const resourceFlavors = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            nodeLabels: fc.constantFrom<Record<string, string>>(
                {},
                { "pulumi-accelerators/pool": "p0" },
                { "nvidia.com/gpu.present": "true" },
                { "nvidia.com/gpu.tier": "bronze" },
            ),
            nodeTaints: fc.constantFrom<Taint[]>([], ownTaints(["nvidia"]), [research]),
            tolerations: tolerance,
        }),
        { maxLength: 2 },
    )
    .map(all => all.map((parts, index) => ({ name: flavorNames[index] ?? "", ...parts })));

const clusterQueues = fc
    .array(
        fc.record({
            cluster: fc.constantFrom(...clusters),
            flavors: fc.subarray([...flavorNames, "f9"]),
            gpus: fc.constantFrom(0, 1, 8, 385),
        }),
        { maxLength: 2 },
    )
    .map(all =>
        all.map(({ cluster, flavors, gpus }, index) => ({
            name: `q${index}`,
            cluster,
            quotas: flavors.map(flavor => ({ flavor, nominal: { "nvidia.com/gpu": gpus, cpu: 64 } })),
        })),
    );

const localQueues = fc
    .array(fc.record({ cluster: fc.constantFrom(...clusters), clusterQueue: fc.constantFrom("q0", "q1") }), {
        maxLength: 2,
    })
    .map(all => all.map((parts, index) => ({ name: `team/l${index}`, ...parts })));

const money = fc.constantFrom(undefined, 0, 55.04, 55.039_999, 110.08, 5504, 1e6);
const config: fc.Arbitrary<FleetConfig> = fc
    .record({
        max: money,
        desired: money,
        limits: fc.array(
            fc.record({
                region: fc.constantFrom(...regions),
                code: fc.constantFrom("L-P", "L-G", "L-S", "L-T", "L-P-spot", "L-G-spot"),
                vcpus: fc.nat({ max: 8 }).map(machines => machines * 192),
            }),
            { maxLength: 6 },
        ),
        spotNodesAtOnce: fc.constantFrom(0, 1, 3),
    })
    .map(({ max, desired, limits, spotNodesAtOnce }) => ({
        ...(max === undefined && desired === undefined
            ? {}
            : {
                  budgetUsdPerHour: {
                      ...(max === undefined ? {} : { max }),
                      ...(desired === undefined ? {} : { desired }),
                  },
              }),
        quotaLimits: limits,
        spotNodesAtOnce,
    }));

/** Models of a small world, biased to its edges: no nodes, one zone, the most shares, fifty taints, limits that just do. */
export const anyModel: fc.Arbitrary<Model> = fc.record({
    pools,
    advertisers,
    podTemplates,
    subnets,
    securityGroups,
    placementGroups,
    reservations,
    addOns,
    labelSuppliers,
    nodeRoles,
    accessEntries,
    kubernetesProviders,
    kubernetesObjects,
    steps,
    resourceFlavors,
    clusterQueues,
    localQueues,
    context: config.map(each => ({ market: smallMarket, config: each, now: "2026-11-24T12:00:00Z" as const })),
});

import { planAdvertisers } from "../../../components/fleet/advertisers";
import { capacityBlock, reservation } from "../../../components/fleet/capacity/capacity";
import { fleetProblems } from "../../../components/fleet/check-fleet";
import { fleetContext, type FleetContext } from "../../../components/fleet/context";
import type { Facets } from "../../../components/fleet/facets/facets";
import type { PodTemplate } from "../../../components/fleet/facets/pod-template";
import type { ResourceFlavor } from "../../../components/fleet/facets/queue";
import type { Fleet } from "../../../components/fleet/finding";
import { neuronScheduler } from "../../../components/fleet/neuron-scheduler";
import type { Pool } from "../../../components/fleet/pool";
import type { Problem } from "../../../components/fleet/problem";
import type { ProblemId } from "../../../components/fleet/problem-ids";
import { advertisingImage, anAdvertiser, aNeuronPool, aPool, aSystemPool } from "../builders";
import {
    anAgent,
    aNodeRole,
    anObject,
    aStep,
    aLabelSupplier,
    anEfaPool,
    aPodTemplate,
    aReservation,
    aSecurityGroup,
    aSubnet,
} from "../facet-builders";

/** A fleet and what is asked of it. */
export interface Example {
    readonly fleet: Fleet;
    readonly context: FleetContext;
}

/** An invariant in examples: a fleet in which it holds, and for each of its problems one that has this problem alone. */
export interface InvariantExamples {
    readonly good: Example;
    readonly bad: Partial<Readonly<Record<ProblemId, Example>>>;
}

const noon = "2026-11-24T12:00:00Z";

/** Pools with the plugins that they need, so that nothing is wrong but what the facets say. */
function planned(pools: readonly Pool[], facets: Facets = {}, config: Partial<FleetContext["config"]> = {}): Example {
    return {
        fleet: { pools, advertisers: planAdvertisers(pools).plugins, ...facets },
        context: fleetContext(config, noon),
    };
}

/** Pools without accelerators, each a managed group. */
function manyPools(count: number): Pool[] {
    return Array.from({ length: count }, (_, index) => aSystemPool({ name: `system-${index}` }));
}

const research = { key: "team", value: "research", effect: "NoSchedule" } as const;
const train = aPool();
const secluded = aPool({ taints: [...train.taints, research] });
const upstreamAffinity = [
    {
        matchExpressions: [
            { key: "feature.node.kubernetes.io/pci-10de.present", operator: "In", values: ["true"] } as const,
        ],
    },
];
const upstreamPlugin = anAdvertiser({
    name: "nvidia-device-plugin",
    tolerations: [{ operator: "Exists" }],
    nodeAffinity: upstreamAffinity,
});
const efaPools = [anEfaPool(), aPool({ name: "serve" })];
const efaPlugin = anAdvertiser({ name: "aws-efa-k8s-device-plugin", resources: ["vpc.amazonaws.com/efa"] });
const block = capacityBlock({
    reservationId: "cr-1",
    zone: "use1-az1",
    startsAt: "2026-11-20T11:30:00Z",
    endsAt: "2026-12-20T11:30:00Z",
});
const reserved = aPool({ capacity: reservation({ id: "cr-1", zone: "use1-az1" }) });

function efa(facets: Facets, pools: readonly Pool[] = [anEfaPool()], withPlugin = true): Example {
    const { fleet, context } = planned(pools, facets);
    return { fleet: { ...fleet, advertisers: [...fleet.advertisers, ...(withPlugin ? [efaPlugin] : [])] }, context };
}

function near(group: string, pool: Pool = anEfaPool()): Pool {
    return { ...pool, fabric: { ...pool.fabric, placement: { given: group } } };
}

const selfManaged = aPool({ groupKind: "selfManaged" });
const inference = aPool({ intent: "inference", nodes: { min: 4, desired: 4, max: 4 } });

/** A service of four replicas that each ask for two GPUs, one of which may be away. */
function aService(changes: Partial<PodTemplate> = {}): PodTemplate {
    return aPodTemplate({
        name: "inference/chat",
        kind: "Deployment",
        replicas: 4,
        requests: { "nvidia.com/gpu": 2 },
        disruptionBudget: { maxUnavailable: { pods: 2 } },
        ...changes,
    });
}

/** A flavor for the nodes of `train`, with a queue that may use so many GPUs of them. */
function queued(changes: Partial<ResourceFlavor> = {}, gpus = 8): Facets {
    const flavor = {
        name: "h100",
        cluster: "shared",
        nodeLabels: { "pulumi-accelerators/pool": "train" },
        nodeTaints: train.taints,
        tolerations: [],
    };
    return {
        resourceFlavors: [{ ...flavor, ...changes }],
        clusterQueues: [
            {
                name: "research",
                cluster: "shared",
                quotas: [{ flavor: "h100", nominal: { "nvidia.com/gpu": gpus, cpu: 100_000 } }],
            },
        ],
        localQueues: [{ name: "research/default", cluster: "shared", clusterQueue: "research" }],
    };
}

/** A job that asks for a quarter of the chips of a node. */
function fourChips(changes: Partial<PodTemplate> = {}): PodTemplate {
    const tolerations = [{ key: "aws.amazon.com/neuron", operator: "Exists" } as const];
    return aPodTemplate({ tolerations, requests: { "aws.amazon.com/neuron": 4 }, ...changes });
}

/** Every invariant with its examples, by its id. */
export const examples = {
    X1: {
        good: planned([train]),
        bad: {
            "pool.not-served": {
                fleet: { pools: [secluded], advertisers: planAdvertisers([train]).plugins },
                context: fleetContext({}, noon),
            },
        },
    },
    X1b: {
        good: {
            fleet: { pools: [train], advertisers: [upstreamPlugin], labelSuppliers: [aLabelSupplier()] },
            context: fleetContext({}, noon),
        },
        bad: {
            "pool.label-supplier-kept-off": {
                fleet: {
                    pools: [train],
                    advertisers: [upstreamPlugin],
                    labelSuppliers: [aLabelSupplier({ tolerations: [] })],
                },
                context: fleetContext({}, noon),
            },
        },
    },
    X2: {
        good: planned([train], { podTemplates: [aPodTemplate()] }),
        bad: {
            "workload.no-supply": planned([train], {
                podTemplates: [aPodTemplate({ requests: { "nvidia.com/gpu": 16 } })],
            }),
        },
    },
    X3: {
        good: planned([aPool({ image: advertisingImage })]),
        bad: {
            "pool.two-advertisers": {
                fleet: {
                    pools: [aPool({ name: "edge", image: advertisingImage })],
                    advertisers: [anAdvertiser({ name: "nvidia-device-plugin" })],
                },
                context: fleetContext({}, noon),
            },
        },
    },
    X4: {
        good: planned([train], queued()),
        bad: {
            "queue.flavor-lands-nowhere": planned([train], queued({ nodeLabels: { team: "research" } })),
            "queue.flavor-several-kinds": planned(
                [train, aPool({ name: "more", machineType: "p5e.48xlarge" })],
                queued({ nodeLabels: { "nvidia.com/gpu.present": "true" } }),
            ),
            "queue.flavor-taints": planned([train], queued({ nodeTaints: [] })),
            "queue.no-cluster-queue": planned([train], {
                ...queued(),
                localQueues: [{ name: "research/default", cluster: "shared", clusterQueue: "reserch" }],
            }),
            "queue.no-flavor": planned([train], { ...queued(), resourceFlavors: [] }),
            "queue.quota-beyond-nodes": planned([train], queued({}, 16)),
        },
    },
    X5: {
        good: planned([train, aSystemPool()], {}, { budgetUsdPerHour: { max: 60, desired: 60 } }),
        bad: {
            "budget.exceeded": planned([train, aSystemPool()], {}, { budgetUsdPerHour: { max: 50 } }),
            "budget.no-price": planned(
                [aPool({ region: "eu-west-3", zones: ["euw3-az1"] })],
                {},
                { budgetUsdPerHour: { max: 500 } },
            ),
        },
    },
    X6: {
        good: planned([train], {}, { quotaLimits: [{ region: "us-east-1", code: "L-417A185B", vcpus: 768 }] }),
        bad: {
            "quota.exceeded": planned(
                [train],
                {},
                { quotaLimits: [{ region: "us-east-1", code: "L-417A185B", vcpus: 192 }] },
            ),
        },
    },
    X6b: {
        good: planned([train]),
        bad: { "quota.node-groups": planned(manyPools(31)) },
    },
    X7: {
        good: planned([train], { subnets: [aSubnet()] }),
        bad: { "subnet.full": planned([train], { subnets: [aSubnet({ prefixLength: 28 })] }) },
    },
    X8: {
        good: efa(
            {
                securityGroups: [aSecurityGroup()],
                placementGroups: [{ name: "near", region: "us-east-1", strategy: "cluster" }],
            },
            [near("near")],
        ),
        bad: {
            "fabric.no-efa-plugin": efa({ securityGroups: [aSecurityGroup()] }, [anEfaPool()], false),
            "fabric.not-open-to-itself": efa({
                securityGroups: [
                    aSecurityGroup({
                        rules: [
                            { direction: "ingress", protocol: "all", peer: { group: "efa" } },
                            { direction: "egress", protocol: "all", peer: { cidr: "0.0.0.0/0" } },
                        ],
                    }),
                ],
            }),
            "fabric.one-zone": efa({ securityGroups: [aSecurityGroup()] }, [
                anEfaPool({ zones: ["use1-az1", "use1-az2"] }),
            ]),
            "fabric.placement-group-shared": efa(
                {
                    securityGroups: [aSecurityGroup({ pools: ["train", "serve"] })],
                    placementGroups: [{ name: "near", region: "us-east-1", strategy: "cluster" }],
                },
                efaPools.map(pool => near("near", pool)),
            ),
            "fabric.placement-strategy": efa(
                {
                    securityGroups: [aSecurityGroup()],
                    placementGroups: [{ name: "near", region: "us-east-1", strategy: "spread" }],
                },
                [near("near")],
            ),
        },
    },
    X9: {
        good: planned([aPool({ capacity: block })], { reservations: [aReservation()] }),
        bad: {
            "reservation.machine-type": planned([reserved], {
                reservations: [aReservation({ machineType: "p5e.48xlarge" })],
            }),
            "reservation.shared": planned([reserved, { ...aPool({ name: "serve" }), capacity: reserved.capacity }], {
                reservations: [aReservation()],
            }),
            "reservation.too-small": planned([{ ...reserved, nodes: { min: 0, desired: 0, max: 6 } }], {
                reservations: [aReservation()],
            }),
            "reservation.unused": planned([train], { reservations: [aReservation()] }),
            "reservation.zone": planned([reserved], { reservations: [aReservation({ zone: "use1-az2" })] }),
        },
    },
    X10: {
        good: planned([selfManaged], {
            nodeRoles: [aNodeRole()],
            accessEntries: [{ name: "train-role", cluster: "shared", type: "EC2_LINUX" }],
        }),
        bad: {
            "node-role.no-access": planned([selfManaged], { nodeRoles: [aNodeRole()], accessEntries: [] }),
            "node-role.policies": planned([selfManaged], {
                nodeRoles: [aNodeRole({ policies: ["AmazonEKSWorkerNodePolicy", "AmazonS3FullAccess"] })],
                accessEntries: [{ name: "train-role", cluster: "shared", type: "EC2_LINUX" }],
            }),
        },
    },
    X11: {
        good: planned([train], { addOns: [anAgent()], podTemplates: [aService()] }),
        bad: {
            "repair.agent-kept-off": planned([train], { addOns: [anAgent({ tolerations: [] })] }),
            "repair.no-agent": planned([train], { addOns: [] }),
            "workload.drain-frozen": planned([train], {
                podTemplates: [aService({ disruptionBudget: { maxUnavailable: { pods: 0 } } })],
            }),
        },
    },
    X12: {
        good: planned([inference], { podTemplates: [aService({ spread: [{ by: "node", maxSkew: 1 }] })] }),
        bad: { "workload.disrupted": planned([inference], { podTemplates: [aService()] }) },
    },
    X13: {
        good: planned([train], {
            kubernetesProviders: [{ name: "shared-k8s", boundTo: { clusters: ["shared"] } }],
            kubernetesObjects: [anObject()],
        }),
        bad: {
            "kubernetes.ambient-provider": planned([train], {
                kubernetesProviders: [{ name: "shared-k8s", boundTo: "ambient" }],
            }),
            "kubernetes.default-provider": planned([train], {
                kubernetesObjects: [anObject({ provider: "default" })],
            }),
            "kubernetes.provider-clusters": planned([train], {
                kubernetesProviders: [{ name: "shared-k8s", boundTo: { clusters: ["shared", "west"] } }],
            }),
        },
    },
    X14: {
        good: planned([train], {
            steps: [
                aStep({ name: "plugins", dependsOn: ["train"], readyOnNodesOf: ["train"] }),
                aStep({ name: "train" }),
            ],
        }),
        bad: {
            "order.circle": planned([train], {
                steps: [
                    aStep({ name: "plugins", readyOnNodesOf: ["train"] }),
                    aStep({ name: "train", dependsOn: ["plugins"] }),
                ],
            }),
        },
    },
    X15: {
        good: planned([train], {
            kubernetesProviders: [{ name: "shared-k8s", boundTo: { clusters: ["shared"] } }],
            kubernetesObjects: [anObject(), anObject({ name: "other", objectName: "other" })],
        }),
        bad: {
            "kubernetes.declared-twice": planned([train], {
                kubernetesObjects: [anObject(), anObject({ name: "again" })],
            }),
            "label.two-writers": planned([aPool({ labels: { ...train.labels, tier: "gold" } })], {
                labelSuppliers: [aLabelSupplier({ labels: [{ key: "tier", value: "silver", family: "nvidia" }] })],
            }),
        },
    },
    X16: {
        good: planned([aNeuronPool()], { podTemplates: [fourChips({ schedulerName: neuronScheduler })] }),
        bad: { "neuron.partial-request": planned([aNeuronPool()], { podTemplates: [fourChips()] }) },
    },
} as const satisfies Readonly<Record<string, InvariantExamples>>;

/** The problems of bad examples, by their ids: what a constructor would say to each. */
export function problemsOf<Id extends string>(bad: Readonly<Record<Id, Example>>): Record<Id, () => Problem[]> {
    const problems = {} as Record<Id, () => Problem[]>;
    for (const id of Object.keys(bad) as Id[]) {
        const { fleet, context } = bad[id];
        problems[id] = () => fleetProblems(fleet, context);
    }
    return problems;
}

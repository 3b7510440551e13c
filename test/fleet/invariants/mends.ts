import type { Capacity, ReservationChoice } from "../../../components/fleet/capacity/capacity";
import type { Pool, TaintEffect } from "../../../components/fleet/pool";
import type { Problem } from "../../../components/fleet/problem";
import type { NodeSelectorTerm } from "../../../components/fleet/workload";
import { anAdvertiser } from "../builders";
import { anAgent, aSecurityGroup } from "../facet-builders";
import type { Model } from "./models";

/** Follows what a problem says, and nothing else: whoever reads it must be able to mend the model with it. */
export type Mend = (model: Model, problem: Problem) => Model;

/** The name that stands in a path: `pools.train.zones` gives `train`, `steps["a b"]` gives `a b`. */
function named(path: string): string[] {
    return path.split(", ").map(part => {
        const quoted = /\["([^"]+)"\]/.exec(part);
        return quoted?.[1] ?? part.split(".")[1] ?? "";
    });
}

function nameIn({ path }: Problem): string {
    return named(path)[0] ?? "";
}

function numberIn(text: string, pattern: RegExp): number {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`no number in ${text}`);
    return Number(found);
}

function wordIn(text: string, pattern: RegExp): string {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`nothing in ${text}`);
    return found;
}

type Named = { readonly name: string };

/** The list with one thing of it changed; `change` gives undefined to remove it. */
function changed<T extends Named>(items: readonly T[], name: string, change: (item: T) => T | undefined): T[] {
    return items.flatMap(item => (item.name === name ? (change(item) ?? []) : [item]));
}

function withPool(model: Model, name: string, change: (pool: Pool) => Pool): Model {
    return { ...model, pools: changed(model.pools, name, change) };
}

function poolOf(model: Model, name: string): Pool {
    const pool = model.pools.find(each => each.name === name);
    if (pool === undefined) throw new Error(`there is no pool ${name}`);
    return pool;
}

const everything = [{ operator: "Exists" }] as const;
/** Only nodes of one pool. */
const onlyOn = (pool: string) => ({ "pulumi-accelerators/pool": pool });

function addAgent(model: Model, problem: Problem): Model {
    const pool = poolOf(model, nameIn(problem));
    const agent = anAgent({ cluster: pool.cluster, tolerations: everything, nodeSelector: onlyOn(pool.name) });
    return { ...model, addOns: [...model.addOns, agent] };
}

function ownReservation(capacity: Capacity, pool: string): Capacity {
    const id = `own-${pool}`;
    switch (capacity.kind) {
        case "reservation":
            return { ...capacity, from: { id } satisfies ReservationChoice };
        case "capacityBlock":
        case "futureReservation":
            return { ...capacity, reservationId: id };
        default:
            return capacity;
    }
}

function bindProvider(model: Model, problem: Problem): Model {
    const boundTo = { clusters: [`of-${nameIn(problem)}`] };
    const providers = changed(model.kubernetesProviders, nameIn(problem), each => ({ ...each, boundTo }));
    return { ...model, kubernetesProviders: providers };
}

function taintsOf(text: string) {
    if (text === "none") return [];
    return text.split(", ").map(each => {
        const [mark = "", effect] = each.split(":");
        const [key = "", value = ""] = mark.split("=");
        return { key, value, effect: effect as TaintEffect };
    });
}

/** A mend for every problem of an invariant. */
export const mends: Readonly<Record<string, Mend>> = {
    "pool.not-served": (model, problem) =>
        withPool(model, nameIn(problem), pool => ({
            ...pool,
            image: {
                ...pool.image,
                advertises: [...pool.image.advertises, ...pool.resources.map(({ family }) => family)],
            },
        })),

    "pool.label-supplier-kept-off": (model, problem) =>
        withPool(model, nameIn(problem), pool => ({
            ...pool,
            labels: { ...pool.labels, "feature.node.kubernetes.io/pci-10de.present": "true" },
        })),

    "workload.no-supply": (model, problem) => {
        const podTemplates = changed(model.podTemplates, nameIn(problem), template => {
            const pool = model.pools.find(
                each => each.cluster === template.cluster && each.nodes.max > 0 && each.resources.length > 0,
            );
            return {
                ...template,
                tolerations: everything,
                nodeSelector: pool === undefined ? template.nodeSelector : onlyOn(pool.name),
                disruptionBudget: "none" as const,
                requests: Object.fromEntries((pool?.resources ?? []).map(({ name }) => [name, 1])),
            };
        });
        return { ...model, podTemplates };
    },

    "neuron.partial-request": (model, problem) => {
        const schedulerName = wordIn(problem.allowed, /placed by "([^"]+)"/);
        return {
            ...model,
            podTemplates: changed(model.podTemplates, nameIn(problem), each => ({ ...each, schedulerName })),
        };
    },

    "pool.two-advertisers": (model, problem) => {
        const others = wordIn(problem.got, / from (.*)$/)
            .split(" and ")
            .slice(1);
        const elsewhere = { key: "pulumi-accelerators/pool", operator: "NotIn", values: [nameIn(problem)] } as const;
        const advertisers = model.advertisers.map(each => {
            if (!others.includes(each.name)) return each;
            const terms: readonly NodeSelectorTerm[] =
                each.nodeAffinity === "any" ? [{ matchExpressions: [] }] : each.nodeAffinity;
            const nodeAffinity = terms.map(({ matchExpressions }) => ({
                matchExpressions: [...matchExpressions, elsewhere],
            }));
            return { ...each, nodeAffinity };
        });
        return { ...model, advertisers };
    },

    "queue.flavor-lands-nowhere": (model, problem) => ({
        ...model,
        resourceFlavors: changed(model.resourceFlavors, nameIn(problem), () => undefined),
        clusterQueues: withoutQuota(model, nameIn(problem)),
    }),
    "queue.flavor-several-kinds": (model, problem) => {
        const type = wordIn(problem.fix, /instance-type="([^"]+)"/);
        const resourceFlavors = changed(model.resourceFlavors, nameIn(problem), flavor => ({
            ...flavor,
            nodeLabels: { ...flavor.nodeLabels, "node.kubernetes.io/instance-type": type },
        }));
        return { ...model, resourceFlavors };
    },
    "queue.flavor-taints": (model, problem) => {
        const nodeTaints = taintsOf(problem.allowed);
        const resourceFlavors = changed(model.resourceFlavors, nameIn(problem), each => ({ ...each, nodeTaints }));
        return { ...model, resourceFlavors };
    },
    "queue.no-flavor": (model, problem) => {
        const missing = wordIn(problem.got, /flavor (\S+),/);
        const clusterQueues = changed(model.clusterQueues, nameIn(problem), queue => ({
            ...queue,
            quotas: queue.quotas.filter(({ flavor }) => flavor !== missing),
        }));
        return { ...model, clusterQueues };
    },
    "queue.no-cluster-queue": (model, problem) => ({
        ...model,
        localQueues: changed(model.localQueues, nameIn(problem), () => undefined),
    }),
    "queue.quota-beyond-nodes": (model, problem) => {
        const flavor = model.resourceFlavors.find(({ name }) => name === nameIn(problem));
        let left = numberIn(problem.allowed, /at most (\d+)/);
        const clusterQueues = model.clusterQueues.map(queue => ({
            ...queue,
            quotas: queue.quotas.map(quota => {
                if (`${quota.flavor} ${queue.cluster}` !== `${flavor?.name} ${flavor?.cluster}`) return quota;
                const gpus = Math.min(left, quota.nominal["nvidia.com/gpu"] ?? 0);
                left -= gpus;
                return { ...quota, nominal: { ...quota.nominal, "nvidia.com/gpu": gpus } };
            }),
        }));
        return { ...model, clusterQueues };
    },

    "budget.exceeded": (model, problem) => {
        const { context } = model;
        const size = problem.path.endsWith(".max") ? "max" : "desired";
        const needed = numberIn(problem.got, /^([\d.]+) USD/);
        const budgetUsdPerHour = { ...context.config.budgetUsdPerHour, [size]: needed };
        return { ...model, context: { ...context, config: { ...context.config, budgetUsdPerHour } } };
    },
    "budget.no-price": (model, problem) => {
        const { context } = model;
        const facts = { basis: "onDemand", zones: [], asOf: "2026-11-24", source: "a quote" } as const;
        const price: typeof context.market.price = pool =>
            pool.name === nameIn(problem)
                ? { known: true, usdPerHour: 0, lowestUsdPerHour: 0, region: pool.region, ...facts }
                : context.market.price(pool);
        return { ...model, context: { ...context, market: { ...context.market, price } } };
    },
    "quota.exceeded": (model, problem) => {
        const { context } = model;
        const vcpus = numberIn(problem.fix, /ask for (\d+)/);
        const region = wordIn(problem.allowed, / in (\S+)$/);
        const raised = { region, code: nameIn(problem), vcpus };
        const others = context.config.quotaLimits.filter(
            limit => limit.region !== raised.region || limit.code !== raised.code,
        );
        return { ...model, context: { ...context, config: { ...context.config, quotaLimits: [...others, raised] } } };
    },
    "quota.node-groups": (model, problem) => {
        const nodeGroups = { ...model.context.config.nodeGroups, [nameIn(problem)]: numberIn(problem.got, /^(\d+)/) };
        const config = { ...model.context.config, nodeGroups };
        return { ...model, context: { ...model.context, config } };
    },
    "subnet.full": (model, problem) => {
        const prefixLength = numberIn(problem.fix, /range of \/(\d+)/);
        return { ...model, subnets: changed(model.subnets, nameIn(problem), each => ({ ...each, prefixLength })) };
    },

    "fabric.one-zone": (model, problem) =>
        // A zone that nothing else mentions, so that no reservation becomes right by accident.
        withPool(model, nameIn(problem), pool => ({ ...pool, zones: ["z9"] })),
    "fabric.not-open-to-itself": (model, problem) => {
        const group = aSecurityGroup({ name: `of-${nameIn(problem)}`, pools: [nameIn(problem)] });
        return { ...model, securityGroups: [...model.securityGroups, group] };
    },
    "fabric.no-efa-plugin": (model, problem) => {
        const pool = poolOf(model, nameIn(problem));
        const plugin = anAdvertiser({
            name: `efa-on-${pool.name}`,
            cluster: pool.cluster,
            resources: ["vpc.amazonaws.com/efa"],
            tolerations: everything,
            nodeSelector: onlyOn(pool.name),
        });
        return { ...model, advertisers: [...model.advertisers, plugin] };
    },
    "fabric.placement-group-shared": (model, problem) => {
        const others = named(problem.path).slice(1);
        const region = wordIn(problem.fix, / in (\S+)$/);
        const own = others.map(pool => ({ name: `of-${pool}`, region, strategy: "cluster" as const }));
        return others.reduce<Model>(
            (mended, name) =>
                withPool(mended, name, pool => ({
                    ...pool,
                    fabric: { ...pool.fabric, placement: { given: `of-${name}` } },
                })),
            { ...model, placementGroups: [...model.placementGroups, ...own] },
        );
    },
    "fabric.placement-strategy": (model, problem) => ({
        ...model,
        placementGroups: model.placementGroups.map(group =>
            `placementGroups.${group.name}.${group.region}.strategy` === problem.path
                ? { ...group, strategy: "cluster" as const }
                : group,
        ),
    }),

    "reservation.shared": (model, problem) =>
        named(problem.path)
            .slice(1)
            .reduce<Model>(
                (mended, name) =>
                    withPool(mended, name, pool => ({ ...pool, capacity: ownReservation(pool.capacity, name) })),
                model,
            ),
    "reservation.unused": (model, problem) => ({
        ...model,
        reservations: changed(model.reservations, nameIn(problem), () => undefined),
    }),
    "reservation.machine-type": (model, problem) => {
        const { machineType } = poolOf(model, nameIn(problem));
        const reserved = wordIn(problem.allowed, /reservation (\S+)$/);
        return { ...model, reservations: changed(model.reservations, reserved, each => ({ ...each, machineType })) };
    },
    "reservation.zone": (model, problem) => {
        const [zone = ""] = poolOf(model, nameIn(problem)).zones;
        const reserved = wordIn(problem.allowed, /reservation (\S+)$/);
        return { ...model, reservations: changed(model.reservations, reserved, each => ({ ...each, zone })) };
    },
    "reservation.too-small": (model, problem) => {
        const reserved = wordIn(problem.allowed, /instances of (\S+)/);
        const more = numberIn(problem.fix, /reserve (\d+) more/);
        const reservations = changed(model.reservations, reserved, each => ({
            ...each,
            instances: each.instances + more,
        }));
        return { ...model, reservations };
    },

    "node-role.no-access": (model, problem) => {
        const { cluster } = poolOf(model, nameIn(problem));
        const name = wordIn(problem.got, /^role (\S+)/);
        return { ...model, accessEntries: [...model.accessEntries, { name, cluster, type: "EC2_LINUX" }] };
    },
    "node-role.policies": (model, problem) => {
        const more = problem.got.split(", ");
        const nodeRoles = changed(model.nodeRoles, nameIn(problem), role => ({
            ...role,
            policies: role.policies.filter(policy => !more.includes(policy)),
        }));
        return { ...model, nodeRoles };
    },

    "repair.no-agent": addAgent,
    "repair.agent-kept-off": addAgent,
    "workload.drain-frozen": (model, problem) => ({
        ...model,
        podTemplates: changed(model.podTemplates, nameIn(problem), each => ({
            ...each,
            disruptionBudget: { maxUnavailable: { pods: each.replicas } },
        })),
    }),
    "workload.disrupted": (model, problem) => {
        const pods = numberIn(problem.got, /up to (\d+)/);
        const podTemplates = changed(model.podTemplates, nameIn(problem), each => ({
            ...each,
            disruptionBudget: { maxUnavailable: { pods } },
        }));
        return { ...model, podTemplates };
    },

    "kubernetes.ambient-provider": bindProvider,
    "kubernetes.provider-clusters": bindProvider,
    "kubernetes.default-provider": (model, problem) => {
        const provider = `for-${nameIn(problem)}`;
        return {
            ...model,
            kubernetesProviders: [
                ...model.kubernetesProviders,
                { name: provider, boundTo: { clusters: [`of-${provider}`] } },
            ],
            kubernetesObjects: changed(model.kubernetesObjects, nameIn(problem), each => ({ ...each, provider })),
        };
    },
    "kubernetes.declared-twice": (model, problem) => {
        const others = named(problem.path).slice(1);
        return { ...model, kubernetesObjects: model.kubernetesObjects.filter(({ name }) => !others.includes(name)) };
    },
    "order.circle": (model, problem) => {
        const waiting = named(problem.path);
        const steps = model.steps.map(step => (waiting.includes(step.name) ? { ...step, skipAwait: true } : step));
        return { ...model, steps };
    },
    "label.two-writers": (model, problem) => {
        const key = wordIn(problem.path, /\["([^"]+)"\]/);
        const [, name = ""] = problem.path.split(".");
        return withPool(model, name, pool => {
            const { [key]: _removed, ...labels } = pool.labels;
            return { ...pool, labels };
        });
    },
};

function withoutQuota(model: Model, flavor: string): Model["clusterQueues"] {
    const cluster = model.resourceFlavors.find(({ name }) => name === flavor)?.cluster;
    return model.clusterQueues.map(queue => ({
        ...queue,
        quotas: queue.quotas.filter(quota => queue.cluster !== cluster || quota.flavor !== flavor),
    }));
}

// Proves that each invariant reads a fleet a number of times that grows with its size and not with its square, whatever the
// machine. Does not measure time: the benchmark does.
import assert from "node:assert/strict";
import { planAdvertisers } from "../../../components/fleet/advertisers";
import { reservation } from "../../../components/fleet/capacity/capacity";
import { invariants } from "../../../components/fleet/check-fleet";
import { fleetContext } from "../../../components/fleet/context";
import type { Fleet } from "../../../components/fleet/finding";
import { aPool } from "../builders";
import {
    aLabelSupplier,
    anAgent,
    anEfaPool,
    anObject,
    aNodeRole,
    aPodTemplate,
    aReservation,
    aSecurityGroup,
    aStep,
    aSubnet,
} from "../facet-builders";

/** A fleet of clusters with ten pools each, and with as many of everything else as there are pools. */
function fleetOf(size: number): Fleet {
    const names = Array.from({ length: size }, (_, i) => `p${i}`);
    const clusterOf = (index: number) => `c${Math.floor(index / 10)}`;
    const clusters = [...new Set(names.map((_, index) => clusterOf(index)))];
    const pools = names.map((name, index) => ({
        ...(index % 2 === 0 ? anEfaPool({ name }) : aPool({ name })),
        cluster: clusterOf(index),
        groupKind: "selfManaged" as const,
        intent: "inference" as const,
        capacity: reservation({ id: `cr-${index}`, zone: "use1-az1" }),
    }));
    const ofCluster = <T>(build: (cluster: string) => T) => clusters.map(build);
    return {
        pools,
        advertisers: planAdvertisers(pools).plugins,
        podTemplates: ofCluster(cluster =>
            aPodTemplate({
                name: `w-${cluster}`,
                cluster,
                kind: "Deployment",
                replicas: 4,
                disruptionBudget: { maxUnavailable: { pods: 4 } },
            }),
        ),
        subnets: names.map(name => aSubnet({ name: `s-${name}`, pools: [name] })),
        securityGroups: names.map(name => aSecurityGroup({ name: `sg-${name}`, pools: [name] })),
        reservations: names.map((_, index) => aReservation({ name: `cr-${index}`, tags: { own: `${index}` } })),
        addOns: ofCluster(cluster => anAgent({ cluster })),
        labelSuppliers: ofCluster(cluster => aLabelSupplier({ name: `nfd-${cluster}`, cluster })),
        nodeRoles: names.map(name => aNodeRole({ name: `role-${name}`, pools: [name] })),
        accessEntries: names.map((name, index) => ({
            name: `role-${name}`,
            cluster: clusterOf(index),
            type: "EC2_LINUX",
        })),
        kubernetesProviders: ofCluster(cluster => ({ name: `k8s-${cluster}`, boundTo: { clusters: [cluster] } })),
        kubernetesObjects: names.map((name, index) =>
            anObject({ name: `o-${name}`, objectName: name, provider: `k8s-${clusterOf(index)}` }),
        ),
        steps: names.flatMap((name, index) => [
            aStep({ name, dependsOn: index === 0 ? [] : [`p${index - 1}`] }),
            aStep({ name: `plugin-${name}`, dependsOn: [name], readyOnNodesOf: [name] }),
        ]),
        resourceFlavors: ofCluster(cluster => ({
            name: `f-${cluster}`,
            cluster,
            nodeLabels: { "nvidia.com/gpu.present": "true" },
            nodeTaints: [],
            tolerations: [],
        })),
        clusterQueues: ofCluster(cluster => ({
            name: `q-${cluster}`,
            cluster,
            quotas: [{ flavor: `f-${cluster}`, nominal: { "nvidia.com/gpu": 8 } }],
        })),
        localQueues: ofCluster(cluster => ({ name: `l-${cluster}`, cluster, clusterQueue: `q-${cluster}` })),
    };
}

/** The fleet with every field of every thing counted as it is read. */
function counted(fleet: Fleet): { readonly fleet: Fleet; readonly reads: () => number } {
    let count = 0;
    const handler: ProxyHandler<object> = {
        get: (target, field, receiver) => {
            count += 1;
            return Reflect.get(target, field, receiver) as unknown;
        },
    };
    const things = Object.entries(fleet).map(
        ([facet, items]) => [facet, (items as readonly object[]).map(item => new Proxy(item, handler))] as const,
    );
    return { fleet: Object.fromEntries(things) as unknown as Fleet, reads: () => count };
}

describe("the cost of an invariant", () => {
    const context = fleetContext({ budgetUsdPerHour: { max: 1 } }, "2026-11-24T12:00:00Z");

    for (const { id, check } of invariants) {
        it(`grows with the fleet, not with its square: ${id}`, () => {
            const [small, large] = [100, 800].map(size => {
                const { fleet, reads } = counted(fleetOf(size));
                check(fleet, context);
                return reads();
            });
            assert.ok(small !== undefined && large !== undefined && small > 0);
            assert.ok(large <= small * 8 * 1.1, `${small} reads of 100 pools, ${large} of 800`);
        });
    }
});

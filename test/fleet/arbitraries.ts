import fc from "fast-check";
import type { Unknown } from "../../components/catalog/known";
import type { Capacity } from "../../components/fleet/capacity/capacity";
import type { Advertiser } from "../../components/fleet/advertisers";
import type { SeenAdvertiser, SeenPool } from "../../components/fleet/finding";
import { ownTaints } from "../../components/fleet/node-marks";
import type { Pool, Taint } from "../../components/fleet/pool";
import type { NodeRequirement, Toleration, Workload } from "../../components/fleet/workload";
import { advertisingImage, anAdvertiser, aPool, aSystemPool, driverImage, plainImage } from "./builders";

// A small world, so that keys and values meet often.
const keys = ["team", "tier", "size", "nvidia.com/gpu"];
const values = ["a", "b", "", "8", "12", "08"];
const cloudKeys = [
    "kubernetes.io/arch",
    "node.kubernetes.io/instance-type",
    "topology.k8s.aws/zone-id",
    "kubernetes.io/hostname",
];
const cloudValues = ["amd64", "p5.48xlarge", "use1-az1"];

const key = fc.constantFrom(...keys);
const value = fc.constantFrom(...values);
const labelKey = fc.constantFrom(
    ...keys,
    ...cloudKeys,
    "topology.k8s.aws/network-node-layer-1",
    "pulumi-accelerators/pool",
);
const labelValue = fc.constantFrom(...values, ...cloudValues, "train");
const effect = fc.constantFrom("NoSchedule", "PreferNoSchedule", "NoExecute" as const);

const taint: fc.Arbitrary<Taint> = fc.record({ key, value, effect });

const toleration: fc.Arbitrary<Toleration> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ key, operator: fc.constant("Equal" as const), value, effect }) },
    { weight: 2, arbitrary: fc.record({ key, operator: fc.constant("Exists" as const) }) },
    { weight: 2, arbitrary: fc.record({ key, value }) },
    { weight: 1, arbitrary: fc.record({ operator: fc.constant("Exists" as const), effect }) },
    { weight: 1, arbitrary: fc.constant({ operator: "Exists" as const }) },
);

const requirement: fc.Arbitrary<NodeRequirement> = fc.oneof(
    fc.record({
        key: labelKey,
        operator: fc.constantFrom("In", "NotIn" as const),
        values: fc.array(labelValue, { maxLength: 3 }),
    }),
    fc.record({ key: labelKey, operator: fc.constantFrom("Exists", "DoesNotExist" as const) }),
    fc.record({ key: labelKey, operator: fc.constantFrom("Gt", "Lt" as const), values: fc.tuple(labelValue) }),
);

/** Any placement that a pod template could ask for. */
export const workload: fc.Arbitrary<Workload> = fc.record({
    tolerations: fc.array(toleration, { maxLength: 4 }),
    nodeSelector: fc.dictionary(labelKey, labelValue, { maxKeys: 2 }),
    nodeAffinity: fc.oneof(
        fc.constant("any" as const),
        fc.array(fc.record({ matchExpressions: fc.array(requirement, { maxLength: 3 }) }), { maxLength: 3 }),
    ),
    requests: fc.dictionary(fc.constantFrom("cpu", "memory", "nvidia.com/gpu", "example.com/x"), fc.nat({ max: 12 }), {
        maxKeys: 2,
    }),
});

const instances = fc
    .option(fc.integer({ min: 1, max: 9 }), { nil: undefined })
    .map(count => (count === undefined ? {} : { instances: count }));
const bought = { zone: "use1-az1", startsAt: "2026-12-13T11:30:00Z", endsAt: "2026-12-20T11:30:00Z" } as const;

/** A way to buy machines, of either cloud. */
export const anyCapacity: fc.Arbitrary<Capacity> = fc.oneof(
    fc.constantFrom<Capacity>({ kind: "onDemand" }, { kind: "spot" }),
    instances.map(count => ({ kind: "reservation", from: { id: "cr-1" }, zone: "use1-az1", ...count }) as const),
    instances.map(count => ({ kind: "futureReservation", reservationId: "cr-1", ...bought, ...count }) as const),
    instances.map(count => ({ kind: "capacityBlock", reservationId: "cr-1", ...bought, ...count }) as const),
    instances.map(count => ({ kind: "calendar", reservation: "one", ...bought, ...count }) as const),
    fc.constantFrom<Capacity>({ kind: "flexStart", hours: 24 }, { kind: "queued", hours: 24 }),
);

const poolName = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const cluster = fc.constantFrom("shared", "west");
const userLabels = fc.dictionary(fc.constantFrom("team", "tier", "size"), value, { maxKeys: 2 });
const userTaints = fc.uniqueArray(
    taint.filter(({ key }) => key !== "nvidia.com/gpu"),
    {
        maxLength: 3,
        selector: ({ key, effect }) => `${key} ${effect}`,
    },
);

/** A pool as a constructor declares it: named by its labels, tainted by the table. */
export const declaredPool: fc.Arbitrary<Pool> = fc
    .record({
        name: poolName,
        cluster,
        labels: userLabels,
        taints: userTaints,
        image: fc.constantFrom(driverImage, advertisingImage),
        accelerated: fc.boolean(),
        zones: fc.constantFrom(["use1-az1"], ["use1-az1", "use1-az2"]),
    })
    .map(({ name, cluster, labels, taints, image, accelerated, zones }) => {
        const pool = accelerated
            ? aPool({ name, cluster, image, zones, taints: [...taints, ...ownTaints(["nvidia"])] })
            : aSystemPool({ name, cluster, zones, taints });
        return { ...pool, labels: { ...labels, ...pool.labels } };
    });

/** Pools of one fleet: no two have one name. */
export const declaredPools = fc.uniqueArray(declaredPool, { maxLength: 6, selector: ({ name }) => name });

const sizes = fc
    .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }))
    .map(([a, b, c]) => [a, b, c].sort((x, y) => x - y))
    .map(([min = 0, desired = 0, max = 0]) => ({ min, desired, max: Math.max(max, 1) }));

/** A pool as a constructor declares it, bought in any way, of a type that the catalogue knows or not. */
export const boughtPool: fc.Arbitrary<Pool> = fc
    .record({
        pool: declaredPool,
        capacity: anyCapacity,
        nodes: sizes,
        machineType: fc.constantFrom("p5.48xlarge", "g6.xlarge", "p6e-gb200.36xlarge", "x9.nothing"),
        region: fc.constantFrom("us-east-1", "us-east-2", "eu-nowhere-1"),
        addresses: fc.constantFrom<Pool["addresses"]>(
            { known: true, atStart: 50, atMost: 100, unit: "addresses" },
            { known: true, atStart: 32, atMost: 64, unit: "prefixes" },
            { known: false, why: "no source" },
        ),
        strategy: fc.constantFrom("surge", "minimal" as const),
        efaInterfaces: fc.constantFrom(0, 32),
    })
    .map(({ pool, strategy, efaInterfaces, ...changes }) => ({
        ...pool,
        ...changes,
        update: { ...pool.update, strategy },
        fabric: { ...pool.fabric, efaInterfaces },
    }));

/** Such pools of one fleet. */
export const boughtPools = fc.uniqueArray(boughtPool, { maxLength: 6, selector: ({ name }) => name });

/** A pool as anyone might have made it, the library's own labels and taints or not. */
export const anyPool: fc.Arbitrary<Pool> = fc
    .record({
        name: poolName,
        cluster,
        labels: fc.dictionary(
            // The cloud's own keys are refused in labels that a user gives.
            labelKey.filter(k => !cloudKeys.includes(k) && !k.startsWith("topology")),
            labelValue,
            { maxKeys: 3 },
        ),
        taints: fc.array(taint, { maxLength: 3 }),
        image: fc.constantFrom(driverImage, advertisingImage, plainImage),
        vcpus: fc.constantFrom(2, 8),
        memoryGiB: fc.constantFrom(0, 8),
        zones: fc.constantFrom(["use1-az1"], ["use1-az1", "use1-az2"]),
    })
    .map(changes => aPool(changes));

const landing: fc.Arbitrary<Workload> = workload.map(asked => ({
    ...asked,
    tolerations: [{ operator: "Exists" }],
    nodeAffinity: "any",
}));

/** An advertiser placed by anyone; half of them land nearly everywhere. */
export const anyAdvertiser: fc.Arbitrary<Advertiser> = fc
    .record({
        name: fc.constantFrom("one", "two"),
        cluster,
        workload: fc.oneof(workload, landing),
        resources: fc.constantFrom(["nvidia.com/gpu"], ["example.com/x"]),
    })
    .map(({ workload: asked, ...rest }) => anAdvertiser({ ...asked, requests: {}, ...rest }));

const later: Unknown = { known: false, why: "created later" };

/** The value with any subset of its fields not known. */
function blurred<T extends { readonly name: string }>(value: T): fc.Arbitrary<T> {
    const fields = Object.keys(value).filter(field => field !== "name");
    return fc
        .subarray(fields)
        .map(hidden => ({ ...value, ...Object.fromEntries(hidden.map(field => [field, later])) }));
}

export function blurredPool(pool: Pool): fc.Arbitrary<SeenPool> {
    return blurred<SeenPool>(pool);
}

export function blurredAdvertiser(advertiser: Advertiser): fc.Arbitrary<SeenAdvertiser> {
    return blurred<SeenAdvertiser>(advertiser);
}

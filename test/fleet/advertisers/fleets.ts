import fc from "fast-check";
import type { DeviceFamily } from "../../../components/catalog/devices";
import { advertiserProblems, chooseMechanism } from "../../../components/fleet/advertisers";
import { ownTaints } from "../../../components/fleet/node-marks";
import { plainFabric } from "../../../components/fleet/fabric";
import { resourcesOf } from "../../../components/fleet/node-resources";
import type { Pool } from "../../../components/fleet/pool";
import type { Sharing } from "../../../components/fleet/sharing";
import { advertisingImage, aPool, driverImage, groupLabels, plainImage } from "../builders";

export const images = { driver: driverImage, builtIn: advertisingImage, plain: plainImage };
export const versions = ["1.33", "1.34", "1.35", "1.36"] as const;
export const groupKinds = ["managed", "selfManaged", "auto"] as const;
export const wishes = ["default", "image", "devicePlugin", "gpuOperator", "draDriver"] as const;

/** One way of each kind, as far as mechanisms differ. */
export const sharings = {
    whole: { kind: "whole" },
    migSingle: { kind: "mig", strategy: "single", instances: { "1g.10gb": 7 } },
    migMixed: { kind: "mig", strategy: "mixed", instances: { "3g.40gb": 1, "1g.10gb": 4 } },
    timeSlicing: { kind: "timeSlicing", replicas: 4, renameByDefault: true, failRequestsGreaterThanOne: true },
    mps: { kind: "mps", replicas: 4, renameByDefault: false },
} as const satisfies Record<string, Sharing>;

/** A pool whose resources and labels follow from its other fields, as a group declares it. */
export function aDeclaredPool(changes: Partial<Pool>, efaInterfaces = 0): Pool {
    const pool = aPool({ ...changes, fabric: { ...plainFabric, efaInterfaces } });
    const mechanismOf = (family: DeviceFamily) => {
        const { by } = chooseMechanism(pool, family);
        return by === "none" ? "devicePlugin" : by;
    };
    const declared = { ...pool, resources: resourcesOf(pool, mechanismOf) };
    return { ...declared, labels: { ...changes.labels, ...groupLabels(declared) } };
}

const sharing: fc.Arbitrary<Sharing> = fc.oneof(
    fc.constantFrom<Sharing>(sharings.whole, sharings.migSingle, sharings.migMixed),
    fc.record({
        kind: fc.constant("timeSlicing" as const),
        replicas: fc.constantFrom(2, 4),
        renameByDefault: fc.boolean(),
        failRequestsGreaterThanOne: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("mps" as const), replicas: fc.constantFrom(2, 4), renameByDefault: fc.boolean() }),
);

const taints = fc.constantFrom(
    ownTaints(["nvidia"]),
    [...ownTaints(["nvidia"]), { key: "team", value: "research", effect: "NoSchedule" as const }],
    [],
);

/** Any pool with NVIDIA GPUs, with EFA or without: half of them are such that no mechanism suits. */
export const gpuPool: fc.Arbitrary<Pool> = fc
    .record({
        name: fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/),
        cluster: fc.constantFrom("shared", "west"),
        image: fc.constantFrom(driverImage, driverImage, advertisingImage, plainImage),
        kubernetes: fc.constantFrom(...versions),
        groupKind: fc.constantFrom("managed", ...groupKinds),
        advertiser: fc.constantFrom("default", "default", ...wishes),
        sharing,
        taints,
        interfaces: fc.constantFrom(0, 32),
    })
    .map(({ interfaces, ...changes }) => aDeclaredPool(changes, interfaces));

/** Fleets of which nothing about advertising is refused. */
export const acceptedFleet = fc
    .uniqueArray(gpuPool, { maxLength: 8, selector: ({ name }) => name })
    .map(pools => pools.filter(pool => advertiserProblems(pool).length === 0));

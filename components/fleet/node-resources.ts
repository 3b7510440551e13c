import { neuronCores, neuronType } from "../catalog/aws/neuron-types";
import type { DeviceFamily } from "../catalog/devices";
import type { Mechanism } from "../catalog/kubernetes/mechanisms";
import { advertisedNames } from "./advertisers/resource-names";
import type { Pool, PoolAccelerator, PoolResource } from "./pool";
import type { Sharing } from "./sharing/sharing";

/**
 * What one node offers once its devices are advertised: accelerators as they are shared, and EFA interfaces.
 *
 * @example
 * const sharing: Sharing = { kind: "mig", strategy: "single", instances: { "1g.10gb": 7 } };
 * const [gpu] = resourcesOf({ ...train.pool, sharing }, () => "devicePlugin");
 * gpu; // { name: "nvidia.com/gpu", through: "extendedResource", family: "nvidia", perNode: 56 }
 */
export function resourcesOf(
    {
        accelerators,
        sharing,
        fabric,
        machineType = "",
    }: Pick<Pool, "accelerators" | "sharing" | "fabric"> & Partial<Pick<Pool, "machineType">>,
    advertiserOf: (family: DeviceFamily) => Mechanism,
): readonly PoolResource[] {
    return [
        ...accelerators.flatMap(device =>
            acceleratorResources(device, sharing, advertiserOf(device.family), machineType),
        ),
        ...efaResources(fabric.efaInterfaces, advertiserOf("efa")),
    ];
}

function acceleratorResources(
    { family, perNode, lnc }: PoolAccelerator,
    sharing: Sharing,
    mechanism: Mechanism,
    machineType: string,
): readonly PoolResource[] {
    const names = advertisedNames(family, mechanism, sharing, machineType);
    const counts = family === "neuron" ? [1, coresPerChip(machineType, lnc)] : countsPerDevice(sharing, names.length);
    return names.map((name, index) => ({
        name,
        through: through(mechanism),
        family,
        perNode: perNode * (counts[index] ?? 0),
        ...mostPerContainer(sharing),
    }));
}

/** Cores as the nodes count them. */
function coresPerChip(machineType: string, lnc: number | undefined): number {
    const facts = neuronType(machineType);
    return facts ? neuronCores(facts, lnc) / facts.devices : 0;
}

function efaResources(interfaces: number, mechanism: Mechanism): readonly PoolResource[] {
    if (interfaces === 0) return [];
    const names = advertisedNames("efa", mechanism, { kind: "whole" });
    return names.map(name => ({ name, through: through(mechanism), family: "efa", perNode: interfaces }));
}

function through(mechanism: Mechanism): PoolResource["through"] {
    return mechanism === "draDriver" ? "deviceClass" : "extendedResource";
}

/** What one device is advertised as, by name: a count for each, or all under the only name. */
function countsPerDevice(sharing: Sharing, names: number): readonly number[] {
    switch (sharing.kind) {
        case "whole":
            return [1];
        case "mig": {
            const counts = Object.values(sharing.instances);
            return names === counts.length ? counts : [counts.reduce((sum, count) => sum + count, 0)];
        }
        case "timeSlicing":
        case "mps":
            return [sharing.replicas];
    }
}

/** With MPS the plugin refuses more than one share unless it is told otherwise, which it is not here. */
function mostPerContainer(sharing: Sharing): Pick<PoolResource, "atMostPerContainer"> {
    const one = sharing.kind === "mps" || (sharing.kind === "timeSlicing" && sharing.failRequestsGreaterThanOne);
    return one ? { atMostPerContainer: 1 } : {};
}

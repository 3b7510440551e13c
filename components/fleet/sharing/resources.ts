import { accelerators } from "../../catalog/accelerators";
import { migResource, type MigProfile } from "../../catalog/mig";
import type { PoolAccelerator, PoolResource } from "../pool";
import type { Sharing } from "./sharing";

/** Device class of MIG instances. Source: kubernetes-sigs/dra-driver-nvidia-gpu, deployments/helm templates. */
const migDeviceClass = "mig.nvidia.com";

/** What the plugin calls a shared GPU when it renames. Source: NVIDIA/k8s-device-plugin README, "Shared Access to GPUs". */
const sharedSuffix = ".shared";

/**
 * What one node offers, by how its devices are shared and how pods ask for them.
 *
 * @example
 * const [gpu] = resourcesOf(train.pool.accelerators, { kind: "mig", strategy: "single", instances: { "1g.10gb": 7 } });
 * gpu; // { name: "nvidia.com/gpu", through: "extendedResource", perNode: 56, family: "nvidia" }
 */
export function resourcesOf(
    devices: readonly PoolAccelerator[],
    sharing: Sharing,
    through: PoolResource["through"] = "extendedResource",
): readonly PoolResource[] {
    return devices.flatMap(({ family, perNode }) =>
        offered(family, sharing, through)
            .map(({ perDevice, ...resource }) => ({ ...resource, through, perNode: perNode * perDevice, family }))
            .filter(resource => resource.perNode > 0),
    );
}

interface Offered extends Pick<PoolResource, "name" | "atMostPerContainer"> {
    readonly perDevice: number;
}

function offered(
    family: PoolAccelerator["family"],
    sharing: Sharing,
    through: PoolResource["through"],
): readonly Offered[] {
    const { resource, deviceClass } = accelerators[family];
    const whole = through === "deviceClass" ? deviceClass : resource;
    switch (sharing.kind) {
        case "whole":
            return [{ name: whole, perDevice: 1 }];
        case "mig":
            if (through === "deviceClass") return [{ name: migDeviceClass, perDevice: total(sharing.instances) }];
            if (sharing.strategy === "single") return [{ name: whole, perDevice: total(sharing.instances) }];
            return Object.entries(sharing.instances).map(([profile, count]) => ({
                name: migResource(profile as MigProfile),
                perDevice: count,
            }));
        case "timeSlicing":
            return [
                {
                    name: shared(whole, sharing.renameByDefault),
                    perDevice: sharing.replicas,
                    ...(sharing.failRequestsGreaterThanOne ? { atMostPerContainer: 1 } : {}),
                },
            ];
        case "mps":
            // The plugin refuses more than one share with MPS unless it is told otherwise, which it never is here.
            return [
                { name: shared(whole, sharing.renameByDefault), perDevice: sharing.replicas, atMostPerContainer: 1 },
            ];
    }
}

function total(instances: Readonly<Record<string, number>>): number {
    return Object.values(instances).reduce((sum, count) => sum + count, 0);
}

function shared(name: string, renamed: boolean): string {
    return renamed ? `${name}${sharedSuffix}` : name;
}

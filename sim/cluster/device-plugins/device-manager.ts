import type { Advertised } from "./plugin";

/** Devices of one resource as the kubelet reports them in the node's status. */
export interface DeviceCounts {
    readonly capacity: number;
    readonly allocatable: number;
}

interface Endpoint {
    /** The plugin whose registration counts; nothing once its connection is gone. */
    readonly owner: string | undefined;
    readonly devices: number;
    readonly stoppedAt: number | undefined;
}

/** How long a kubelet keeps the devices of a plugin that went (pkg/kubelet/cm/devicemanager/types.go, endpointStopGracePeriod). */
export const stopGracePeriod = 5 * 60 * 1000;

/**
 * The device manager of one kubelet, after pkg/kubelet/cm/devicemanager of Kubernetes 1.35:
 * - the last plugin that registers for a resource owns it (`PluginConnected` replaces the endpoint);
 * - when the connection of *any* plugin of the resource ends, the registered one is disconnected: `runClient` looks the
 *   client up by the resource's name, so that of two plugins either takes the resource with it;
 * - a disconnected plugin leaves the capacity, with nothing allocatable; after the grace period the capacity is 0. It stays
 *   0 and does not vanish (nodestatus/setters.go: "to indicate that the resource … had been registered before").
 */
export class DeviceManager {
    private readonly endpoints = new Map<string, Endpoint>();
    private readonly connections = new Map<string, readonly string[]>();

    constructor(
        /** Resources that the node's status named when the kubelet started: nothing of them until a plugin registers. */
        known: readonly string[],
        private readonly gracePeriod: number = stopGracePeriod,
    ) {
        for (const resource of known) {
            this.endpoints.set(resource, { owner: undefined, devices: 0, stoppedAt: undefined });
        }
    }

    /** A plugin registers. Answers the owners that it took a resource from. */
    connect(plugin: string, resources: Advertised): string[] {
        const replaced = Object.keys(resources)
            .map(resource => this.endpoints.get(resource)?.owner)
            .filter(owner => owner !== undefined && owner !== plugin);
        for (const [resource, devices] of Object.entries(resources)) {
            this.endpoints.set(resource, { owner: plugin, devices, stoppedAt: undefined });
        }
        this.connections.set(plugin, Object.keys(resources));
        return [...new Set(replaced)] as string[];
    }

    /** A plugin's connection ends. Answers the resources that nothing is allocatable of any more. */
    disconnect(plugin: string, now: number): string[] {
        const lost = (this.connections.get(plugin) ?? []).filter(
            resource => this.endpoints.get(resource)?.owner !== undefined,
        );
        this.connections.delete(plugin);
        for (const resource of lost) {
            const devices = this.endpoints.get(resource)?.devices ?? 0;
            this.endpoints.set(resource, { owner: undefined, devices, stoppedAt: now });
        }
        return lost;
    }

    isConnected(plugin: string): boolean {
        return this.connections.has(plugin);
    }

    /** What the node's status has to say of each resource that was ever registered. */
    counts(now: number): Record<string, DeviceCounts> {
        const entries = [...this.endpoints].map(([resource, { owner, devices, stoppedAt }]): [string, DeviceCounts] => {
            const kept = owner !== undefined || (stoppedAt !== undefined && now - stoppedAt < this.gracePeriod);
            return [resource, { capacity: kept ? devices : 0, allocatable: owner === undefined ? 0 : devices }];
        });
        return Object.fromEntries(entries);
    }
}

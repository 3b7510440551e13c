/**
 * Whether a request is for devices: extended resources, and device classes that pods claim from. The rest is the machine itself,
 * shared with pods that nobody knows.
 */
export function isDevice(resource: string): boolean {
    return !machineResources.has(resource) && !resource.startsWith("hugepages-");
}

const machineResources: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage", "pods"]);

/** A request for devices: what of, and how many. */
export type Device = readonly [name: string, amount: number];

/** The devices that pods ask for. */
export function devicesOf(requests: Readonly<Record<string, number>>): Device[] {
    return Object.entries(requests).filter(([name, amount]) => amount > 0 && isDevice(name));
}

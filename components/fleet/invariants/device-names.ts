/**
 * Whether a request is for devices: extended resources, and device classes that pods claim from. The rest is the machine itself,
 * shared with pods that nobody knows.
 */
export function isDevice(resource: string): boolean {
    return !machineResources.has(resource) && !resource.startsWith("hugepages-");
}

const machineResources: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage", "pods"]);

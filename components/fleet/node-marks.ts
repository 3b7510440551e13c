import { acceleratorFamilies, accelerators, type AcceleratorFamily } from "../catalog/accelerators";
import { ownPrefix } from "../catalog/own-prefix";
import type { Taint } from "./pool";

/** The label that names the pool of a node: pods find a pool by it. */
export const poolLabel = `${ownPrefix}/pool`;

/**
 * NVIDIA's GPU operator runs its device plugin on every node with a GPU but those with this label.
 * Source: NVIDIA/gpu-operator controllers/state_manager.go (a label that is there already is kept).
 */
export const operatorKeptOff = { key: "nvidia.com/gpu.deploy.device-plugin", value: "false" } as const;

/** The label by whose value the operator's device plugin chooses its configuration. Source: NVIDIA/k8s-device-plugin README. */
export const operatorConfiguration = "nvidia.com/device-plugin.config";

/**
 * The labels that the library gives the nodes of a group: the pool, and the presence of each family's devices.
 *
 * @example ownLabels("train", ["nvidia"]); // { "pulumi-accelerators/pool": "train", "nvidia.com/gpu.present": "true" }
 */
export function ownLabels(pool: string, families: readonly AcceleratorFamily[]): Record<string, string> {
    const presence = families.map(family => accelerators[family].presenceLabel);
    return { [poolLabel]: pool, ...Object.fromEntries(presence.map(({ key, value }) => [key, value])) };
}

/**
 * The taints that keep other pods off the nodes of these families.
 *
 * @example ownTaints(["nvidia"]); // [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }]
 */
export function ownTaints(families: readonly AcceleratorFamily[]): Taint[] {
    return families.map(family => accelerators[family].taint);
}

/**
 * Who sets the key, when a user may not: `undefined` for a key that is free.
 *
 * @example
 * ownerOfKey("kubernetes.io/os"); // "Kubernetes"
 * ownerOfKey("example.com/team"); // undefined
 */
export function ownerOfKey(key: string): string | undefined {
    const prefix = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
    const reserved = reservedDomains.find(({ domain }) => prefix === domain || prefix.endsWith(`.${domain}`));
    return reserved?.owner ?? ownKeys().get(key);
}

/**
 * Domains whose keys only their owner sets; every domain below them too. EKS: "Label cannot contain reserved prefixes
 * [kubernetes.io/, k8s.io/, eks.amazonaws.com/]" (InvalidParameterException of CreateNodegroup); the kubelet refuses to
 * start with most kubernetes.io and k8s.io labels.
 */
const reservedDomains = [
    { domain: "kubernetes.io", owner: "Kubernetes" },
    { domain: "k8s.io", owner: "Kubernetes" },
    { domain: "eks.amazonaws.com", owner: "EKS" },
    { domain: "k8s.aws", owner: "AWS" },
    { domain: "cloud.google.com", owner: "GKE" },
    { domain: ownPrefix, owner: "this library" },
] as const;

function ownKeys(): ReadonlyMap<string, string> {
    const keys = acceleratorFamilies().flatMap(family => {
        const { taint, presenceLabel } = accelerators[family];
        return [taint.key, presenceLabel.key];
    });
    return new Map([...keys, operatorKeptOff.key, operatorConfiguration].map(key => [key, "this library"]));
}

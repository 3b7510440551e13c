import { poolLabel } from "../fleet/node-marks";
import { poolOf, type Pool, type PoolOwner } from "../fleet/pool";
import type { PodManifest } from "./manifest";

/**
 * What a sample pod runs and asks for.
 *
 * @example
 * const wholeNode: SamplePodOptions = { image: "nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0", devices: 8 };
 */
export interface SamplePodOptions {
    /** Container image. Default: one that does nothing, so that the pod stays until it is deleted. */
    readonly image?: string;
    /** Devices to ask for, at most what a node has and what one container may have. Default: 1. */
    readonly devices?: number;
}

/** Does nothing in every architecture. Source: kubernetes/kubernetes v1.35, build/pause. */
const pause = "registry.k8s.io/pause:3.10.1";

/**
 * A pod that lands on the nodes of this pool and on no others: it asks for a device, tolerates the pool's taints and selects
 * the pool. A plain manifest for kubectl, tests or `new k8s.core.v1.Pod`.
 *
 * @example
 * samplePod(train).spec.containers[0]?.resources; // { limits: { "nvidia.com/gpu": "1" } }
 * samplePod(train).spec.tolerations; // [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]
 *
 * @example
 * const wholeNode = samplePod(train, { image: "nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0", devices: 8 });
 */
export function samplePod(owner: Pool | PoolOwner, { image = pause, devices = 1 }: SamplePodOptions = {}): PodManifest {
    const pool = poolOf(owner);
    const limits = pool.resources.map(
        ({ name, perNode, atMostPerContainer = perNode }) =>
            [name, String(Math.min(devices, perNode, atMostPerContainer))] as const,
    );
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: `sample-${pool.name}`,
            namespace: "default",
            labels: { "app.kubernetes.io/name": "sample", "app.kubernetes.io/instance": pool.name },
        },
        spec: {
            automountServiceAccountToken: false,
            restartPolicy: "Never",
            nodeSelector: { [poolLabel]: pool.name },
            tolerations: pool.taints.map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect })),
            containers: [
                {
                    name: "sample",
                    image,
                    ...(limits.length > 0 ? { resources: { limits: Object.fromEntries(limits) } } : {}),
                    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                },
            ],
        },
    };
}

/** What the kubelet keeps from pods. Source: awslabs/amazon-eks-ami `nodeadm/internal/kubelet/config.go`. */

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest. */
export function reservedMillicores(vcpus: number): number {
    const ranges = [
        { from: 0, to: 1000, tenThousandths: 600 },
        { from: 1000, to: 2000, tenThousandths: 100 },
        { from: 2000, to: 4000, tenThousandths: 50 },
        { from: 4000, to: Infinity, tenThousandths: 25 },
    ];
    const total = vcpus * 1000;
    return ranges.reduce((sum, { from, to, tenThousandths }) => {
        const within = Math.max(0, Math.min(total, to) - from);
        return sum + Math.floor((within * tenThousandths) / 10_000);
    }, 0);
}

export function reservedMemoryMiB(pods: number): number {
    return 11 * pods + 255;
}

/** `evictionHard: memory.available` of 100Mi counts as reserved too. */
export const evictionMemoryMiB = 100;

/**
 * Ephemeral storage for pods, in bytes: 1Gi is reserved and a tenth kept for eviction. The kubelet multiplies by a 32-bit
 * 0.1, which shows in the last digits: 20893676Ki give 18181869946 (published nodes).
 */
export function allocatableStorage(capacityKiB: number): number {
    const bytes = capacityKiB * 1024;
    return bytes - Math.trunc(bytes * Math.fround(0.1)) - 1024 ** 3;
}

/** How many pods share one GPU, and how: the part that changes which resources a node offers. */
export type Sharing = Whole | Mig | TimeSlicing | Mps;

/** Every GPU belongs to one pod at a time. */
export interface Whole {
    readonly kind: "whole";
}

/**
 * GPUs divided in hardware. `single`: every GPU of the node in the same instances, which keep the name of a whole GPU;
 * `mixed`: a resource per profile.
 */
export interface Mig {
    readonly kind: "mig";
    readonly strategy: "single" | "mixed";
    /** Instances that one GPU is divided into: profile to count, for example `{ "1g.10gb": 7 }`. */
    readonly instances: Readonly<Record<string, number>>;
}

/** Pods take turns on a GPU: no isolation of memory or faults. */
export interface TimeSlicing {
    readonly kind: "timeSlicing";
    /** Pods per GPU, 2 or more. */
    readonly replicas: number;
    /** Whether the resource is called `nvidia.com/gpu.shared`, so that nobody takes a share for a GPU. */
    readonly renameByDefault: boolean;
    /** Whether a pod that asks for more than one share is refused: two shares are not twice the time. */
    readonly failRequestsGreaterThanOne: boolean;
}

/** Pods run on a GPU at once through NVIDIA's Multi-Process Service, each with a share of its memory. */
export interface Mps {
    readonly kind: "mps";
    /** Pods per GPU, 2 or more. */
    readonly replicas: number;
    /** Whether the resource is called `nvidia.com/gpu.shared`. */
    readonly renameByDefault: boolean;
}

/** What a group has that says nothing. */
export const wholeDevices: Whole = { kind: "whole" };

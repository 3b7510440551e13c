/** How the machines are bought. A union: each kind knows what is legal with it. */
export type Capacity = OnDemand | Spot;

/** Machines at the list price, for as long as they run. */
export interface OnDemand {
    readonly kind: "onDemand";
}

/** Spare machines at a moving price, which the cloud may take back. */
export interface Spot {
    readonly kind: "spot";
}

/**
 * Machines at the list price, for as long as they run. What a group gets when it says nothing.
 *
 * @example onDemand(); // { kind: "onDemand" }
 */
export function onDemand(): OnDemand {
    return { kind: "onDemand" };
}

/**
 * Spare machines at a moving price, taken back with two minutes' notice.
 *
 * @example
 * new aws.GpuNodeGroup("serve", { cluster, instanceType: "g6.xlarge", nodes: { min: 0, max: 6 }, capacity: spot() });
 */
export function spot(): Spot {
    return { kind: "spot" };
}

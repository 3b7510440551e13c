/** How the machines are bought. A union: each kind knows what is legal with it. */
export type Capacity = OnDemand | Spot;

export interface OnDemand {
    readonly kind: "onDemand";
}

export interface Spot {
    readonly kind: "spot";
}

/** Machines at the list price, for as long as they run. */
export function onDemand(): OnDemand {
    return { kind: "onDemand" };
}

/** Spare machines at a moving price, taken back with two minutes' notice. */
export function spot(): Spot {
    return { kind: "spot" };
}

import type { NodeRange } from "../node-range";

/** Something counted at the smallest, the wanted and the largest size of the pools. */
export type Spread = NodeRange;

/** Nothing, at every size. */
export const nothing: Spread = { min: 0, desired: 0, max: 0 };

export function sum(spreads: readonly Spread[]): Spread {
    return spreads.reduce(
        (total, { min, desired, max }) => ({
            min: total.min + min,
            desired: total.desired + desired,
            max: total.max + max,
        }),
        nothing,
    );
}

export function times({ min, desired, max }: Spread, factor: number): Spread {
    return { min: min * factor, desired: desired * factor, max: max * factor };
}

/** The same computed at each size. */
export function atEachSize({ min, desired, max }: Spread, change: (count: number) => number): Spread {
    return { min: change(min), desired: change(desired), max: change(max) };
}

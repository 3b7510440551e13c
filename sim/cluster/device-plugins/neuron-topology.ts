/**
 * How the chips of an instance are connected. Sources: Neuron documentation, "Neuron scheduler extension" (rings of Inf1 and
 * Inf2, 2D torus of Trn1 with 1, 4, 8 or 16 chips for a container) and "Dynamic Resource Allocation" (the same sizes on Trn2);
 * the sets of four and eight are those that the DRA driver names on a real trn2.48xlarge (rows of a 4×4 grid, a public lab of
 * 2026-03). That Trn1's sets are the same is not verified: the documentation shows them as a picture.
 */
export interface NeuronTopology {
    readonly chips: number;
    /** Sizes that a container may ask for; undefined for any. */
    readonly sizes: readonly number[] | undefined;
    /** Sets of connected chips of that size, best first. */
    sets(size: number): readonly (readonly number[])[];
}

const gridSizes = [1, 4, 8, 16];

export function neuronTopology(instanceType: string, chips: number): NeuronTopology {
    const grid = instanceType.startsWith("trn") && chips === 16;
    return grid
        ? { chips, sizes: gridSizes, sets: size => (gridSizes.includes(size) ? aligned(size, chips) : []) }
        : { chips, sizes: undefined, sets: size => ring(size, chips) };
}

/** Rows of the grid, pairs of rows, all of it. */
function aligned(size: number, chips: number): readonly (readonly number[])[] {
    return Array.from({ length: chips / size }, (_, index) => range(index * size, size, chips));
}

/** Neighbours on a ring, past its last chip too. */
function ring(size: number, chips: number): readonly (readonly number[])[] {
    if (size < 1 || size > chips) return [];
    return Array.from({ length: size === chips ? 1 : chips }, (_, first) => range(first, size, chips));
}

function range(first: number, size: number, chips: number): readonly number[] {
    return Array.from({ length: size }, (_, index) => (first + index) % chips);
}

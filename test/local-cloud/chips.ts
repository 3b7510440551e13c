/** A type with Inferentia or Trainium, as its vendor describes it. */
export interface ChipsOfType {
    readonly chips: number;
    /** Of one chip, as workloads see them where nothing is set. */
    readonly cores: number;
    readonly efa: number;
    /** Each chip with its two neighbours on a ring; on a torus of four rows of four; or there is one alone. */
    readonly connected: "alone" | "ring" | "torus";
}

const alone = { chips: 1, efa: 0, connected: "alone" } as const;
const ring = { efa: 0, connected: "ring" } as const;
const torus = { chips: 16, connected: "torus" } as const;

/**
 * Sources, read 2026-11-24: Neuron documentation (the chips of each type and how they are connected; two physical cores of
 * Trainium2 count as one by default), Amazon EC2 User Guide (network cards).
 */
export const chipsByType: Readonly<Record<string, ChipsOfType>> = {
    "inf1.xlarge": { ...alone, cores: 4 },
    "inf1.2xlarge": { ...alone, cores: 4 },
    "inf1.6xlarge": { ...ring, chips: 4, cores: 4 },
    "inf1.24xlarge": { ...ring, chips: 16, cores: 4, efa: 1 },
    "inf2.xlarge": { ...alone, cores: 2 },
    "inf2.8xlarge": { ...alone, cores: 2 },
    "inf2.24xlarge": { ...ring, chips: 6, cores: 2 },
    "inf2.48xlarge": { ...ring, chips: 12, cores: 2 },
    "trn1.2xlarge": { ...alone, cores: 2 },
    "trn1.32xlarge": { ...torus, cores: 2, efa: 8 },
    "trn1n.32xlarge": { ...torus, cores: 2, efa: 16 },
    "trn2.3xlarge": { ...alone, cores: 4, efa: 1 },
    "trn2.48xlarge": { ...torus, cores: 4, efa: 16 },
    "trn2u.48xlarge": { ...torus, cores: 4, efa: 16 },
};

/** Whether one can go from each of these chips to each other without leaving them. */
export function areConnected({ chips, connected }: ChipsOfType, used: readonly number[]): boolean {
    const [first] = used;
    if (first === undefined) return false;
    const reached = new Set([first]);
    for (const chip of reached) {
        for (const next of neighbours(chip, chips, connected)) if (used.includes(next)) reached.add(next);
    }
    return used.every(chip => reached.has(chip));
}

function neighbours(chip: number, chips: number, connected: ChipsOfType["connected"]): readonly number[] {
    const around = (place: number, size: number) => [(place + 1) % size, (place + size - 1) % size];
    if (connected !== "torus") return around(chip, chips);
    const [row, column] = [Math.floor(chip / 4), chip % 4];
    return [...around(row, 4).map(each => each * 4 + column), ...around(column, 4).map(each => row * 4 + each)];
}

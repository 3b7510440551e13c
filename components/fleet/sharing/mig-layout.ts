import { migProfiles, migSlices, type MigProfileFacts } from "../../catalog/mig";

/** One instance on a GPU: which of the memory slices it begins at. */
export interface MigPlacement {
    readonly profile: string;
    readonly start: number;
}

/**
 * Where instances go on one GPU of a type, by their first memory slice; undefined when they do not all fit. An instance begins
 * at a multiple of its own size and must find its compute slices behind that, of which a GPU of eight memory slices has seven:
 * the placements that `nvidia-smi mig -lgipp` lists on A100 and H100. Source: NVIDIA MIG user guide, "Getting Started with MIG"
 * (read 2026-11-24); the RTX PRO types are taken to follow the same rule.
 *
 * @example
 * migLayout("p5.48xlarge", { "3g.40gb": 1, "1g.10gb": 4 });
 * // [{ profile: "3g.40gb", start: 4 }, { profile: "1g.10gb", start: 0 }, …]: at 0 it would leave room for three small ones only
 */
export function migLayout(
    machineType: string,
    instances: Readonly<Record<string, number>>,
): readonly MigPlacement[] | undefined {
    const gpu = migSlices(machineType);
    const wanted = facts(machineType, instances);
    if (gpu === undefined || wanted === undefined) return undefined;
    const compute = wanted.reduce((sum, { computeSlices }) => sum + computeSlices, 0);
    const memory = wanted.reduce((sum, { memorySlices }) => sum + memorySlices, 0);
    return compute > gpu.compute || memory > gpu.memory ? undefined : placed(wanted, gpu.compute, new Set());
}

/** One entry for each instance, those that need the most room first; undefined for a profile that the GPU does not have. */
function facts(
    machineType: string,
    instances: Readonly<Record<string, number>>,
): readonly MigProfileFacts[] | undefined {
    const profiles = migProfiles(machineType);
    const known = Object.keys(instances).every(name => profiles.some(({ profile }) => profile === name));
    if (!known) return undefined;
    return profiles
        .flatMap(profile => Array.from({ length: instances[profile.profile] ?? 0 }, () => profile))
        .sort((a, b) => b.memorySlices - a.memorySlices || b.computeSlices - a.computeSlices);
}

function placed(
    wanted: readonly MigProfileFacts[],
    computeSlices: number,
    taken: ReadonlySet<number>,
): readonly MigPlacement[] | undefined {
    const [first, ...rest] = wanted;
    if (first === undefined) return [];
    for (const start of starts(first, computeSlices)) {
        const slices = Array.from({ length: first.memorySlices }, (_, offset) => start + offset);
        if (slices.some(slice => taken.has(slice))) continue;
        const others = placed(rest, computeSlices, new Set([...taken, ...slices]));
        if (others !== undefined) return [{ profile: first.profile, start }, ...others];
    }
    return undefined;
}

/** Places of an instance, last ones first: what is left then lies at the beginning, where most kinds of instances may begin. */
function starts(profile: MigProfileFacts, computeSlices: number): readonly number[] {
    const last = computeSlices - profile.computeSlices;
    const count = Math.floor(last / profile.memorySlices) + 1;
    return Array.from({ length: count }, (_, index) => (count - 1 - index) * profile.memorySlices);
}

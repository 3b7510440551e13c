/**
 * Which cores of a node a container gets from AWS's Neuron scheduler extension. Sources: Neuron documentation, "Neuron scheduler
 * extension" (contiguous chips on rings; 1, 4, 8 or 16 on the torus; "requesting one or all Neuron cores or devices is always
 * valid"; the text of the refusal). Its code is not public: that it takes the first set that is free, and that several cores are
 * held to the same sets, is not verified.
 */
import type { NeuronTopology } from "../device-plugins/neuron-topology";

export interface NeuronRequest {
    readonly unit: "chip" | "core";
    readonly count: number;
}

export interface NeuronNode {
    readonly instanceType: string;
    readonly topology: NeuronTopology;
    /** Cores of one chip as workloads see them. */
    readonly coresPerChip: number;
}

/** Cores by their index on the node, or why there are none. */
export type Allocation = { readonly cores: readonly number[] } | { readonly refusal: string };

export function allocate(node: NeuronNode, used: ReadonlySet<number>, { unit, count }: NeuronRequest): Allocation {
    const { topology, coresPerChip, instanceType } = node;
    const all = unit === "chip" ? topology.chips : topology.chips * coresPerChip;
    const sets = unit === "chip" ? chipSets(node, count) : coreSets(node, count);
    if (sets.length === 0 && count <= all) {
        const [kind, kinds] = unit === "chip" ? ["device", "devices"] : ["core", "cores"];
        const refusal =
            `Instance type ${instanceType} does not support requests for ${kind}: ${count}. ` +
            `Please request a different number of ${kinds}.`;
        return { refusal };
    }
    const cores = sets.find(set => set.every(core => !used.has(core)));
    return cores
        ? { cores }
        : { refusal: `no ${count} connected Neuron ${unit === "chip" ? "devices" : "cores"} are free` };
}

function chipSets({ topology, coresPerChip }: NeuronNode, count: number): readonly (readonly number[])[] {
    return topology.sets(count).map(set => set.flatMap(chip => coresOf(chip, coresPerChip)));
}

/** Within one chip; over whole chips as those are connected; on a ring, neighbours wherever they begin. */
function coreSets(node: NeuronNode, count: number): readonly (readonly number[])[] {
    const { topology, coresPerChip } = node;
    const all = topology.chips * coresPerChip;
    if (topology.sizes === undefined) {
        if (count < 1 || count > all) return [];
        return Array.from({ length: count === all ? 1 : all }, (_, first) =>
            Array.from({ length: count }, (__, index) => (first + index) % all),
        );
    }
    if (count % coresPerChip === 0) return chipSets(node, count / coresPerChip);
    if (count > coresPerChip) return [];
    return Array.from({ length: topology.chips }, (_, chip) => coresOf(chip, coresPerChip)).flatMap(cores =>
        cores.slice(0, coresPerChip - count + 1).map((__, first) => cores.slice(first, first + count)),
    );
}

function coresOf(chip: number, coresPerChip: number): readonly number[] {
    return Array.from({ length: coresPerChip }, (_, core) => chip * coresPerChip + core);
}

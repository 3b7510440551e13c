/**
 * The instances into which a GPU can be divided. Sources: NVIDIA MIG user guide, "Supported MIG profiles" and `nvidia-smi mig
 * -lgipp` (placements); NVIDIA/mig-parted `deployments/systemd/config-default.yaml` and bottlerocket-kernel-kit
 * `nvidia-migmanager/src/mig_profile.rs` (names by model); EKS user guide device-management-nvidia (G7, G7e). Read 2026-11-24.
 */

/** Where an instance may begin, and how many of the GPU's memory slices it takes. */
interface Placement {
    readonly starts: readonly number[];
    readonly slices: number;
    /** At most one of them can have the media engines. */
    readonly oncePerGpu?: boolean;
}

export interface MigGeometry {
    /** By profile: `1g.10gb`. */
    readonly profiles: Readonly<Record<string, Placement>>;
    /** `a100.40gb`: how Bottlerocket's settings name the model. */
    readonly bottlerocketName: string;
    /** What Bottlerocket's MIG manager makes of a number of parts, or of a profile: only these are known to it. */
    readonly parts: Readonly<Record<string, string>>;
    /** Profiles that it knows by their names alone, and makes once. */
    readonly named?: readonly string[];
}

/** A100 and everything after it that has seven compute and eight memory slices; memory of 1, 2, 4 and 8 slices. */
function sevenSlices(model: string, [one, two, half, whole]: readonly [number, number, number, number]): MigGeometry {
    return {
        bottlerocketName: `${model}.${whole}gb`,
        profiles: {
            [`1g.${one}gb`]: { starts: [0, 1, 2, 3, 4, 5, 6], slices: 1 },
            [`1g.${one}gb+me`]: { starts: [0, 1, 2, 3, 4, 5, 6], slices: 1, oncePerGpu: true },
            [`1g.${two}gb`]: { starts: [0, 2, 4, 6], slices: 2 },
            [`2g.${two}gb`]: { starts: [0, 2, 4], slices: 2 },
            [`3g.${half}gb`]: { starts: [0, 4], slices: 4 },
            [`4g.${half}gb`]: { starts: [0], slices: 4 },
            [`7g.${whole}gb`]: { starts: [0], slices: 8 },
        },
        parts: {
            "7": `1g.${one}gb`,
            "4": `1g.${two}gb`,
            "3": `2g.${two}gb`,
            "2": `3g.${half}gb`,
            "1": `7g.${whole}gb`,
        },
    };
}

/** RTX PRO: each profile also with graphics (`+gfx`) and without media engines (`-me`), or with all of them (`+me.all`). */
function equalSlices(model: string, slices: number, memory: number): MigGeometry {
    const sizes = [1, 2, 4].filter(size => size <= slices);
    const plain = sizes.map(size => ({
        name: `${size}g.${(memory / slices) * size}gb`,
        placement: { starts: sizes.includes(size) ? startsOf(slices, size) : [], slices: size },
        size,
    }));
    const variants = plain.flatMap(({ name, placement, size }) => [
        [name, placement] as const,
        [`${name}+gfx`, placement] as const,
        ...(size < slices
            ? ([
                  [`${name}-me`, placement],
                  [`${name}+me.all`, { ...placement, oncePerGpu: true }],
              ] as const)
            : []),
    ]);
    return {
        bottlerocketName: `${model}.${memory}gb`,
        profiles: Object.fromEntries<Placement>(variants),
        parts: Object.fromEntries(plain.map(({ name, size }) => [String(slices / size), name])),
    };
}

function startsOf(slices: number, size: number): readonly number[] {
    return Array.from({ length: slices / size }, (_, index) => index * size);
}

/** By model and memory in whole GiB, as EC2 describes them. */
const geometries: Readonly<Record<string, MigGeometry>> = {
    "A100 40": sevenSlices("a100", [5, 10, 20, 40]),
    "A100 80": sevenSlices("a100", [10, 20, 40, 80]),
    "H100 80": sevenSlices("h100", [10, 20, 40, 80]),
    "H200 141": sevenSlices("h200", [18, 35, 71, 141]),
    "B200 179": sevenSlices("b200", [23, 45, 90, 180]),
    "B300 268": { ...sevenSlices("b300", [34, 67, 135, 269]), named: ["4g.135gb"] },
    "RTX PRO Server 6000 96": equalSlices("rtxpro6000", 4, 96),
    "RTX PRO 4500 32": equalSlices("rtxpro4500", 2, 32),
};

/** How a GPU can be divided; undefined for one without MIG. */
export function migGeometry(model: string, memoryGiB: number): MigGeometry | undefined {
    return geometries[`${model} ${Math.floor(memoryGiB)}`];
}

/** An instance: `1g.10gb`, or `1g.10gb:3` for one that is to begin at the fourth memory slice (`nvidia-smi mig -cgi`). */
export function profileOf(instance: string): string {
    return instance.replace(/:\d+$/, "");
}

/** Whether all these instances fit on one GPU next to each other, those with a place of their own in it. */
export function instancesFit(geometry: MigGeometry, instances: readonly string[]): boolean {
    const placements = instances.map(each => placementOf(geometry, each));
    if (placements.filter(each => each?.oncePerGpu).length > 1) return false;
    const wanted = placements
        .filter(each => each !== undefined)
        .sort((one, two) => one.starts.length - two.starts.length || two.slices - one.slices);
    return wanted.length === instances.length && placed(wanted, new Set());
}

function placementOf(geometry: MigGeometry, instance: string): Placement | undefined {
    const placement = geometry.profiles[profileOf(instance)];
    const [, start] = /:(\d+)$/.exec(instance) ?? [];
    if (!placement || start === undefined) return placement;
    return { ...placement, starts: placement.starts.filter(each => each === Number(start)) };
}

function placed([first, ...others]: readonly Placement[], taken: ReadonlySet<number>): boolean {
    if (first === undefined) return true;
    return first.starts.some(start => {
        const slices = Array.from({ length: first.slices }, (_, index) => start + index);
        return slices.every(slice => !taken.has(slice)) && placed(others, new Set([...taken, ...slices]));
    });
}

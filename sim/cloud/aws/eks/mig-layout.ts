/** What becomes of a machine's GPUs when its user data divides them. */
import type { MigGpu } from "../../contract";
import type { GpuSetup, SmiCommand } from "./gpu-setup";
import { instancesFit, migGeometry, profileOf, type MigGeometry } from "./mig-profiles";

export interface Gpus {
    readonly model: string;
    readonly count: number;
    readonly memoryGiB: number;
}

export interface MigLayout {
    readonly mig: readonly MigGpu[];
    readonly problems: readonly string[];
}

/** The GPUs in MIG mode once the machine has booted, and what it could not do. */
export function migLayout(gpus: Gpus, setup: GpuSetup): MigLayout {
    const geometry = migGeometry(gpus.model, gpus.memoryGiB);
    switch (setup.by) {
        case "nobody":
            return { mig: [], problems: [] };
        case "nvidia-smi":
            return bySmi(gpus, geometry, setup.commands);
        case "bottlerocket":
            return setup.mig === null ? { mig: [], problems: [] } : byBottlerocket(gpus, geometry, setup.mig);
    }
}

interface Gpu {
    enabled: boolean;
    instances: string[];
    /** Instances with compute instances: what a driver's user sees. */
    visible: number;
}

/**
 * The commands one after the other, as `nvidia-smi` carries them out: what it refuses changes nothing. Not simulated: that an
 * A100 with a process on it stays in "pending" until it is reset.
 */
function bySmi(gpus: Gpus, geometry: MigGeometry | undefined, commands: readonly SmiCommand[]): MigLayout {
    const state = Array.from({ length: gpus.count }, (): Gpu => ({ enabled: false, instances: [], visible: 0 }));
    const problems = new Set<string>();
    for (const command of commands) {
        const meant = command.gpus.length === 0 ? [...state.keys()] : command.gpus;
        for (const index of meant) {
            const gpu = state[index];
            const problem = gpu ? apply(gpus, geometry, command, gpu) : `there is no GPU ${index}`;
            if (problem !== undefined) problems.add(`nvidia-smi: ${problem}`);
        }
    }
    const mig = [...state.entries()]
        .filter(([, { enabled }]) => enabled)
        .map(([gpu, { instances, visible }]) => ({ gpu, instances: instances.slice(0, visible).map(profileOf) }));
    return { mig, problems: [...problems] };
}

function apply(
    gpus: Gpus,
    geometry: MigGeometry | undefined,
    { does, profiles, compute }: SmiCommand,
    gpu: Gpu,
): string | undefined {
    if (!geometry) return `${gpus.model} has no MIG mode`;
    if (does === "enable") gpu.enabled = true;
    if (does === "disable") Object.assign(gpu, { enabled: false, instances: [], visible: 0 });
    if (does === "destroy") Object.assign(gpu, { instances: [], visible: 0 });
    if (does === "createCompute") gpu.visible = gpu.instances.length;
    if (does !== "create") return undefined;
    if (!gpu.enabled) return `MIG mode is not enabled, so that ${profiles.join(",")} cannot be created`;
    const unknown = profiles.find(profile => !(profileOf(profile) in geometry.profiles));
    if (unknown !== undefined)
        return `${gpus.model} has no profile ${unknown}, only ${Object.keys(geometry.profiles).join(", ")}`;
    const problem: string[] = [];
    for (const profile of profiles) {
        if (!instancesFit(geometry, [...gpu.instances, profile])) {
            problem.push(`Insufficient Resources for ${profile} beside ${gpu.instances.join(", ") || "nothing"}`);
            break;
        }
        gpu.instances.push(profile);
        if (compute) gpu.visible = gpu.instances.length;
    }
    return problem[0];
}

/** `nvidia-migmanager`: every GPU alike; without an entry for the model each becomes one instance. */
function byBottlerocket(
    gpus: Gpus,
    geometry: MigGeometry | undefined,
    wanted: Readonly<Record<string, string>>,
): MigLayout {
    if (!geometry)
        return { mig: [], problems: [`nvidia-migmanager: MIG is not supported by the available NVIDIA GPU`] };
    const asked = wanted[geometry.bottlerocketName] ?? "1";
    const profile =
        geometry.parts[asked] ??
        ([...Object.values(geometry.parts), ...(geometry.named ?? [])].includes(asked) ? asked : undefined);
    const made = profile ?? geometry.parts["1"] ?? "";
    const count = Number(Object.entries(geometry.parts).find(([, each]) => each === made)?.[0] ?? 1);
    const mig = Array.from({ length: gpus.count }, (_, gpu) => ({ gpu, instances: Array<string>(count).fill(made) }));
    const problems =
        profile === undefined
            ? [`nvidia-migmanager: ${geometry.bottlerocketName} has no profile ${asked}; each GPU is one ${made}`]
            : [];
    return { mig, problems };
}

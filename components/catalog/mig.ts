import { awsInstanceType, type AwsNvidiaInstanceType } from "./aws/instance-types";
import type { MigProfile, MigProfilesOfTypes } from "./generated/types.generated";
import { once } from "./once";

export type { MigProfile, MigProfilesOfTypes };

/** Types whose GPUs can be divided in hardware. */
export type MigInstanceType = keyof MigProfilesOfTypes;

/**
 * The profiles that the GPUs of a type can be divided into; `never` for a type whose GPUs cannot.
 *
 * @example
 * const profile: MigProfileOf<"p5.48xlarge"> = "1g.10gb";
 */
export type MigProfileOf<Type extends AwsNvidiaInstanceType> = Type extends MigInstanceType
    ? MigProfilesOfTypes[Type]
    : never;

/** A way to divide a GPU: one instance of the profile. */
export interface MigProfileFacts {
    readonly profile: MigProfile;
    /** Of the slices that the whole GPU has: those of its largest profile. */
    readonly computeSlices: number;
    readonly memorySlices: number;
    /** Memory as the name gives it, in GB. */
    readonly memoryGB: number;
    /** Instances of this profile alone that fit on one GPU. */
    readonly mostPerGpu: number;
    /** Whether the MIG manager of Bottlerocket divides a GPU so; of a profile that it does not know it makes one whole GPU. */
    readonly bottlerocket: boolean;
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

/** A row of data/nvidia-mig.csv. */
export interface MigProfileRow extends MigProfileFacts {
    /** `accelerator.model` and `accelerator.memoryGiB` of the instance types that have the GPU. */
    readonly accelerator: string;
    readonly memoryGiB: number;
}

const profiles = once(() => require("./generated/nvidia-mig.json") as readonly MigProfileRow[]);

/**
 * The profiles that a GPU of a type can be divided into, smallest first; empty for a type whose GPUs cannot be divided, or
 * that is a part of a GPU already. Profiles with media or graphics engines (`+me`, `+gfx`) are not listed.
 *
 * @example
 * migProfiles("p5.48xlarge").map(({ profile }) => profile);
 * // ["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]
 */
export function migProfiles(type: string): readonly MigProfileFacts[] {
    const accelerator = awsInstanceType(type)?.accelerator;
    if (!accelerator || accelerator.share < 1) return [];
    return profiles()
        .filter(row => row.accelerator === accelerator.model && row.memoryGiB === accelerator.memoryGiB)
        .map(({ accelerator: _model, memoryGiB: _memory, ...facts }) => facts);
}

/**
 * Slices of one GPU of a type, those of its largest profile. A set of instances fits when it takes no more of either.
 *
 * @example migSlices("p5.48xlarge"); // { compute: 7, memory: 8 }
 * @returns undefined for a type whose GPUs cannot be divided.
 */
export function migSlices(type: string): { readonly compute: number; readonly memory: number } | undefined {
    const largest = migProfiles(type).at(-1);
    return largest && { compute: largest.computeSlices, memory: largest.memorySlices };
}

/**
 * What pods ask for where instances of a profile have a name of their own (strategy `mixed`).
 *
 * @example migResource("1g.10gb"); // "nvidia.com/mig-1g.10gb"
 */
export function migResource(profile: MigProfile): `nvidia.com/mig-${MigProfile}` {
    return `nvidia.com/mig-${profile}`;
}

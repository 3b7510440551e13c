import type { AwsNvidiaInstanceType } from "../../catalog/aws/instance-types";
import { migProfiles, type MigProfile, type MigProfileOf } from "../../catalog/mig";
import { isAlike } from "./mig-kind";
import type { Sharing, TimeSlicing, Whole } from "./sharing";

/**
 * How pods shall share the GPUs of a type: `mig()`, `timeSlicing()`, `mps()`. Profiles of another chip do not compile, nor MIG
 * on a chip that cannot be divided.
 *
 * @example
 * const sharing: SharingOf<"p5.48xlarge"> = mig("1g.10gb");
 */
export type SharingOf<Type extends AwsNvidiaInstanceType> = SharingChoice<MigProfileOf<Type>>;

/**
 * How pods shall share GPUs that can be divided into these profiles; into none, when there are none.
 *
 * @example
 * const choices: SharingChoice<"1g.10gb">[] = [wholeDevices, mig("1g.10gb"), timeSlicing({ replicas: 4 })];
 */
export type SharingChoice<Profile extends MigProfile = MigProfile> =
    Whole | TimeSlicingChoice | MpsChoice | ([Profile] extends [never] ? never : MigChoice<Profile>);

/**
 * Every GPU in as many instances of one profile as fit, or in the instances that are named.
 *
 * @example
 * const choices: MigChoice<"3g.40gb">[] = [mig("3g.40gb"), mig({ "3g.40gb": 1 })];
 */
export type MigChoice<Profile extends MigProfile> = MigAlike<Profile> | MigMix<Profile>;

/**
 * Every GPU in as many instances of one profile as fit.
 *
 * @example
 * const seven: MigAlike<"1g.10gb"> = { kind: "mig", profile: "1g.10gb" };
 */
export interface MigAlike<Profile extends MigProfile> {
    readonly kind: "mig";
    readonly profile: Profile;
}

/**
 * Every GPU in these instances: profile to count.
 *
 * @example
 * const two: MigMix<"3g.40gb"> = { kind: "mig", instances: { "3g.40gb": 2 } };
 */
export interface MigMix<Profile extends MigProfile> {
    readonly kind: "mig";
    readonly instances: MigInstances<Profile>;
}

/**
 * Counts by profile; a profile of another chip has none.
 *
 * @example
 * const half: MigInstances<"3g.40gb" | "1g.10gb"> = { "3g.40gb": 1 };
 */
export type MigInstances<Profile extends MigProfile> = Readonly<Partial<Record<Profile, number>>> &
    Readonly<Partial<Record<Exclude<MigProfile, Profile>, never>>>;

/** Pods that take turns on a GPU. */
export interface TimeSlicingChoice {
    readonly kind: "timeSlicing";
    /** Pods per GPU, 2 or more. */
    readonly replicas: number;
    /** Whether the resource is called `nvidia.com/gpu.shared`. Default: true. */
    readonly renameByDefault?: boolean;
    /** Whether a pod that asks for more than one share is refused. Default: true. */
    readonly failRequestsGreaterThanOne?: boolean;
}

/** Pods that run on a GPU at once. */
export interface MpsChoice {
    readonly kind: "mps";
    /** Pods per GPU, 2 to 48. */
    readonly replicas: number;
    /** Whether the resource is called `nvidia.com/gpu.shared`. Default: true. */
    readonly renameByDefault?: boolean;
}

/**
 * GPUs divided in hardware. With one profile every GPU is divided into as many of its instances as fit, and each is called
 * what a whole GPU is called, `nvidia.com/gpu`. With counts every GPU is divided into just these instances, and each profile
 * has a name of its own, `nvidia.com/mig-3g.40gb`.
 *
 * @example
 * const alike: SharingOf<"p5.48xlarge"> = mig("1g.10gb"); // 7 instances per GPU
 * const mixed: SharingOf<"p5.48xlarge"> = mig({ "3g.40gb": 1, "2g.20gb": 1, "1g.10gb": 2 });
 */
export function mig<const Profile extends MigProfile>(profile: Profile): MigAlike<Profile>;
export function mig<const Instances extends Readonly<Partial<Record<MigProfile, number>>>>(
    instances: Instances,
): { readonly kind: "mig"; readonly instances: Instances };
export function mig(
    wanted: MigProfile | Readonly<Partial<Record<MigProfile, number>>>,
): MigAlike<MigProfile> | MigMix<MigProfile> {
    return typeof wanted === "string" ? { kind: "mig", profile: wanted } : { kind: "mig", instances: wanted };
}

/**
 * Pods take turns on a GPU, with all of its memory before them: no isolation of memory or faults.
 *
 * @example
 * const four = timeSlicing({ replicas: 4 }); // pods ask for 1 nvidia.com/gpu.shared each
 */
export function timeSlicing(options: Omit<TimeSlicingChoice, "kind">): TimeSlicingChoice {
    return { kind: "timeSlicing", ...options };
}

/**
 * Pods run on a GPU at once through NVIDIA's Multi-Process Service, each with an equal part of its memory.
 *
 * @example
 * const four = mps({ replicas: 4 }); // pods ask for 1 nvidia.com/gpu.shared each
 */
export function mps(options: Omit<MpsChoice, "kind">): MpsChoice {
    return { kind: "mps", ...options };
}

/**
 * What a choice means for the GPUs of a type. Call `sharingProblems` first.
 *
 * @example
 * sharingOf(mig("1g.10gb"), "p5.48xlarge"); // { kind: "mig", strategy: "single", instances: { "1g.10gb": 7 } }
 * sharingOf(mig("1g.10gb"), "p4d.24xlarge"); // { kind: "mig", strategy: "single", instances: { "1g.10gb": 4 } }
 */
export function sharingOf(choice: SharingChoice, machineType: string): Sharing {
    switch (choice.kind) {
        case "whole":
            return choice;
        case "mig":
            return isAlike(choice)
                ? {
                      kind: "mig",
                      strategy: "single",
                      instances: { [choice.profile]: mostOf(choice.profile, machineType) },
                  }
                : { kind: "mig", strategy: "mixed", instances: madeOf(choice.instances) };
        case "timeSlicing":
            return sliced(choice);
        case "mps":
            return { kind: "mps", replicas: choice.replicas, renameByDefault: choice.renameByDefault ?? true };
    }
}

function sliced({
    replicas,
    renameByDefault = true,
    failRequestsGreaterThanOne = true,
}: TimeSlicingChoice): TimeSlicing {
    return { kind: "timeSlicing", replicas, renameByDefault, failRequestsGreaterThanOne };
}

function mostOf(profile: MigProfile, machineType: string): number {
    return migProfiles(machineType).find(facts => facts.profile === profile)?.mostPerGpu ?? 0;
}

function madeOf(instances: MigInstances<MigProfile>): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(instances).filter(([, count]) => count > 0));
}

import type { EksKubernetesVersion } from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";

export type { EksKubernetesVersion };

/** A Kubernetes version on EKS. Days are ISO days in UTC: at their beginning that kind of support is over. */
export interface EksVersionFacts {
    readonly version: EksKubernetesVersion;
    /** From this day on, extended support is billed. */
    readonly standardSupportEnds: Known<{ day: string }>;
    /** From this day on, no cluster of this version can be created. */
    readonly extendedSupportEnds: Known<{ day: string }>;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

/** The support that EKS gives a version on a day. */
export type EksSupport = "standard" | "extended" | "ended" | "unknown";

const versions = once(() => {
    const rows = require("../generated/eks-versions.json") as readonly EksVersionFacts[];
    return new Map<string, EksVersionFacts>(rows.map(row => [row.version, row]));
});

/** What a cluster gets when nothing else is asked for: the newest version whose support dates AWS has published in a table. */
export const defaultEksVersion: EksKubernetesVersion = "1.35";

/**
 * Facts of a Kubernetes version on EKS; undefined for one that the catalogue does not know.
 *
 * @example eksVersion("1.35").standardSupportEnds; // { known: true, day: "2027-03-27" }
 */
export function eksVersion(version: EksKubernetesVersion): EksVersionFacts;
export function eksVersion(version: string): EksVersionFacts | undefined;
export function eksVersion(version: string): EksVersionFacts | undefined {
    return versions().get(version);
}

/**
 * Every version of the catalogue, oldest first.
 *
 * @example eksVersions().map(facts => facts.version); // ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"]
 */
export function eksVersions(): readonly EksVersionFacts[] {
    return [...versions().values()];
}

/**
 * The kind of support a version has on a day (`2026-11-22`). A date that no source states gives "unknown".
 *
 * @example eksSupport(eksVersion("1.33"), "2026-11-22"); // "extended"
 */
export function eksSupport(facts: EksVersionFacts, day: string): EksSupport {
    const { standardSupportEnds: standard, extendedSupportEnds: extended } = facts;
    if (standard.known && day < standard.day) return "standard";
    if (extended.known && day >= extended.day) return "ended";
    return standard.known && extended.known ? "extended" : "unknown";
}

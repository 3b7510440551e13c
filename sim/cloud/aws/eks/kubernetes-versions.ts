/**
 * Kubernetes on EKS. A cluster can be created on a version in standard or extended support, until the day extended support
 * ends ("On the end of extended support date, you can no longer create new Amazon EKS clusters with the unsupported version").
 * Source: EKS user guide, kubernetes-versions; 1.36 from endoflife.date and a public copy of the same page (2026-09).
 */
interface KubernetesVersion {
    readonly minor: string;
    /** First and last day, UTC. */
    readonly released: string;
    readonly standardSupportEnds: string;
    readonly extendedSupportEnds: string;
    readonly platformVersion: string;
}

const versions: readonly KubernetesVersion[] = [
    version("1.29", "2024-01-23", "2025-03-23", "2026-03-23", "eks.61"),
    version("1.30", "2024-05-23", "2025-07-23", "2026-07-23", "eks.58"),
    version("1.31", "2024-09-26", "2025-11-26", "2026-11-26", "eks.50"),
    version("1.32", "2025-01-23", "2026-03-23", "2027-03-23", "eks.34"),
    version("1.33", "2025-05-29", "2026-07-29", "2027-07-29", "eks.27"),
    version("1.34", "2025-10-06", "2026-12-02", "2027-12-02", "eks.13"),
    version("1.35", "2026-01-28", "2027-03-27", "2028-03-27", "eks.13"),
    version("1.36", "2026-06-02", "2027-08-02", "2028-08-02", "eks.13"),
];

function version(
    minor: string,
    released: string,
    standard: string,
    extended: string,
    platform: string,
): KubernetesVersion {
    return {
        minor,
        released,
        standardSupportEnds: standard,
        extendedSupportEnds: extended,
        platformVersion: platform,
    };
}

/** Facts of a version that new clusters may have on this day; undefined for any other. */
export function offeredVersion(minor: string, now: Date): KubernetesVersion | undefined {
    const day = now.toISOString().slice(0, 10);
    return versions.find(each => each.minor === minor && each.released <= day && day < each.extendedSupportEnds);
}

/** What a cluster gets when it names no version: the newest one. */
export function newestVersion(now: Date): string {
    const offered = versions.filter(each => offeredVersion(each.minor, now));
    return offered.at(-1)?.minor ?? "1.36";
}

/** How many minor versions lie from one to the other: `minorsBetween("1.33", "1.35")` is 2. */
export function minorsBetween(from: string, to: string): number {
    return minorOf(to) - minorOf(from);
}

export function minorOf(version: string): number {
    return Number(version.split(".")[1]);
}

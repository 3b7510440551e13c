import type { Acceptance } from "./tool-spec";

/** A version as numbers. A pre-release comes before the release of the same numbers. */
export interface Version {
    readonly text: string;
    readonly major: number;
    readonly minor: number;
    readonly patch: number;
    readonly preRelease: boolean;
}

/** The first version in a text, or undefined. Reads `v1.35.4`, `go1.26.8`, `3.247.0-alpha.1` and `1.26`. */
export function findVersion(text: string): Version | undefined {
    const match = /(?<![\d.])(\d+)\.(\d+)(?:\.(\d+))?(-[0-9A-Za-z][0-9A-Za-z.-]*)?/.exec(text);
    if (match === null) {
        return undefined;
    }
    const [whole, major, minor, patch, suffix] = match;
    return {
        text: whole,
        major: Number(major),
        minor: Number(minor),
        patch: Number(patch ?? 0),
        preRelease: suffix !== undefined,
    };
}

/** Negative when `a` is older than `b`. */
export function compareVersions(a: Version, b: Version): number {
    return a.major - b.major || a.minor - b.minor || a.patch - b.patch || Number(b.preRelease) - Number(a.preRelease);
}

/** Whether a version that was found can stand in for the pinned one. */
export function accepts(rule: Acceptance, pinned: Version, found: Version): boolean {
    switch (rule) {
        case "same minor":
            return found.major === pinned.major && found.minor === pinned.minor && !found.preRelease;
        case "same major, not older":
            return found.major === pinned.major && compareVersions(found, pinned) >= 0;
    }
}

/** The rule in words, for messages: `1.35.x`, `3.246.0 or a later 3.x`. */
export function acceptedVersions(rule: Acceptance, pinned: Version): string {
    switch (rule) {
        case "same minor":
            return `${pinned.major}.${pinned.minor}.x`;
        case "same major, not older":
            return `${pinned.text} or a later ${pinned.major}.x`;
    }
}

/** Every tool, in the order in which they are obtained. */
export const toolNames = [
    "etcd",
    "kube-apiserver",
    "kube-scheduler",
    "kube-controller-manager",
    "kubectl",
    "pulumi",
    "pulumi-language-nodejs",
    "kwok",
    "pulumi-resource-kubernetes",
] as const;

export type ToolName = (typeof toolNames)[number];

export const platforms = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"] as const;

export type Platform = (typeof platforms)[number];

/** Which version on PATH is as good as the pinned one. */
export const acceptances = ["same minor", "same major, not older"] as const;

export type Acceptance = (typeof acceptances)[number];

/** How a tool that is already installed is recognised. */
export type OnPath =
    /** Run it with these arguments; the first version that it prints is its own. */
    | { readonly probe: readonly string[]; readonly accept: Acceptance }
    /** It belongs to another tool: it counts when it lies in the folder of that one. */
    | { readonly beside: string }
    | { readonly never: string };

/** Where the checksum of a released file is published. */
export interface ChecksumSource {
    /** `lines`: what `sha256sum` or `sha512sum` writes. `github release`: the release as GitHub's API tells it. */
    readonly format: "lines" | "github release";
    readonly url: string;
    readonly why?: string;
}

/** An official release. Texts in braces are filled in: version, tool, os, arch, goarch. */
export interface Release {
    readonly page: string;
    readonly platforms: readonly Platform[];
    /** Why other platforms have none. */
    readonly elsewhere?: string;
    readonly asset: string;
    /** Path of the tool inside the archive. Without it the asset is the tool itself. */
    readonly member?: string;
    readonly checksum: ChecksumSource;
}

/** How a tool is built from a Go module under `tools/go`. */
export interface GoBuild {
    readonly module: string;
    readonly package: string;
    readonly flags: readonly string[];
    /** Variables that the linker sets: the version that the tool reports. */
    readonly stamp: Readonly<Record<string, string>>;
    /** The version that can be built. It differs from the released one where that is not published as a module. */
    readonly version: string;
    readonly why?: string;
}

/** Everything that is known about one tool. */
export interface ToolSpec<Name extends string = string> {
    readonly name: Name;
    readonly version: string;
    readonly onPath: OnPath;
    readonly release: Release;
    readonly build: GoBuild;
    readonly usualSeconds: { readonly download: number; readonly build: number };
    /** Tools that this one looks for in its own folder: they are linked there. */
    readonly companions: readonly string[];
}

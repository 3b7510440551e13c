import versions from "../versions.json";
import { toolNames, type GoBuild, type OnPath, type Release, type ToolName, type ToolSpec } from "./tool-spec";

/** One entry of `tools` in versions.json. */
export interface PinnedTool {
    readonly version: string;
    readonly onPath: OnPath;
    readonly release: string;
    readonly build: {
        readonly module: string;
        readonly package: string;
        readonly version?: string;
        readonly why?: string;
    };
    readonly usualSeconds: ToolSpec["usualSeconds"];
    readonly companions?: readonly string[];
}

/** The file versions.json. That it has this shape is tested, not checked on every call. */
export interface PinnedVersions {
    /** The oldest Go that builds every module. */
    readonly go: string;
    readonly tools: Readonly<Record<ToolName, PinnedTool>>;
    readonly releases: Readonly<Record<string, Release>>;
    readonly modules: Readonly<Record<string, Partial<Pick<GoBuild, "flags" | "stamp">>>>;
}

const pinned = versions as unknown as PinnedVersions;

/** The oldest Go that builds every module. */
export const oldestGo = pinned.go;

/** The tools as versions.json pins them, in the order in which they are obtained. */
export function pinnedTools(names: readonly ToolName[] = toolNames): readonly ToolSpec<ToolName>[] {
    return toolNames.filter(name => names.includes(name)).map(pinnedTool);
}

function pinnedTool(name: ToolName): ToolSpec<ToolName> {
    const tool = pinned.tools[name];
    const release = pinned.releases[tool.release];
    const module = pinned.modules[tool.build.module];
    if (release === undefined || module === undefined) {
        throw new Error(`versions.json names no release or no module for ${name}`);
    }
    return {
        name,
        version: tool.version,
        onPath: tool.onPath,
        release,
        build: { flags: [], stamp: {}, version: tool.version, ...module, ...tool.build },
        usualSeconds: tool.usualSeconds,
        companions: tool.companions ?? [],
    };
}

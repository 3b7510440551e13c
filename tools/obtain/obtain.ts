import { resolve } from "node:path";
import { cacheFolder } from "./cache-folder";
import { obtainAll } from "./obtain-all";
import { oldestGo, pinnedTools } from "./pinned";
import { platformOf } from "./platform";
import { ToolsMissing } from "./problem";
import { openProgress } from "./open-progress";
import { patience, type Surroundings } from "./surroundings";
import { toolNames, type Platform, type ToolName } from "./tool-spec";

/** The absolute path of every tool. */
export type ToolPaths<Name extends ToolName = ToolName> = Readonly<Record<Name, string>>;

export interface ObtainOptions<Name extends ToolName = ToolName> {
    /** Only these tools. Default: all. */
    readonly only?: readonly Name[];
    /** Without downloads of releases. */
    readonly offline?: boolean;
}

/**
 * Makes sure that the tools are there and returns their paths. Each comes from the cache of an earlier call, else from
 * PATH if it is new enough, else from its official release with a verified checksum, else from a Go build. What is
 * being done is told on standard error. Throws `ToolsMissing` with every tool that could not be obtained.
 */
export async function obtainTools<Name extends ToolName = ToolName>(
    options: ObtainOptions<Name> = {},
): Promise<ToolPaths<Name>> {
    const surroundings = ownSurroundings(options.offline === true);
    const { paths, problems } = await obtainAll(pinnedTools(options.only ?? toolNames), surroundings);
    if (problems.length > 0) {
        throw new ToolsMissing(problems);
    }
    return Object.fromEntries(paths) as ToolPaths<Name>;
}

function ownSurroundings(offline: boolean): Surroundings {
    return {
        cache: cacheFolder(process.env, process.platform),
        platform: ownPlatform(),
        environment: process.env,
        goModules: resolve(__dirname, "..", "go"),
        oldestGo,
        offline,
        patience,
        openProgress: () => openProgress(process.stderr, patience.heartbeatMs),
    };
}

function ownPlatform(): Platform {
    const platform = platformOf(process.platform, process.arch);
    if (platform === undefined) {
        throw new Error(unsupported(process.platform, process.arch));
    }
    return platform;
}

function unsupported(os: string, arch: string): string {
    return os === "win32"
        ? "platform.unsupported: the tools do not run on Windows itself. Open this checkout in WSL (https://aka.ms/wsl) and run the command there."
        : `platform.unsupported: the tools run on Linux and macOS with x64 or arm64, not on ${os} with ${arch}.`;
}

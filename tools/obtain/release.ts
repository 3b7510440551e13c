import { chmodSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { fill } from "./platform";
import type { FailedTry } from "./problem";
import type { Task } from "./progress";
import type { Surroundings } from "./surroundings";
import type { ToolSpec } from "./tool-spec";
import { downloadFailed, getVerified, type Downloads, type Get } from "./verified-download";

/** Why there is no use in downloading this tool, or undefined. */
export function notDownloadable(
    tool: ToolSpec,
    surroundings: Surroundings,
    downloads: Downloads,
): FailedTry | undefined {
    if (surroundings.offline) {
        return downloadFailed("download.switched-off", "downloads are switched off");
    }
    if (!tool.release.platforms.includes(surroundings.platform)) {
        const why = tool.release.elsewhere ?? `not released for ${surroundings.platform}`;
        return downloadFailed("download.not-released", why);
    }
    return downloads.hopeless(tool.release.checksum.url) ?? downloads.hopeless(tool.release.asset);
}

/** Where the release of a tool comes from, for messages. */
export function releaseHost(tool: ToolSpec): string {
    return new URL(tool.release.asset).host;
}

/**
 * Brings the official release of a tool into the folder `work` and returns the path of its executable there. Nothing
 * is unpacked before its published checksum agrees. An archive that an earlier tool brought into `work` is used again.
 */
export async function fetchRelease(
    tool: ToolSpec,
    surroundings: Surroundings,
    get: Get,
    work: string,
    task: Task,
): Promise<string | FailedTry> {
    const filled = (text: string): string => fill(text, tool, tool.version, surroundings.platform);
    const { asset, checksum, member } = tool.release;
    const url = filled(asset);
    const file = join(makeFolder(work, "released"), basename(url));
    if (!existsSync(file)) {
        const published = { ...checksum, url: filled(checksum.url) };
        const failure = await getVerified(get, url, published, file, (done, total) => task.bytes(done, total));
        if (failure !== undefined) {
            return failure;
        }
    }
    const executable = join(makeFolder(work, "unpacked"), tool.name);
    if (member === undefined) {
        renameSync(file, executable);
    } else if (!(await unpack(file, filled(member), work, executable))) {
        return downloadFailed("download.broken", `${basename(url)} holds no ${filled(member)}`);
    }
    chmodSync(executable, 0o755);
    return executable;
}

async function unpack(archive: string, member: string, work: string, executable: string): Promise<boolean> {
    const { extract } = await import("tar");
    const folder = makeFolder(work, "archive");
    await extract({ file: archive, cwd: folder, strict: true }, [member]);
    const found = join(folder, member);
    if (!existsSync(found)) {
        return false;
    }
    renameSync(found, executable);
    return true;
}

function makeFolder(...path: readonly string[]): string {
    const folder = join(...path);
    mkdirSync(folder, { recursive: true });
    return folder;
}

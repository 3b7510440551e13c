import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { isExecutable } from "./cache";
import type { FailedTry, FailureId } from "./problem";
import type { ToolSpec } from "./tool-spec";
import { acceptedVersions, accepts, findVersion } from "./version";

/** The first executable of this name on PATH. Relative entries do not count: they mean another file elsewhere. */
export function lookUp(name: string, environment: NodeJS.ProcessEnv): string | undefined {
    return (environment.PATH ?? "")
        .split(delimiter)
        .filter(folder => isAbsolute(folder))
        .map(folder => join(folder, name))
        .find(isExecutable);
}

/** The tool on PATH if its version will do, or why not. `obtained` holds the paths of the tools before it. */
export async function tryPath(
    tool: ToolSpec,
    environment: NodeJS.ProcessEnv,
    obtained: ReadonlyMap<string, string>,
): Promise<string | FailedTry> {
    if ("never" in tool.onPath) {
        return failed("path.not-asked", tool.onPath.never);
    }
    if ("beside" in tool.onPath) {
        return tryBeside(tool, tool.onPath.beside, environment, obtained);
    }
    const path = lookUp(tool.name, environment);
    if (path === undefined) {
        return failed("path.absent", "not found");
    }
    const pinned = findVersion(tool.version);
    const found = findVersion(await ask(path, tool.onPath.probe, environment));
    if (pinned === undefined || found === undefined) {
        return failed("path.unreadable", `${path} does not tell its version`);
    }
    return accepts(tool.onPath.accept, pinned, found)
        ? path
        : failed(
              "path.unsuitable",
              `${path} is ${found.text}, needed is ${acceptedVersions(tool.onPath.accept, pinned)}`,
          );
}

/** A tool without a version of its own counts when it was installed together with an accepted one. */
function tryBeside(
    tool: ToolSpec,
    other: string,
    environment: NodeJS.ProcessEnv,
    obtained: ReadonlyMap<string, string>,
): string | FailedTry {
    const neighbour = obtained.get(other);
    if (neighbour === undefined) {
        return failed("path.absent", `no ${other} on the PATH that it could belong to`);
    }
    const folders = [dirname(neighbour), dirname(realpathSync(neighbour))];
    const path = folders.map(folder => join(folder, tool.name)).find(isExecutable);
    return path ?? failed("path.absent", `not found in the folder of ${neighbour}`);
}

/** What a program prints, on both streams. A program that fails or hangs says nothing. */
export async function ask(path: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
    return new Promise(resolve => {
        execFile(path, args, { env: environment, timeout: 10_000 }, (error, stdout, stderr) =>
            resolve(error === null ? `${stdout}\n${stderr}` : ""),
        );
    });
}

function failed(id: FailureId, why: string): FailedTry {
    return { source: "PATH", id, why };
}

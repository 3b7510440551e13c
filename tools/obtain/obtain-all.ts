import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findCached, rememberOnPath } from "./cache";
import { toolProblem, type ToolProblem } from "./problem";
import { findGo } from "./go-build";
import { obtainModule, type Outcome, type Run } from "./obtain-module";
import { tryPath } from "./on-path";
import type { Surroundings } from "./surroundings";
import type { ToolSpec } from "./tool-spec";
import { openDownloads } from "./verified-download";

/** Where every tool is, and which are missing and why. */
export interface Obtained {
    readonly paths: ReadonlyMap<string, string>;
    readonly problems: readonly ToolProblem[];
}

/**
 * Finds each tool in the cache, else on PATH, else downloads it, else builds it. One that fails does not keep the others
 * from being tried. When everything is in the cache, nothing is run and nothing is written.
 */
export async function obtainAll(tools: readonly ToolSpec[], surroundings: Surroundings): Promise<Obtained> {
    const paths = new Map<string, string>();
    for (const tool of tools) {
        const path = findCached(tool, surroundings);
        if (path !== undefined) {
            paths.set(tool.name, path);
        }
    }
    const missing = tools.filter(tool => !paths.has(tool.name));
    const problems = missing.length === 0 ? [] : await obtainMissing(missing, paths, surroundings);
    return { paths, problems };
}

async function obtainMissing(
    missing: readonly ToolSpec[],
    paths: Map<string, string>,
    surroundings: Surroundings,
): Promise<readonly ToolProblem[]> {
    mkdirSync(join(surroundings.cache, "tools"), { recursive: true });
    const run = await prepareRun(surroundings);
    const notOnPath = await takeFromPath(missing, paths, run);
    const problems: ToolProblem[] = [];
    for (const module of new Set(notOnPath.map(({ tool }) => tool.build.module))) {
        const wanted = notOnPath.filter(({ tool }) => tool.build.module === module);
        for (const { tool, path, tried } of await obtainModule(module, wanted, run)) {
            if (path === undefined) {
                problems.push(toolProblem(tool, tried, surroundings.oldestGo));
            } else {
                paths.set(tool.name, path);
            }
        }
    }
    return problems;
}

async function prepareRun(surroundings: Surroundings): Promise<Run> {
    let go: ReturnType<Run["go"]> | undefined;
    return {
        surroundings,
        progress: await surroundings.openProgress(),
        downloads: openDownloads(surroundings.patience),
        go: () => (go ??= findGo(surroundings)),
    };
}

/** Adds the tools that are installed already to `paths` and returns the others. */
async function takeFromPath(
    missing: readonly ToolSpec[],
    paths: Map<string, string>,
    { surroundings, progress }: Run,
): Promise<readonly Outcome[]> {
    const others: Outcome[] = [];
    for (const tool of missing) {
        const found = await tryPath(tool, surroundings.environment, paths);
        if (typeof found === "string") {
            progress.say(`${tool.name}: using ${found}, which is on the PATH`);
            rememberOnPath(tool, found, surroundings);
            paths.set(tool.name, found);
        } else {
            others.push({ tool, tried: [found] });
        }
    }
    return others;
}

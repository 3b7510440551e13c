import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { findCached, makeWorkFolder, publish, removeUnfinished, toolFolder } from "./cache";
import { buildTool, type Go } from "./go-build";
import { withLock, type Tell } from "./lock";
import type { FailedTry } from "./problem";
import type { Progress } from "./progress";
import { fetchRelease, notDownloadable, releaseHost } from "./release";
import type { Surroundings } from "./surroundings";
import type { ToolSpec } from "./tool-spec";
import type { Downloads } from "./verified-download";

/** A tool with the path at which it was found or kept, or with what was tried in vain. */
export interface Outcome {
    readonly tool: ToolSpec;
    readonly path?: string;
    readonly tried: readonly FailedTry[];
}

/** What the modules of one run share. */
export interface Run {
    readonly surroundings: Surroundings;
    readonly progress: Progress;
    readonly downloads: Downloads;
    readonly go: () => Promise<Go | FailedTry>;
}

/** A run that holds the lock of a module and has a folder for unfinished work. */
interface Bench extends Run {
    readonly work: string;
    readonly tell: Tell;
}

/** Downloads or builds tools of one Go module, one after the other, and keeps them in the cache. */
export async function obtainModule(module: string, wanted: readonly Outcome[], run: Run): Promise<readonly Outcome[]> {
    const { surroundings, progress } = run;
    return withLock(module, surroundings, progress, async tell => {
        removeUnfinished(surroundings, module);
        const bench: Bench = { ...run, tell, work: makeWorkFolder(surroundings, module) };
        const outcomes: Outcome[] = [];
        try {
            for (const { tool, tried } of wanted) {
                // Whoever held the lock before may have obtained it.
                const path = findCached(tool, surroundings);
                outcomes.push(path === undefined ? await obtain(tool, tried, bench) : { tool, path, tried });
            }
            return outcomes;
        } finally {
            rmSync(bench.work, { recursive: true, force: true });
        }
    });
}

async function obtain(tool: ToolSpec, tried: readonly FailedTry[], bench: Bench): Promise<Outcome> {
    const released = await tryRelease(tool, bench);
    if (typeof released === "string") {
        return { tool, path: await keep(tool, tool.version, released, bench), tried };
    }
    const built = await tryBuild(tool, released, bench);
    if (typeof built === "string") {
        return { tool, path: await keep(tool, tool.build.version, built, bench), tried };
    }
    return { tool, tried: [...tried, released, built] };
}

async function tryRelease(tool: ToolSpec, bench: Bench): Promise<string | FailedTry> {
    const none = notDownloadable(tool, bench.surroundings, bench.downloads);
    if (none !== undefined) {
        return none;
    }
    bench.tell(`downloading ${tool.name}`);
    const title = `${tool.name} ${tool.version}: downloading from ${releaseHost(tool)}`;
    const task = bench.progress.begin(title, tool.usualSeconds.download);
    const outcome = await fetchRelease(tool, bench.surroundings, bench.downloads.get, bench.work, task);
    task.end(typeof outcome === "string" ? "done" : `failed (${outcome.why})`);
    return outcome;
}

async function tryBuild(tool: ToolSpec, noRelease: FailedTry, bench: Bench): Promise<string | FailedTry> {
    const go = await bench.go();
    if ("why" in go) {
        return go;
    }
    bench.tell(`building ${tool.name}`);
    if (noRelease.id === "download.not-released") {
        bench.progress.say(`${tool.name} ${tool.version}: ${noRelease.why}`);
    }
    const title = `${tool.name} ${tool.build.version}: building from source with Go ${go.version}`;
    const task = bench.progress.begin(title, tool.usualSeconds.build);
    const outcome = await buildTool(tool, go, bench.surroundings, bench.work, task);
    task.end(typeof outcome === "string" ? "done" : "failed");
    return outcome;
}

/** Puts an executable and the links to its companions into a folder of their own and publishes that. */
async function keep(tool: ToolSpec, version: string, executable: string, bench: Bench): Promise<string> {
    const complete = join(bench.work, "complete", tool.name);
    mkdirSync(complete, { recursive: true });
    renameSync(executable, join(complete, tool.name));
    const folder = toolFolder(bench.surroundings, tool.name, version);
    for (const companion of tool.companions) {
        const target = join(toolFolder(bench.surroundings, companion, version), companion);
        symlinkSync(relative(folder, target), join(complete, companion));
    }
    return publish(tool, version, complete, bench.surroundings);
}

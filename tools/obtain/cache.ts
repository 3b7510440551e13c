import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Place } from "./surroundings";
import type { ToolSpec } from "./tool-spec";

/** The folder of one version of a tool. It exists only when it is complete. */
export function toolFolder(place: Place, name: string, version: string): string {
    return join(place.cache, "tools", name, version, place.platform);
}

/** The tool if it was obtained before, whether released, built or found on PATH. Looks at files only. */
export function findCached(tool: ToolSpec, place: Place): string | undefined {
    const versions = [...new Set([tool.version, tool.build.version])];
    const kept = versions.map(version => join(toolFolder(place, tool.name, version), tool.name)).find(isExecutable);
    return kept ?? recallOnPath(tool, place);
}

/** Whether something at this path, which may be a link, can be run. */
export function isExecutable(path: string): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size > 0 && (found.mode & 0o111) !== 0;
}

/** A new folder for unfinished work, on the same file system as the tools, so that a rename can publish it. */
export function makeWorkFolder(place: Place, module: string): string {
    const folder = join(unfinished(place, module), `${process.pid}-${randomBytes(4).toString("hex")}`);
    mkdirSync(folder, { recursive: true });
    return folder;
}

/** Removes what killed processes left. Only the holder of the lock of this module may call it. */
export function removeUnfinished(place: Place, module: string): void {
    rmSync(unfinished(place, module), { recursive: true, force: true });
}

function unfinished(place: Place, module: string): string {
    return join(place.cache, "tools", ".unfinished", module);
}

/** Makes a complete folder the tool's folder: all of it or nothing, also if the power fails meanwhile. */
export async function publish(tool: ToolSpec, version: string, complete: string, place: Place): Promise<string> {
    const folder = toolFolder(place, tool.name, version);
    await flush(join(complete, tool.name));
    await flush(complete);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(complete, folder);
    await flush(dirname(folder));
    return join(folder, tool.name);
}

async function flush(path: string): Promise<void> {
    const handle = await open(path, "r");
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}

/** What is remembered of a tool on PATH, so that the next call need not run it to ask for its version. */
interface Remembered {
    readonly path: string;
    readonly size: number;
    readonly changed: number;
}

/** Remembers a tool on PATH for as long as its file does not change. */
export function rememberOnPath(tool: ToolSpec, path: string, place: Place): void {
    const { size, mtimeMs } = statSync(path);
    const note: Remembered = { path, size, changed: mtimeMs };
    const file = noteFile(tool, place);
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(note));
    renameSync(draft, file);
}

function recallOnPath(tool: ToolSpec, place: Place): string | undefined {
    const note = readNote(noteFile(tool, place));
    if (note === undefined || !isExecutable(note.path)) {
        return undefined;
    }
    const { size, mtimeMs } = statSync(note.path);
    const onPath = (place.environment.PATH ?? "").split(delimiter).includes(dirname(note.path));
    return onPath && size === note.size && mtimeMs === note.changed ? note.path : undefined;
}

function noteFile(tool: ToolSpec, place: Place): string {
    return `${toolFolder(place, tool.name, tool.version)}.on-path.json`;
}

function readNote(file: string): Remembered | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Remembered;
    } catch {
        return undefined;
    }
}

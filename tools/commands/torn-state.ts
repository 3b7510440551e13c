import { copyFileSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { LocalPaths } from "./local-paths";

/**
 * Mends what a run leaves in the backend when it is killed while it writes. Beside each file the backend keeps one with
 * attributes, which it needs whole or not at all, and the state before as `.bak`: at most the last operation is missing then,
 * and the account tells whether it happened.
 */
export function mendTornState(paths: LocalPaths, project: string, stack: string, say: (line: string) => void): void {
    const store = join(paths.backend, ".pulumi");
    for (const attributes of tornAttributes(store, project)) {
        say("the last run was killed while it wrote the stack's state: mending it");
        rmSync(attributes);
    }
    const file = join(store, "stacks", project, `${stack}.json`);
    const before = `${file}.bak`;
    const torn = existsSync(file) ? !isWhole(file) : existsSync(before);
    if (torn && existsSync(before) && isWhole(before)) {
        say("the last run was killed while it wrote the stack's state: taking the state before");
        const draft = `${file}.draft`;
        copyFileSync(before, draft);
        renameSync(draft, file);
        rmSync(`${file}.attrs`, { force: true });
    }
}

function tornAttributes(store: string, project: string): string[] {
    const folders = [store, join(store, "stacks", project), join(store, "locks", "organization", project)];
    return folders
        .filter(folder => existsSync(folder))
        .flatMap(folder =>
            readdirSync(folder, { recursive: folder !== store, encoding: "utf8" }).map(name => join(folder, name)),
        )
        .filter(path => path.endsWith(".attrs") && !isWhole(path));
}

function isWhole(file: string): boolean {
    try {
        JSON.parse(readFileSync(file, "utf8"));
        return true;
    } catch {
        return false;
    }
}

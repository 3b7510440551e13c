import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { LocalPaths } from "./local-paths";

/**
 * Puts the last whole state of a stack back when a run was killed while the backend wrote it. The backend keeps the state
 * before as `.bak`: at most the last operation is missing, and the account tells whether it happened.
 */
export function mendTornState(paths: LocalPaths, project: string, stack: string, say: (line: string) => void): void {
    const file = join(paths.backend, ".pulumi", "stacks", project, `${stack}.json`);
    const before = `${file}.bak`;
    const torn = existsSync(file) ? !isWhole(file) : existsSync(before);
    if (torn && existsSync(before) && isWhole(before)) {
        say("the last run was killed while it wrote the stack's state: taking the state before");
        const draft = `${file}.draft`;
        copyFileSync(before, draft);
        renameSync(draft, file);
    }
}

function isWhole(file: string): boolean {
    try {
        JSON.parse(readFileSync(file, "utf8"));
        return true;
    } catch {
        return false;
    }
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Surroundings } from "../../tools/obtain/surroundings";
import type { ToolSpec } from "../../tools/obtain/tool-spec";
import type { ChildTask } from "./obtain-in-child";

/** Another process that obtains tools. */
export interface Child {
    readonly process: ChildProcess;
    /** Resolves when the process has said this. */
    hasSaid(text: string): Promise<void>;
    /** Everything it said, and the paths that it printed, when it has ended. */
    readonly ended: Promise<{ readonly code: number | null; readonly said: string; readonly printed: string }>;
}

export function obtainInChild(tools: readonly ToolSpec[], surroundings: Surroundings): Child {
    // JSON leaves functions out: the child opens its own progress.
    const task: ChildTask = { tools, surroundings };
    const script = join(__dirname, "obtain-in-child.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(task)], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let printed = "";
    const listeners = new Set<() => void>();
    child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        listeners.forEach(listener => listener());
    });
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, said, printed }));
    return {
        process: child,
        ended,
        hasSaid: async text => {
            const heard = new Promise<void>(resolve => {
                const listen = (): void => {
                    if (said.includes(text)) {
                        listeners.delete(listen);
                        resolve();
                    }
                };
                listeners.add(listen);
                listen();
            });
            const silent = ended.then(() => {
                if (!said.includes(text)) {
                    throw new Error(`ended without saying "${text}", but: ${said}`);
                }
            });
            await Promise.race([heard, silent]);
        },
    };
}

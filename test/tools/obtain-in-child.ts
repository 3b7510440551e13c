import { obtainAll } from "../../tools/obtain/obtain-all";
import { progressLines } from "../../tools/obtain/progress-lines";
import type { Surroundings } from "../../tools/obtain/surroundings";
import type { ToolSpec } from "../../tools/obtain/tool-spec";

/** What the parent hands over as JSON. */
export interface ChildTask {
    readonly tools: readonly ToolSpec[];
    readonly surroundings: Omit<Surroundings, "openProgress">;
}

// Runs as a process of its own: tells its progress on standard error, the paths on standard output.
const task = JSON.parse(process.argv[2] ?? "") as ChildTask;
const progress = progressLines(line => process.stderr.write(`${line}\n`), task.surroundings.patience.heartbeatMs);

void obtainAll(task.tools, { ...task.surroundings, openProgress: () => Promise.resolve(progress) }).then(
    ({ paths, problems }) => {
        process.stdout.write(JSON.stringify(Object.fromEntries(paths)));
        process.exitCode = problems.length === 0 ? 0 : 1;
    },
);

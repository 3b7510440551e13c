import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { LocalPaths } from "./local-paths";

/** What the engine knows of one stack, read from the file that its backend keeps. */
export interface StackState {
    readonly project: string;
    readonly stack: string;
    readonly resources: readonly { readonly urn: string; readonly type: string; readonly id?: string }[];
    readonly pending: readonly PendingOperation[];
}

/** An operation that the engine began and of which it does not know whether the cloud carried it out. */
export interface PendingOperation {
    readonly operation: "creating" | "updating" | "deleting" | "reading" | "importing";
    readonly urn: string;
    readonly type: string;
    /** Absent for what was being created. */
    readonly id?: string;
}

interface Checkpoint {
    readonly checkpoint: {
        readonly latest?: {
            readonly resources?: StackState["resources"];
            readonly pending_operations?: readonly {
                readonly type: PendingOperation["operation"];
                readonly resource: StackState["resources"][number];
            }[];
        };
    };
}

/** The states of all stacks of the local backend, those of other projects included: they share one simulated account. */
export function stackStates(paths: LocalPaths): StackState[] {
    const folder = join(paths.backend, ".pulumi", "stacks");
    const projects = existsSync(folder) ? readdirSync(folder) : [];
    return projects.flatMap(project =>
        readdirSync(join(folder, project))
            .filter(file => file.endsWith(".json"))
            .map(file => readState(project, file.slice(0, -".json".length), join(folder, project, file))),
    );
}

function readState(project: string, stack: string, file: string): StackState {
    const { latest } = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint;
    return {
        project,
        stack,
        resources: latest?.resources ?? [],
        pending: (latest?.pending_operations ?? []).map(({ type, resource }) => ({ ...resource, operation: type })),
    };
}

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { LocalPaths } from "./local-paths";

/** An operation that the engine began and of which it does not know whether the cloud carried it out. */
export interface PendingOperation {
    readonly operation: "creating" | "updating" | "deleting" | "reading" | "importing";
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Present when the operation was about a resource that already had an id. */
    readonly id: string | undefined;
}

/** A resource of the simulated account. */
export interface CloudResource {
    readonly type: string;
    readonly id: string;
    readonly createdAt: string;
}

interface Checkpoint {
    readonly deployment?: {
        readonly resources?: readonly { readonly urn: string; readonly id?: string }[];
        readonly pending_operations?: readonly {
            readonly type: PendingOperation["operation"];
            readonly resource: { readonly urn: string; readonly type: string; readonly id?: string };
        }[];
    };
}

/** Operations without a known end in an exported state (`pulumi stack export`). */
export function pendingOperations(exported: string): PendingOperation[] {
    const { deployment } = JSON.parse(exported) as Checkpoint;
    return (deployment?.pending_operations ?? []).map(({ type, resource }) => ({
        operation: type,
        urn: resource.urn,
        type: resource.type,
        name: resource.urn.split("::").at(-1) ?? resource.urn,
        id: resource.id === "" ? undefined : resource.id,
    }));
}

/** Resources of the account that no resource of the state knows: an interrupted create may have made them. */
export function unknownToState(exported: string, inventory: readonly CloudResource[]): CloudResource[] {
    const { deployment } = JSON.parse(exported) as Checkpoint;
    const known = new Set((deployment?.resources ?? []).map(resource => resource.id));
    return inventory.filter(resource => !known.has(resource.id));
}

/** What the person at the terminal has to know and to do, operation by operation. Empty when nothing is pending. */
export function explainPending(
    stack: string,
    pending: readonly PendingOperation[],
    orphans: readonly CloudResource[],
): string[] {
    return pending.flatMap(operation => {
        const head = `${operation.operation} ${operation.type} "${operation.name}"`;
        if (operation.operation !== "creating") {
            return [
                `  ${head} (${operation.id ?? "no id"}): a refresh finds out`,
                `      npm run pulumi -- refresh --yes --stack ${stack}`,
            ];
        }
        const candidates = orphans.filter(orphan => orphan.type === operation.type);
        if (candidates.length === 0) {
            return [
                `  ${head}: the account holds no ${operation.type} that the state does not know, so it was not created`,
                `      npm run pulumi -- refresh --yes --clear-pending-creates --stack ${stack}`,
            ];
        }
        return [
            `  ${head}: may be ${candidates.map(candidate => `${candidate.id} (created ${candidate.createdAt})`).join(" or ")}`,
            `      npm run pulumi -- refresh --yes --stack ${stack} --import-pending-creates '${operation.urn}' --import-pending-creates <id>`,
        ];
    });
}

interface BackendLock {
    readonly pid: number;
    readonly hostname: string;
}

/** The lock of a run of this machine that no longer lives: it was killed before it could give the stack back. */
export function staleLock(paths: LocalPaths, project: string, stack: string): boolean {
    const folder = join(paths.backend, ".pulumi", "locks", "organization", project, stack);
    if (!existsSync(folder)) {
        return false;
    }
    const locks = readdirSync(folder)
        .filter(file => file.endsWith(".json"))
        .map(file => JSON.parse(readFileSync(join(folder, file), "utf8")) as BackendLock);
    return locks.length > 0 && locks.every(lock => lock.hostname === hostname() && !isAlive(lock.pid));
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

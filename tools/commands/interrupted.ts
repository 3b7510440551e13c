import type { InventoryItem } from "../../sim/control/api";
import type { PendingOperation, StackState } from "./backend-state";
import { npmRun } from "./npm-run";

/** What a run that was cut off left behind, and what nobody but a person should decide. */
export interface Interruption {
    readonly pending: readonly PendingOperation[];
    /** Resources of the account that no stack knows: an operation whose answer was lost may have made them. Newest first. */
    readonly orphans: readonly InventoryItem[];
}

/** Compares what the engine knows with what the account holds. What the cloud makes along with something else does not count. */
export function findInterruption(
    stack: string,
    states: readonly StackState[],
    inventory: readonly InventoryItem[],
): Interruption {
    const known = new Set(states.flatMap(({ resources }) => resources.map(({ type, id }) => `${type} ${id ?? ""}`)));
    return {
        pending: states.filter(state => state.stack === stack).flatMap(state => state.pending),
        orphans: inventory
            .filter(({ requested, type, id }) => requested && !known.has(`${type} ${id}`))
            .sort((one, other) => other.createdAt.localeCompare(one.createdAt)),
    };
}

export function isInterrupted({ pending, orphans }: Interruption): boolean {
    return pending.length > 0 || orphans.length > 0;
}

/** What the person at the terminal has to know and to do, operation by operation: a line each, and the command below it. */
export function explainInterruption(stack: string, { pending, orphans }: Interruption): string[] {
    const left = [...orphans];
    const operations = pending.flatMap(operation => {
        const head = `  ${operation.operation} ${operation.type} "${nameOf(operation.urn)}"`;
        if (operation.operation !== "creating") {
            return [`${head} (${operation.id ?? "no id"}): a refresh finds out`, command("refresh", stack)];
        }
        const found = left.findIndex(orphan => orphan.type === operation.type && isNamedAfter(orphan, operation));
        const [made] = found < 0 ? [] : left.splice(found, 1);
        return made === undefined
            ? [
                  `${head}: the account holds no such resource that no stack knows, so it was not created`,
                  command("refresh", stack, "--clear-pending-creates"),
              ]
            : [
                  `${head}: is ${made.id}, created ${made.createdAt}; take it over`,
                  command(
                      "refresh",
                      stack,
                      "--import-pending-creates",
                      quoted(operation.urn),
                      "--import-pending-creates",
                      quoted(made.id),
                  ),
              ];
    });
    const strays = left.flatMap(({ type, id, createdAt }) => [
        `  ${type} ${id}, created ${createdAt}, belongs to no stack: its answer was lost; remove it`,
        `      ${npmRun("local", "remove", type, quoted(id))}`,
    ]);
    return [...operations, ...strays];
}

function command(verb: string, stack: string, ...flags: readonly string[]): string {
    return `      ${npmRun("pulumi", verb, "--yes", "--stack", stack, ...flags)}`;
}

function quoted(text: string): string {
    return `'${text}'`;
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}

/**
 * Whether a resource may be what this operation made. Types whose ids carry the physical name tell: the engine makes that from
 * the logical one. The others (`vpc-0a1b…`) match by type alone.
 */
function isNamedAfter({ id }: InventoryItem, { urn }: PendingOperation): boolean {
    const opaque = /^[a-z]+-[0-9a-f]{8,17}$/.test(id) || /^[0-9a-f-]{36}$/.test(id);
    return opaque || id.includes(nameOf(urn));
}

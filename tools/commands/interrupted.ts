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

/**
 * What the person at the terminal has to know and to do: every operation without a known end, every resource that may be what it
 * made, and the commands that settle them. Nothing of value is lost: what is removed was just created and is made again.
 */
export function explainInterruption(stack: string, { pending, orphans }: Interruption): string[] {
    const operations = pending.map(({ operation, type, urn, id }) => {
        const name = urn.split("::").at(-1) ?? urn;
        return `  ${operation} ${type} "${name}"${id === undefined || id === "" ? "" : ` (${id})`}`;
    });
    const refresh = [
        "  forget the creates, and look how the others ended:",
        `      ${npmRun("pulumi", ...settle(stack))}`,
    ];
    const strays = orphans.flatMap(({ type, id, createdAt }) => [
        `  ${type} ${id}, created ${createdAt}, is known to no stack: an answer was lost; remove it:`,
        `      ${npmRun("local", "remove", type, `'${id}'`)}`,
    ]);
    return [...operations, ...(pending.length > 0 ? refresh : []), ...strays];
}

function settle(stack: string): string[] {
    return ["refresh", "--yes", "--clear-pending-creates", "--stack", stack];
}

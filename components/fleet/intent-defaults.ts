import type { AcceleratorFamily } from "../catalog/accelerators";
import type { Intent } from "./intent";
import type { NodeShare, RepairOverride } from "./repair";

/** What a group gets that says what it is for, and nothing else. */
export interface IntentDefaults {
    readonly update: {
        /** Nodes that may be away at once while version or template change. */
        readonly maxUnavailable: NodeShare;
        /** `byCapacity`: `surge` where there are machines to spare, `minimal` where there are none. */
        readonly strategy: "byCapacity" | "minimal";
    };
    readonly repair: {
        /** Repair stops above this share of unhealthy nodes: the fault is likely elsewhere. */
        readonly stopsAboveShare: number;
        /** Unhealthy nodes that are repaired at once, as a share of the group. */
        readonly parallelShare: number;
        /** What is done about errors of accelerators, where the default of EKS does not fit. */
        readonly overrides: Readonly<Record<AcceleratorFamily, readonly RepairOverride[]>>;
    };
    /** Why so, in a sentence each. */
    readonly why: readonly string[];
}

/**
 * Errors of NVIDIA GPUs by XID. Names: EKS user guide node-repair (condition, `NvidiaXID31Error`, `NvidiaXID64Error`) and
 * node-health-nma (`NvidiaXID[Code]Error`, the default actions), read 2026-11-24.
 */
function onXid(code: number, afterMinutes: number, action: RepairOverride["action"]): RepairOverride {
    return { condition: "AcceleratedHardwareReady", reason: `NvidiaXID${code}Error`, afterMinutes, action };
}

/** 13: an exception in a kernel; 31: a page fault. The program is wrong, and a reboot would take its neighbours with it. */
const errorsOfPrograms = [onXid(13, 10, "NoAction"), onXid(31, 10, "NoAction")];
/** The GPU has no spare memory left to map: a reboot, the default, brings the same GPU back. */
const brokenMemory = onXid(64, 10, "Replace");
/**
 * What EKS does about errors of Neuron devices fits every intent: the node is replaced, for no reset mends a chip. Of FPGAs it
 * hears nothing.
 */
const asEksDoes = { neuron: [], fpga: [] };
/** Longer than jobs usually let pass between two checkpoints. */
const checkpointMinutes = 60;

/**
 * One row per intent; guides list it, plans default by it.
 *
 * @example intentDefaults.training.update.strategy; // "minimal"
 */
export const intentDefaults: Readonly<Record<Intent, IntentDefaults>> = {
    training: {
        update: { maxUnavailable: { nodes: 1 }, strategy: "minimal" },
        repair: {
            stopsAboveShare: 0.3,
            parallelShare: 0.3,
            // 63: memory was remapped; 94: the error was contained. The job may go on to its next checkpoint.
            overrides: {
                nvidia: [
                    ...errorsOfPrograms,
                    onXid(63, checkpointMinutes, "Reboot"),
                    onXid(94, checkpointMinutes, "Reboot"),
                    brokenMemory,
                ],
                ...asEksDoes,
            },
        },
        why: [
            "One job needs every node: a node more than it has is of no use while an update runs.",
            "A job that lost a node waits: repair goes on longer, and mends all lost nodes at once.",
            "Errors that a GPU survives wait for a checkpoint.",
        ],
    },
    inference: {
        update: { maxUnavailable: { nodes: 1 }, strategy: "byCapacity" },
        repair: {
            stopsAboveShare: 0.2,
            parallelShare: 0.1,
            overrides: { nvidia: [...errorsOfPrograms, brokenMemory], ...asEksDoes },
        },
        why: [
            "Replicas keep answering: new nodes start before old ones go, one at a time, where there are machines to spare.",
            "Repair takes few nodes at once, and stops where EKS would stop by itself.",
        ],
    },
    development: {
        update: { maxUnavailable: { percent: 33 }, strategy: "byCapacity" },
        repair: {
            stopsAboveShare: 0.5,
            parallelShare: 0.5,
            overrides: { nvidia: [...errorsOfPrograms, brokenMemory], ...asEksDoes },
        },
        why: ["People start again: updates and repair are quick rather than gentle."],
    },
};

/** What a group is for that says nothing. */
export const defaultIntent: Intent = "inference";

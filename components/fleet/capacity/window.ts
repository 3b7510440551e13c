import { blockEnd } from "../../catalog/aws/capacity-rules";
import { instantMs, minutesBefore, type Instant } from "../instant";
import type { NodeRange } from "../node-range";
import type { Capacity } from "./capacity";

/**
 * The moments between which there are machines; empty for capacity that is always there.
 *
 * @example
 * const { opensAt, drainBy }: WindowTimes = windowTimes(onDemand(), "p5.48xlarge"); // both undefined
 */
export interface WindowTimes {
    readonly opensAt?: Instant;
    /** Pods must have left by then: EKS scales a managed group on a capacity block down to 0. */
    readonly drainBy?: Instant;
    /** From then on EC2 stops what still runs. */
    readonly stopsFrom?: Instant;
    readonly endsAt?: Instant;
}

/** Where a moment lies in a window. `draining`: it is open, and nothing new may start. */
export type WindowState = "always" | "notOpen" | "open" | "draining" | "ended";

/** A window as seen at one moment. */
export interface CapacityWindow extends WindowTimes {
    readonly state: WindowState;
}

/**
 * When there are machines of a capacity: plain times, the same at every moment. Machines of a reservation run on when it ends,
 * so that only blocks have a time to drain. Call `capacityProblems` first: what is no moment is left out here.
 *
 * @example
 * const december = capacityBlock({
 *     reservationId: "cr-0a1b2c3d4e5f60718",
 *     zone: "use2-az2",
 *     startsAt: "2026-12-13T11:30:00Z",
 *     endsAt: "2026-12-20T11:30:00Z",
 * });
 * windowTimes(december, "p5.48xlarge").drainBy; // "2026-12-20T10:50:00Z"
 */
export function windowTimes(capacity: Capacity, machineType: string): WindowTimes {
    switch (capacity.kind) {
        case "onDemand":
        case "spot":
        case "flexStart":
        case "queued":
            return {};
        case "reservation":
            return { ...moment("endsAt", capacity.endsAt) };
        case "futureReservation":
        case "calendar":
            return { ...moment("opensAt", capacity.startsAt), ...moment("endsAt", capacity.endsAt) };
        case "capacityBlock": {
            const { startsAt, endsAt } = capacity;
            if (instantMs(endsAt) === undefined) return { ...moment("opensAt", startsAt) };
            const { drainMinutes, stopMinutes } = blockEnd(machineType);
            return {
                ...moment("opensAt", startsAt),
                drainBy: minutesBefore(endsAt, drainMinutes),
                stopsFrom: minutesBefore(endsAt, stopMinutes),
                endsAt,
            };
        }
        default:
            return capacity satisfies never;
    }
}

/**
 * The window of a capacity as seen at a moment.
 *
 * @example
 * const december = capacityBlock({
 *     reservationId: "cr-0a1b2c3d4e5f60718",
 *     zone: "use2-az2",
 *     startsAt: "2026-12-13T11:30:00Z",
 *     endsAt: "2026-12-20T11:30:00Z",
 * });
 * windowOf(december, "p5.48xlarge", "2026-12-01T00:00:00Z").state; // "notOpen"
 * windowOf(onDemand(), "p5.48xlarge", "2026-12-01T00:00:00Z").state; // "always"
 */
export function windowOf(capacity: Capacity, machineType: string, now: Instant): CapacityWindow {
    const times = windowTimes(capacity, machineType);
    return { state: stateAt(times, now), ...times };
}

/**
 * How many nodes a group has at a moment: what was asked for while its machines are there, and none before and after. The
 * largest number stays: it costs nothing, and clouds refuse a group that can never have a node.
 *
 * @example nodesIn("notOpen", { min: 4, desired: 4, max: 4 }); // { min: 0, desired: 0, max: 4 }
 */
export function nodesIn(state: WindowState, asked: NodeRange): NodeRange {
    return state === "always" || state === "open" ? asked : { min: 0, desired: 0, max: asked.max };
}

/**
 * Whether an autoscaler may own the number of nodes between the limits. Where machines open at a moment and the group starts
 * with some, the engine must raise the number then.
 *
 * @example autoscalerOwns(onDemand(), { min: 0, desired: 0, max: 4 }); // true
 */
export function autoscalerOwns(capacity: Capacity, asked: NodeRange): boolean {
    if (asked.min === asked.max) return false;
    return !("startsAt" in capacity) || asked.desired === 0;
}

function stateAt({ opensAt, drainBy, endsAt }: WindowTimes, now: Instant): WindowState {
    const at = instantMs(now) ?? NaN;
    const reached = (moment: Instant | undefined) => moment !== undefined && at >= (instantMs(moment) ?? NaN);
    if (opensAt === undefined && endsAt === undefined) return "always";
    if (reached(endsAt)) return "ended";
    if (opensAt !== undefined && !reached(opensAt)) return "notOpen";
    return reached(drainBy) ? "draining" : "open";
}

function moment<Name extends string>(name: Name, text: Instant | undefined): Partial<Record<Name, Instant>> {
    if (text === undefined || instantMs(text) === undefined) return {};
    return { [name]: text } as Record<Name, Instant>;
}

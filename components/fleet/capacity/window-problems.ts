import { instantMs, type Instant } from "../instant";
import { shown, type Problem } from "../problem";
import type { Capacity } from "./capacity";
import { capacityRules } from "./capacity-rules";
import { windowOf } from "./window";

const hour = 3_600_000;
const day = 24 * hour;

/** What is wrong with when there are machines: moments that are none, a window that is none, one that is over. */
export function windowProblems(capacity: Capacity, machineType: string, now: Instant): Problem[] {
    const malformed = momentsOf(capacity).filter(({ text }) => instantMs(text) === undefined);
    if (malformed.length > 0) return malformed.map(notAMoment);
    return [...lifeProblems(capacity), ...spanProblems(capacity), ...endProblems(capacity, machineType, now)];
}

interface Moment {
    readonly path: string;
    readonly text: string;
}

function momentsOf(capacity: Capacity): Moment[] {
    const starts = "startsAt" in capacity ? [{ path: "capacity.startsAt", text: capacity.startsAt }] : [];
    const ends = "endsAt" in capacity && capacity.endsAt !== undefined;
    return [...starts, ...(ends ? [{ path: "capacity.endsAt", text: capacity.endsAt }] : [])];
}

function notAMoment({ path, text }: Moment): Problem {
    const repaired = new Date(text);
    const known = !Number.isNaN(repaired.getTime()) && /[zZ]|[+-]\d\d:?\d\d$/.test(text);
    return {
        id: "capacity.instant",
        path,
        got: shown(text),
        allowed: "a moment in UTC with seconds, for example 2026-12-20T11:30:00Z",
        fix: known
            ? `write ${repaired.toISOString().replace(/\.\d+Z$/, "Z")}`
            : "write the day, T, the time in UTC, and Z",
    };
}

function lifeProblems(capacity: Capacity): Problem[] {
    const { hours: most } = capacityRules[capacity.kind].longest;
    if (!("hours" in capacity) || most === undefined || (capacity.hours >= 1 && capacity.hours <= most)) return [];
    return [
        {
            id: "capacity.window",
            path: "capacity.hours",
            got: shown(capacity.hours),
            allowed: `1 to ${most} hours`,
            fix: `write ${capacity.hours > most ? most : 1}`,
        },
    ];
}

function spanProblems(capacity: Capacity): Problem[] {
    if (!("startsAt" in capacity) || capacity.endsAt === undefined) return [];
    const { startsAt, endsAt } = capacity;
    const span = (instantMs(endsAt) ?? NaN) - (instantMs(startsAt) ?? NaN);
    const { days } = capacityRules[capacity.kind].longest;
    if (span <= 0) {
        return [window(capacity, "an end after its start", "exchange startsAt and endsAt, or correct one of them")];
    }
    if (days === undefined || span <= days * day) return [];
    return [window(capacity, `at most ${days} days`, "correct startsAt or endsAt: the cloud's answer holds both")];
}

function window({ startsAt, endsAt }: { startsAt: Instant; endsAt?: Instant }, allowed: string, fix: string): Problem {
    return {
        id: "capacity.window",
        path: "capacity.startsAt, capacity.endsAt",
        got: `${startsAt} to ${endsAt ?? "no end"}`,
        allowed,
        fix,
    };
}

function endProblems(capacity: Capacity, machineType: string, now: Instant): Problem[] {
    const { state, endsAt } = windowOf(capacity, machineType, now);
    if (state !== "ended" || endsAt === undefined) return [];
    return [
        {
            id: "capacity.ended",
            path: "capacity.endsAt",
            got: `${endsAt}, and it is ${now}`,
            allowed: "an end in the future: there are no machines any more",
            fix: "remove the group, or give it the next reservation",
        },
    ];
}

/** A moment as text: ISO 8601 in UTC with seconds, for example `2026-12-20T11:30:00Z`. */
export type Instant = `${number}-${number}-${number}T${number}:${number}:${number}Z`;

const notation = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * Milliseconds since 1970 of a moment as a user writes it; undefined for a text that is none, or that names a day that there
 * is not.
 *
 * @example
 * instantMs("2026-12-20T11:30:00Z"); // 1797766200000
 * instantMs("2026-02-30T00:00:00Z"); // undefined
 */
export function instantMs(text: string): number | undefined {
    const ms = notation.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(ms) || asInstant(ms) !== text ? undefined : ms;
}

/**
 * The moment of a number of milliseconds since 1970; parts of a second fall away.
 *
 * @example asInstant(Date.UTC(2026, 11, 20, 11, 30)); // "2026-12-20T11:30:00Z"
 */
export function asInstant(ms: number): Instant {
    return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z") as Instant;
}

/**
 * The moment so many minutes before another.
 *
 * @example minutesBefore("2026-12-20T11:30:00Z", 40); // "2026-12-20T10:50:00Z"
 *
 * @throws RangeError for a text that is no moment.
 */
export function minutesBefore(instant: Instant, minutes: number): Instant {
    const ms = instantMs(instant);
    if (ms === undefined) throw new RangeError(`${instant} is no moment`);
    return asInstant(ms - minutes * 60_000);
}

/**
 * The day of a moment, in UTC.
 *
 * @example dayOf("2026-12-20T11:30:00Z"); // "2026-12-20"
 */
export function dayOf(instant: Instant): string {
    return instant.slice(0, 10);
}

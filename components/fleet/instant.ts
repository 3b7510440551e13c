/** A moment as text: ISO 8601 in UTC with seconds, for example `2026-12-20T11:30:00Z`. */
export type Instant = `${number}-${number}-${number}T${number}:${number}:${number}Z`;

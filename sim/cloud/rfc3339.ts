/** A moment as the AWS provider writes it: whole seconds, `2026-12-01T11:30:00Z`. Source: Go's `time.RFC3339`. */
export function rfc3339(moment: Date): string {
    return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Whether a value of a program becomes known only while it runs: a promise, or an output of the engine. */
export function isKnownLater(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    return value instanceof Promise || ("__pulumiOutput" in value && value.__pulumiOutput === true);
}

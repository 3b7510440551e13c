/** Whether a version (`1.35`, `2.26.1`) is another one or newer; false for something that is no version. Parts left out are 0. */
export function isAtLeast(version: string, other: string): boolean {
    const [parts, others] = [numbers(version), numbers(other)];
    const length = Math.max(parts.length, others.length);
    const differences = Array.from({ length }, (_, index) => (parts[index] ?? 0) - (others[index] ?? 0));
    return !differences.some(Number.isNaN) && (differences.find(difference => difference !== 0) ?? 0) >= 0;
}

function numbers(version: string): readonly number[] {
    return version.split(".").map(part => (part === "" ? NaN : Number(part)));
}

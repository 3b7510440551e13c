/** Whether a Kubernetes version (`1.35`) is another one or newer; false for something that is no version. */
export function isAtLeast(version: string, other: string): boolean {
    const [major, minor] = numbers(version);
    const [otherMajor, otherMinor] = numbers(other);
    return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

function numbers(version: string): readonly [number, number] {
    const [major = NaN, minor = NaN] = version.split(".").map(Number);
    return [major, minor];
}

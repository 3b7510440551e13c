/**
 * The syntax that the Kubernetes API asks of names, keys and values.
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go, v0.35.
 */
const longest = 63;
const longestPrefix = 253;
const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const letters = "letters, digits, - _ . that start and end with a letter or digit";
export const qualifiedNameText = `an optional DNS prefix and /, then 1 to 63 ${letters}`;
export const labelValueText = `at most 63 ${letters}`;
export const nonEmptyLabelValueText = `1 to 63 ${letters}`;
export const dnsLabelText = "at most 63 lower-case letters, digits and - that start and end with a letter or digit";

/** A label or taint key: `team`, `example.com/team`. */
export function isQualifiedName(text: string): boolean {
    const parts = text.split("/");
    const name = parts.pop() ?? "";
    const [prefix] = parts;
    if (parts.length > 1 || !isNamePart(name)) return false;
    return prefix === undefined || (prefix.length <= longestPrefix && dnsSubdomain.test(prefix));
}

/** A label or taint value; the empty one is valid. */
export function isLabelValue(text: string): boolean {
    return text === "" || isNamePart(text);
}

/** A name that may become part of host names and of most names in Kubernetes. */
export function isDnsLabel(text: string): boolean {
    return text.length <= longest && dnsLabel.test(text);
}

/** The text made into a valid label value, or `undefined` when nothing of it is left. */
export function asLabelValue(text: string): string | undefined {
    return trimmed(text.replace(/[^-A-Za-z0-9_.]+/g, "-"), /^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g);
}

/** The text made into a DNS label, or `undefined` when nothing of it is left. */
export function asDnsLabel(text: string): string | undefined {
    return trimmed(text.toLowerCase().replace(/[^-a-z0-9]+/g, "-"), /^-+|-+$/g);
}

function trimmed(text: string, ends: RegExp): string | undefined {
    const kept = text.replace(ends, "").slice(0, longest).replace(ends, "");
    return kept === "" ? undefined : kept;
}

function isNamePart(text: string): boolean {
    return text.length <= longest && namePart.test(text);
}

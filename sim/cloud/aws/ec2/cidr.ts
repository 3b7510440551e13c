/** A block of IPv4 addresses, as numbers. */
export interface Cidr {
    readonly first: number;
    readonly size: number;
    readonly prefix: number;
}

/** Undefined when the text is no IPv4 block. Host bits may be set, as the API takes them: `10.0.0.7/24` is `10.0.0.0/24`. */
export function parseCidr(text: string): Cidr | undefined {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
    if (!parts) return undefined;
    const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = parts.slice(1).map(Number);
    if ([a, b, c, d].some(octet => octet > 255) || prefix > 32) return undefined;
    const size = 2 ** (32 - prefix);
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    return { first: address - (address % size), size, prefix };
}

export function formatCidr(cidr: Cidr): string {
    return `${formatAddress(cidr.first)}/${cidr.prefix}`;
}

export function formatAddress(address: number): string {
    return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function parseAddress(text: string): number | undefined {
    return parseCidr(`${text}/32`)?.first;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
    return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
    return one.first < other.first + other.size && other.first < one.first + one.size;
}

import { ip2long, long2ip, Netmask } from "netmask";

/** A block of IPv4 addresses, for example `10.0.0.0/16`. */
export type Block = Netmask;

const notation = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * The block that a text in CIDR notation names; undefined for any other text. Octets with a leading zero are refused
 * because readers disagree on whether they are octal.
 */
export function parseBlock(text: string): Block | undefined {
    const parts = notation.exec(text)?.slice(1);
    if (parts === undefined || parts.some(part => part.length > 1 && part.startsWith("0"))) return undefined;
    const [prefix, ...octets] = parts.map(Number).reverse();
    if (prefix === undefined || prefix > 32 || octets.some(octet => octet > 255)) return undefined;
    return new Netmask(text);
}

/** Whether the text names the first address of the block: `10.0.0.1/16` is in the block, it does not name it. */
export function namesItsBase(text: string, block: Block): boolean {
    return text === block.toString();
}

/** Whether two blocks share an address. */
export function overlap(a: Block, b: Block): boolean {
    return a.contains(b.base) || b.contains(a.base);
}

/** The part with this number when the block is cut into 2^`bits` equal parts, numbered from 0. */
export function part(block: Block, bits: number, number: number): Block {
    const prefix = block.bitmask + bits;
    return new Netmask(`${long2ip(ip2long(block.base) + number * 2 ** (32 - prefix))}/${prefix}`);
}

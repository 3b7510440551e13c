import type { InstanceType } from "./instance-types";
import { cellList, tableRows } from "./table";

/** ENA, ENA with EFA, or EFA alone. */
export type InterfaceKind = "interface" | "efa" | "efa-only";

/** What one network card of a type takes. */
export interface NetworkCard {
    readonly interfaces: number;
    readonly kinds: readonly InterfaceKind[];
}

let cardsByType: ReadonlyMap<string, readonly NetworkCard[]> | undefined;

/**
 * The network cards of a type, by their index. Source: data/aws-network-cards.csv (NetworkInfo.NetworkCards of
 * DescribeInstanceTypes); a type that it does not have takes no EFA and has its interfaces spread evenly over its cards.
 */
export function networkCards(type: InstanceType): readonly NetworkCard[] {
    cardsByType ??= readCards();
    const known = cardsByType.get(type.name);
    if (known) return known;
    const count = Math.max(1, type.networkCards);
    const interfaces = Math.floor((type.maxInterfaces ?? count) / count);
    return Array.from({ length: count }, () => ({ interfaces, kinds: ["interface"] }));
}

/** "You can assign only one EFA or EFA-only network interface per network card" (EC2 user guide, using-eni). */
export function fabricInterfaces({ kinds }: NetworkCard): number {
    return kinds.some(kind => kind !== "interface") ? 1 : 0;
}

function readCards(): ReadonlyMap<string, readonly NetworkCard[]> {
    const cards = new Map<string, NetworkCard[]>();
    for (const row of tableRows<"instanceType" | "cards" | "maxInterfaces" | "kinds">("data/aws-network-cards.csv")) {
        const ofType = cards.get(row.instanceType) ?? [];
        const kinds = cellList(row.kinds).filter(isKind);
        for (const index of indexes(row.cards)) ofType[index] = { interfaces: Number(row.maxInterfaces), kinds };
        cards.set(row.instanceType, ofType);
    }
    return cards;
}

/** `0-31`, `1|5|9|13` or `0`. */
function indexes(cell: string): readonly number[] {
    return cellList(cell).flatMap(part => {
        const [first = 0, last = first] = part.split("-").map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function isKind(value: string): value is InterfaceKind {
    return value === "interface" || value === "efa" || value === "efa-only";
}

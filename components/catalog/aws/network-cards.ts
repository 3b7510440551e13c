import type { Known } from "../known";
import { once } from "../once";
import { awsInstanceType, type AwsInstanceTypeFacts } from "./instance-types";

/** `interface`: Ethernet. `efa`: Ethernet with EFA, takes addresses. `efa-only`: EFA alone, takes no address. */
export type AwsInterfaceKind = "interface" | "efa" | "efa-only";

/** One network card of an instance: what may be attached to it. */
export interface AwsNetworkCard {
    readonly index: number;
    readonly maxInterfaces: number;
    readonly kinds: readonly AwsInterfaceKind[];
    /** Whether it takes an EFA interface, with or without Ethernet. */
    readonly efa: boolean;
    /** Whether it has one when all the bandwidth of the accelerators shall be used: what AWS recommends for the type. */
    readonly efaByDefault: boolean;
}

/** The network cards of a type, by index. */
export type AwsNetworkCards = Known<{
    cards: readonly AwsNetworkCard[];
    /** Whether EC2's own listing says so; otherwise the guide or another source does, and the caller may override it. */
    verified: boolean;
    asOf: string;
    source: string;
}>;

/** Entries of data/aws-network-cards.csv, one per card. */
export interface AwsNetworkCardRow extends AwsNetworkCard {
    readonly type: string;
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

/**
 * Where EC2 lets the interfaces of an instance stand, and how AWS advises to lay them out. Source: EC2 user guide,
 * efa-acc-inst-types and efa.
 */
export const awsInterfaceRules = {
    /** Of the first interface of an instance. */
    primary: { card: 0, device: 0, kinds: ["interface", "efa"], byDefault: "interface" },
    /** Device index of an EFA interface: beside the first interface of the instance, and on a card of its own. */
    efaDevice: { besidePrimary: 1, ownCard: 0 },
    /** EFA interfaces that one card takes. */
    efaPerCard: 1,
    /** From this version on the pod network leaves `efa-only` interfaces alone. */
    efaOnlyNeedsVpcCni: "v1.18.5",
    asOf: "2026-11-24",
    sources: [
        "EC2 user guide efa-acc-inst-types (basic configuration; stored copies of 2026)",
        "EKS user guide node-efa (one EFA per card, version of the pod network)",
    ],
} as const;

const table = once(() => {
    const byType = new Map<string, AwsNetworkCardRow[]>();
    for (const row of require("../generated/aws-network-cards.json") as readonly AwsNetworkCardRow[]) {
        byType.set(row.type, [...(byType.get(row.type) ?? []), row]);
    }
    return byType;
});

/**
 * The network cards of a type. A type with one card and without EFA has the one that its other facts tell.
 *
 * @example
 * const found = awsNetworkCards("p6-b300.48xlarge");
 * const withEfa = found.known ? found.cards.filter(card => card.efa).length : 0; // 16 of 17
 *
 * @returns `{ known: false, why }` for a name that the catalogue does not know, and where no source tells.
 */
export function awsNetworkCards(type: string): AwsNetworkCards {
    const facts = awsInstanceType(type);
    if (!facts) return { known: false, why: `the catalogue has no instance type ${type}` };
    const rows = table().get(type);
    const [first] = rows ?? [];
    if (!rows || !first) return onlyCard(facts);
    return {
        known: true,
        cards: rows.map(({ index, maxInterfaces, kinds, efa, efaByDefault }) => ({
            index,
            maxInterfaces,
            kinds,
            efa,
            efaByDefault,
        })),
        verified: rows.every(({ verified }) => verified),
        asOf: first.asOf,
        source: first.source,
    };
}

function onlyCard({ name, efa, network, asOf, source }: AwsInstanceTypeFacts): AwsNetworkCards {
    const { addresses, cards } = network;
    if (cards !== 1 || !efa.known || efa.interfaces > 0 || !addresses.known) {
        return { known: false, why: `no source lists the network cards of ${name}` };
    }
    const card = { index: 0, maxInterfaces: addresses.maxEnis, efa: false, efaByDefault: false } as const;
    return { known: true, cards: [{ ...card, kinds: ["interface"] }], verified: true, asOf, source };
}

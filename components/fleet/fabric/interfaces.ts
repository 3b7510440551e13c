import { awsInterfaceRules, type AwsNetworkCard } from "../../catalog/aws/network-cards";
import type { NodeInterface } from "./fabric";

/**
 * Most EFA interfaces that the cards of a type take.
 *
 * @example
 * const cards = awsNetworkCards("p6-b300.48xlarge");
 * const most = cards.known ? mostEfaInterfaces(cards.cards) : 0; // 16: the first of its 17 cards has Ethernet only
 */
export function mostEfaInterfaces(cards: readonly AwsNetworkCard[]): number {
    return cardsWithEfa(cards).length;
}

/**
 * EFA interfaces with which a type uses all the bandwidth that its accelerators can use, as AWS recommends.
 *
 * @example
 * const cards = awsNetworkCards("p5.48xlarge");
 * const usual = cards.known ? recommendedEfaInterfaces(cards.cards) : 0; // 32
 */
export function recommendedEfaInterfaces(cards: readonly AwsNetworkCard[]): number {
    return cardsWithEfa(cards).filter(card => card.efaByDefault).length;
}

/**
 * The interfaces of a node with this many EFA interfaces, in the layout that AWS gives today: Ethernet first, and each EFA
 * interface without Ethernet, so that it takes no address. None at all without EFA: EC2 then gives the node its one interface.
 * Source: `awsInterfaceRules`.
 *
 * @example
 * const cards = awsNetworkCards("g6e.24xlarge");
 * const layout = cards.known ? interfaceLayout(cards.cards, 2) : [];
 * // [{ card: 0, device: 0, kind: "interface" }, { card: 0, device: 1, kind: "efa-only" }, { card: 1, device: 0, kind: "efa-only" }]
 *
 * @throws RangeError for more interfaces than the cards take: `fabricProblems` says so first.
 */
export function interfaceLayout(cards: readonly AwsNetworkCard[], efaInterfaces: number): readonly NodeInterface[] {
    if (efaInterfaces === 0) return [];
    const chosen = cardsWithEfa(cards).slice(0, efaInterfaces);
    if (chosen.length < efaInterfaces) {
        throw new RangeError(`the cards take ${chosen.length} EFA interfaces, not ${efaInterfaces}`);
    }
    const { primary, efaDevice } = awsInterfaceRules;
    const first = chosen.find(card => card.index === primary.card);
    // A card that takes one interface only must carry Ethernet and EFA on it.
    const shared = first !== undefined && !hasRoomBesidePrimary(first);
    const others = chosen.filter(card => !(shared && card === first));
    return [
        { card: primary.card, device: primary.device, kind: shared ? "efa" : primary.byDefault },
        ...others
            .map(({ index }) => ({
                card: index,
                device: index === primary.card ? efaDevice.besidePrimary : efaDevice.ownCard,
                kind: "efa-only" as const,
            }))
            .sort((a, b) => a.card - b.card),
    ];
}

/** Those that AWS recommends first, each group by index. */
function cardsWithEfa(cards: readonly AwsNetworkCard[]): readonly AwsNetworkCard[] {
    const able = cards.filter(takesEfa);
    return [...able.filter(card => card.efaByDefault), ...able.filter(card => !card.efaByDefault)];
}

function takesEfa(card: AwsNetworkCard): boolean {
    if (!card.efa) return false;
    if (card.index !== awsInterfaceRules.primary.card) return card.kinds.includes("efa-only");
    return hasRoomBesidePrimary(card) ? card.kinds.includes("efa-only") : card.kinds.includes("efa");
}

function hasRoomBesidePrimary({ maxInterfaces }: AwsNetworkCard): boolean {
    return maxInterfaces > awsInterfaceRules.efaDevice.besidePrimary;
}

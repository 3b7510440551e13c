// Layouts of network interfaces against the table of cards and the rules of EC2's guide, for every type with EFA. Does not
// prove that the table is what EC2 sells, nor that EC2 accepts a layout: the simulated EC2 judges launches by rules of its own.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes } from "../../../components/catalog/aws/instance-types";
import { awsNetworkCards, type AwsNetworkCard } from "../../../components/catalog/aws/network-cards";
import { interfaceLayout, mostEfaInterfaces, recommendedEfaInterfaces } from "../../../components/fleet/fabric";

interface Carded {
    readonly name: string;
    readonly cards: readonly AwsNetworkCard[];
    /** What EC2's listing says of the type as a whole; undefined where no listing holds it. */
    readonly listed: number | undefined;
}

const types = awsInstanceTypes().flatMap(({ name, efa }): Carded[] => {
    const found = awsNetworkCards(name);
    return found.known ? [{ name, cards: found.cards, listed: efa.known ? efa.interfaces : undefined }] : [];
});
const withEfa = types.filter(({ cards }) => mostEfaInterfaces(cards) > 0);
const cardsOf = (name: string) => types.find(type => type.name === name)?.cards ?? [];

const anyLayout = fc
    .constantFrom(...withEfa)
    .chain(type =>
        fc.record({ type: fc.constant(type), count: fc.integer({ min: 1, max: mostEfaInterfaces(type.cards) }) }),
    )
    .map(({ type, count }) => ({ ...type, count, layout: interfaceLayout(type.cards, count) }));

describe("the most EFA interfaces of a type", () => {
    it("are those that EC2 lists for it", () => {
        for (const { name, cards, listed } of types) {
            if (listed !== undefined) assert.equal(mostEfaInterfaces(cards), listed, name);
        }
    });

    it("are what AWS recommends, but for types whose cards share their GPU or their wire", () => {
        const differing = withEfa.filter(({ cards }) => recommendedEfaInterfaces(cards) !== mostEfaInterfaces(cards));
        assert.deepEqual(
            differing.map(({ name, cards }) => [name, recommendedEfaInterfaces(cards), mostEfaInterfaces(cards)]),
            [["p6e-gb200.36xlarge", 4, 16]],
        );
    });
});

describe("the layout of a node's interfaces", () => {
    it("is empty without EFA: EC2 gives the node its one interface", () => {
        for (const { cards } of types) assert.deepEqual(interfaceLayout(cards, 0), []);
    });

    it("has exactly the EFA interfaces that are asked for, and Ethernet once, first", () =>
        fc.assert(
            fc.property(anyLayout, ({ count, layout }) => {
                const efa = layout.filter(({ kind }) => kind !== "interface");
                assert.equal(efa.length, count);
                assert.equal(layout.length, count + 1);
                assert.deepEqual(layout[0], { card: 0, device: 0, kind: "interface" });
            }),
        ));

    it("never puts two interfaces in one place", () =>
        fc.assert(
            fc.property(anyLayout, ({ layout }) => {
                const places = layout.map(({ card, device }) => `${card} ${device}`);
                assert.equal(new Set(places).size, places.length);
            }),
        ));

    it("never asks of a card what it does not take: so many, such kinds, one EFA", () =>
        fc.assert(
            fc.property(anyLayout, ({ cards, layout }) => {
                for (const card of cards) {
                    const own = layout.filter(each => each.card === card.index);
                    assert.ok(own.length <= card.maxInterfaces);
                    assert.ok(
                        own.every(({ kind, device }) => card.kinds.includes(kind) && device < card.maxInterfaces),
                    );
                    assert.ok(own.filter(({ kind }) => kind !== "interface").length <= 1);
                }
                assert.ok(layout.every(({ card }) => cards.some(({ index }) => index === card)));
            }),
        ));

    it("takes the cards that AWS recommends before others", () =>
        fc.assert(
            fc.property(anyLayout, ({ cards, count, layout }) => {
                const recommended = new Set(cards.filter(card => card.efaByDefault).map(({ index }) => index));
                const efa = layout.filter(({ kind }) => kind === "efa-only").map(({ card }) => card);
                const others = efa.filter(card => !recommended.has(card));
                assert.equal(others.length, Math.max(0, count - recommended.size));
            }),
        ));

    const firstCard = [
        { card: 0, device: 0, kind: "interface" },
        { card: 0, device: 1, kind: "efa-only" },
    ];
    const examples: readonly (readonly [string, number, readonly object[]])[] = [
        ["g6.8xlarge", 1, firstCard],
        ["g6e.24xlarge", 2, [...firstCard, { card: 1, device: 0, kind: "efa-only" }]],
        ["p4d.24xlarge", 4, [...firstCard, ...[1, 2, 3].map(card => ({ card, device: 0, kind: "efa-only" }))]],
        [
            "p6-b300.48xlarge",
            2,
            [
                { card: 0, device: 0, kind: "interface" },
                { card: 1, device: 0, kind: "efa-only" },
                { card: 2, device: 0, kind: "efa-only" },
            ],
        ],
        [
            "p6e-gb200.36xlarge",
            4,
            [
                { card: 0, device: 0, kind: "interface" },
                ...[1, 5, 9, 13].map(card => ({ card, device: 0, kind: "efa-only" })),
            ],
        ],
    ];
    for (const [name, count, layout] of examples) {
        it(`of ${name} with ${count} EFA is that of AWS's guide`, () =>
            assert.deepEqual(interfaceLayout(cardsOf(name), count), layout));
    }

    it("carries Ethernet and EFA on one interface where the first card takes only one", () => {
        const card = {
            index: 0,
            maxInterfaces: 1,
            kinds: ["interface", "efa"],
            efa: true,
            efaByDefault: true,
        } as const;
        assert.deepEqual(interfaceLayout([card], 1), [{ card: 0, device: 0, kind: "efa" }]);
    });

    it("is not made for more than the cards take", () =>
        assert.throws(() => interfaceLayout(cardsOf("g6.8xlarge"), 2), /take 1 EFA interfaces, not 2/));
});

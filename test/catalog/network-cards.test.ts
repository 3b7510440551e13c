// Network cards against their table and against what the instance types say. Nothing here attaches an interface.
import assert from "node:assert/strict";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { awsInterfaceRules, awsNetworkCards, type AwsNetworkCard } from "../../components/catalog/aws/network-cards";
import { cells } from "./csv";

const rows = cells("aws-network-cards.csv");
const listed = awsInstanceTypes().filter(({ status }) => status === "current" || status === "legacy");

function cardsOf(type: string): readonly AwsNetworkCard[] {
    const found = awsNetworkCards(type);
    assert.ok(found.known, found.known ? "" : found.why);
    return found.cards;
}

function numbers(cell: string): readonly number[] {
    return cell.split("|").flatMap(range => {
        const [first, last] = range.split("-").map(Number);
        return Array.from({ length: (last ?? first!) - first! + 1 }, (_, i) => first! + i);
    });
}

describe("network cards", () => {
    it("are the rows of the table, card by card", () => {
        for (const row of rows) {
            for (const index of numbers(row.cards!)) {
                const card = cardsOf(row.instanceType!)[index];
                assert.ok(card, `${row.instanceType} card ${index}`);
                assert.deepEqual(
                    [card.index, String(card.maxInterfaces), card.kinds.join("|"), card.efaByDefault],
                    [index, row.maxInterfaces, row.kinds, row.efaByDefault === "yes"],
                );
                assert.equal(card.efa, row.kinds!.includes("efa"));
            }
        }
    });

    it("are as many as the type has, by index, and hold the interfaces that it may have", () => {
        for (const type of listed) {
            const cards = cardsOf(type.name);
            assert.deepEqual(
                cards.map(({ index }) => index),
                Array.from({ length: type.network.cards }, (_, i) => i),
                type.name,
            );
            const { addresses } = type.network;
            assert.ok(addresses.known);
            const most = cards.reduce((sum, card) => sum + card.maxInterfaces, 0);
            assert.equal(most, addresses.maxEnis, type.name);
        }
    });

    it("take as many EFA interfaces as the type may have, one each", () => {
        assert.equal(awsInterfaceRules.efaPerCard, 1);
        for (const type of listed) {
            assert.ok(type.efa.known);
            const cards = cardsOf(type.name);
            assert.equal(cards.filter(({ efa }) => efa).length, type.efa.interfaces, type.name);
            assert.equal(cards.filter(({ efaByDefault }) => efaByDefault).length, type.efa.interfaces, type.name);
        }
    });

    it("let the first interface stand on the first card, with room for EFA beside it where the card has EFA", () => {
        const { card, kinds } = awsInterfaceRules.primary;
        for (const type of listed) {
            const first = cardsOf(type.name)[card];
            assert.ok(first, type.name);
            assert.ok(
                first.kinds.some(kind => kinds.some(allowed => allowed === kind)),
                type.name,
            );
            const { besidePrimary } = awsInterfaceRules.efaDevice;
            if (first.efaByDefault) assert.ok(first.maxInterfaces > besidePrimary, type.name);
        }
    });

    it("of p6-b300 are 17, the first without EFA", () => {
        const cards = cardsOf("p6-b300.48xlarge");
        assert.equal(cards.length, 17);
        assert.deepEqual(
            cards.filter(({ efa }) => !efa).map(({ index }) => index),
            [0],
        );
    });

    it("of p6e-gb200 are 17 that no listing verifies: odd ones for EFA alone, one per GPU by default", () => {
        const found = awsNetworkCards("p6e-gb200.36xlarge");
        assert.ok(found.known);
        assert.equal(found.verified, false);
        assert.equal(found.cards.length, 17);
        for (const { index, kinds, maxInterfaces } of found.cards.slice(1)) {
            assert.deepEqual([...kinds], index % 2 === 1 ? ["efa-only"] : ["interface", "efa", "efa-only"]);
            assert.equal(maxInterfaces, index % 2 === 1 ? 1 : 2);
        }
        assert.deepEqual(
            found.cards.filter(({ efaByDefault }) => efaByDefault).map(({ index }) => index),
            [1, 5, 9, 13],
        );
    });

    it("are verified by EC2's listing for every type that it has", () => {
        for (const { name } of listed) {
            const found = awsNetworkCards(name);
            assert.ok(found.known && found.verified, name);
        }
    });

    it("are unknown, with a reason, for other names and where no source tells", () => {
        assert.deepEqual(awsNetworkCards("p9.metal"), {
            known: false,
            why: "the catalogue has no instance type p9.metal",
        });
        assert.equal(awsNetworkCards("dl1.24xlarge").known, false);
    });
});

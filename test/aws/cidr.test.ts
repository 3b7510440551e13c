/** Address arithmetic and the layout of subnets. Does not prove that EC2 has free addresses, or that ranges fit peered networks. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { namesItsBase, overlap, parseBlock, type Block } from "../../components/aws/network/cidr";
import {
    hasRoomFor,
    highestZoneNumber,
    smallestLayout,
    smallestSubnet,
    zoneSubnets,
} from "../../components/aws/network/subnet-layout";

/** A VPC that holds the layout, anywhere in 10.0.0.0/8. */
const vpc = fc
    .tuple(fc.integer({ min: 16, max: smallestLayout }), fc.nat({ max: 255 }), fc.nat({ max: 255 }))
    .map(([prefix, second, third]) => {
        const inside = block(`10.${second}.${third}.0/${prefix}`);
        return block(inside.toString());
    });
const zoneNumber = fc.integer({ min: 1, max: highestZoneNumber });

describe("a block of addresses", () => {
    for (const text of ["10.0.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "192.168.4.0/28"]) {
        it(`is read from ${text}`, () => assert.equal(parseBlock(text)?.toString(), text));
    }

    for (const text of [
        "10.0.0.0",
        "10.0.0/16",
        "10.0.0.0/33",
        "10.0.0.256/16",
        "010.0.0.0/16",
        "10.0.0.0/016",
        " 10.0.0.0/16",
        "10.0.0.0/16 ",
        "0x0a.0.0.0/16",
        "::/0",
        "",
    ]) {
        it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(parseBlock(text), undefined));
    }

    it("is named by its first address only", () => {
        assert.equal(namesItsBase("10.0.0.1/16", block("10.0.0.1/16")), false);
        assert.equal(namesItsBase("10.0.0.0/16", block("10.0.0.0/16")), true);
    });

    it("overlaps what it holds and what holds it, and nothing beside it", () => {
        assert.ok(overlap(block("10.0.0.0/16"), block("10.0.9.0/24")));
        assert.ok(overlap(block("10.0.9.0/24"), block("10.0.0.0/16")));
        assert.ok(!overlap(block("10.0.0.0/24"), block("10.0.1.0/24")));
    });
});

describe("the layout of subnets", () => {
    it("gives each zone an eighth of the VPC and a small public subnet", () => {
        assert.deepEqual(zoneSubnets(block("10.0.0.0/16"), "use2-az1"), {
            private: "10.0.32.0/19",
            public: "10.0.4.0/22",
        });
        assert.deepEqual(zoneSubnets(block("10.0.0.0/16"), "use1-az6"), {
            private: "10.0.192.0/19",
            public: "10.0.24.0/22",
        });
    });

    it("stays inside the VPC, within the sizes of EC2, and never overlaps itself", () => {
        fc.assert(
            fc.property(vpc, network => {
                const zones = Array.from({ length: highestZoneNumber }, (_, index) => `use1-az${index + 1}`);
                const ranges = zones.flatMap(zone => Object.values(zoneSubnets(network, zone)).map(block));
                for (const [index, range] of ranges.entries()) {
                    assert.ok(network.contains(range), `${range.toString()} is outside ${network.toString()}`);
                    assert.ok(range.bitmask >= 16 && range.bitmask <= smallestSubnet);
                    assert.ok(ranges.slice(0, index).every(other => !overlap(range, other)));
                }
            }),
        );
    });

    it("does not depend on which other zones there are, nor on the region", () => {
        fc.assert(
            fc.property(vpc, zoneNumber, (network, number) => {
                assert.deepEqual(zoneSubnets(network, `use2-az${number}`), zoneSubnets(network, `apne1-az${number}`));
            }),
        );
    });

    it("has a place for zones az1 to az7 and for nothing else", () => {
        assert.ok(hasRoomFor("usw2-az4"));
        for (const zone of ["use1-az0", "use1-az8", "us-east-1a", "", "use1-az"]) assert.ok(!hasRoomFor(zone), zone);
    });
});

function block(text: string): Block {
    const parsed = parseBlock(text);
    assert.ok(parsed, text);
    return parsed;
}

// Arithmetic of address blocks. Not proven here: IPv6.
import assert from "node:assert/strict";

import fc from "fast-check";

import {
    contains,
    formatAddress,
    formatCidr,
    overlaps,
    parseAddress,
    parseCidr,
    type Cidr,
} from "../../../../sim/cloud/aws/ec2/cidr";

const cidr: fc.Arbitrary<Cidr> = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => parseCidr(`${formatAddress(address)}/${prefix}`)!);

describe("an address block", () => {
    it("is written as it is read", () => {
        fc.assert(fc.property(cidr, block => assert.deepEqual(parseCidr(formatCidr(block)), block)));
    });

    it("is no block when it is anything else", () => {
        for (const text of [
            "10.0.0.0",
            "10.0.0/8",
            "10.0.0.256/24",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "::/0",
            "",
            "a.b.c.d/8",
        ]) {
            assert.equal(parseCidr(text), undefined, text);
        }
    });

    it("contains its first and last address, and not their neighbours", () => {
        fc.assert(
            fc.property(cidr, ({ first, size, prefix }) => {
                const block = { first, size, prefix };
                const has = (address: number) => contains(block, { first: address, size: 1, prefix: 32 });
                assert.ok(has(first) && has(first + size - 1));
                assert.ok(!has(first - 1) && !has(first + size));
            }),
        );
    });

    it("overlaps another exactly when one contains the other", () => {
        fc.assert(
            fc.property(cidr, cidr, (one, other) => {
                assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
            }),
        );
    });

    it("has addresses that are written as they are read", () => {
        assert.equal(formatAddress(parseAddress("10.0.3.255")!), "10.0.3.255");
    });
});

/*
 * Interfaces of a launch: what EC2 refuses of them, and which addresses they take.
 * Not proven here: that a card of a real type takes as many interfaces as the tables say.
 */
import assert from "node:assert/strict";

import { instanceType } from "../../../../sim/cloud/aws/ec2/instance-types";
import { combinationProblem, interfacesOf, limitProblem } from "../../../../sim/cloud/aws/ec2/interface-layout";
import { runInstances } from "../../../../sim/cloud/aws/ec2/instances";
import { freeAddresses, interfacesOfOwner } from "../../../../sim/cloud/aws/ec2/network-interfaces";
import { fabricInterfaces, networkCards } from "../../../../sim/cloud/aws/ec2/network-cards";
import { subnetOf } from "../../../../sim/cloud/aws/ec2/subnets";
import { tableRows } from "../../../../sim/cloud/aws/ec2/table";
import type { Props } from "../../../../sim/cloud/contract";
import { anAccount, testRegion } from "../an-account";
import { aNetwork } from "./a-network";

type Kind = "interface" | "efa" | "efa-only";
const at = (networkCardIndex: number, deviceIndex: number, interfaceType: Kind, more: Props = {}): Props => ({
    networkCardIndex,
    deviceIndex,
    interfaceType,
    ...more,
});
const specsOf = (...networkInterfaces: readonly Props[]) => interfacesOf({ networkInterfaces });

/** The layout that AWS recommends: an ENA interface first, EFA-only ones on every card that takes one. */
function recommended(cards: number, firstCardHasEfa = true): readonly Props[] {
    const others = Array.from({ length: cards - 1 }, (_, index) => at(index + 1, 0, "efa-only"));
    return [at(0, 0, "interface"), ...(firstCardHasEfa ? [at(0, 1, "efa-only")] : []), ...others];
}

/** What eksctl made before: an EFA with addresses on every card. */
const older = (cards: number) => [
    at(0, 0, "efa"),
    ...Array.from({ length: cards - 1 }, (_, index) => at(index + 1, 1, "efa")),
];

describe("the interfaces of a launch", () => {
    const combinations: readonly (readonly [what: string, specs: readonly Props[], groups: string[], says: RegExp])[] =
        [
            [
                "security groups beside them",
                [at(0, 0, "interface")],
                ["sg-1"],
                /InvalidParameterCombination: Network interfaces and an instance-level security groups may not be specified on the same request/,
            ],
            ["no primary one", [at(1, 0, "interface")], [], /network card index 0 and device index 0 is required/],
            ["an EFA-only primary one", [at(0, 0, "efa-only")], [], /EFA-only network interface cannot be the primary/],
            [
                "two in one place",
                [at(0, 0, "interface"), at(1, 1, "efa"), at(1, 1, "efa-only")],
                [],
                /requires a unique device index/,
            ],
            [
                "a public address for one of several",
                [at(0, 0, "interface", { associatePublicIpAddress: "true" }), at(0, 1, "efa-only")],
                [],
                /associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces/,
            ],
            [
                "addresses on an EFA-only one",
                [at(0, 0, "interface"), at(0, 1, "efa-only", { ipv4PrefixCount: 1 })],
                [],
                /EFA-only network interface cannot be assigned IP addresses/,
            ],
        ];
    for (const [what, specs, groups, says] of combinations)
        it(`are refused with ${what}`, () => {
            assert.match(String(combinationProblem(specsOf(...specs), groups)), says);
        });

    it("may have the same device index on different cards", () => {
        assert.equal(combinationProblem(specsOf(...recommended(32)), []), undefined);
    });

    const limits: readonly (readonly [type: string, specs: readonly Props[], says: RegExp | undefined])[] = [
        ["p5.48xlarge", recommended(32), undefined],
        ["p5.48xlarge", older(32), undefined],
        ["p5en.48xlarge", recommended(16), undefined],
        ["p4d.24xlarge", recommended(4), undefined],
        ["g6.8xlarge", [at(0, 0, "interface"), at(0, 1, "efa-only")], undefined],
        ["p6-b300.48xlarge", recommended(17, false), undefined],
        [
            "p6-b300.48xlarge",
            older(17),
            /AttachmentLimitExceeded: EFA interface count 17 exceeds allowed limit for p6-b300\.48xlarge\. Network Card 0 \(requested: 1, limit: 0\)\./,
        ],
        ["g6.xlarge", [at(0, 0, "efa")], /UnsupportedOperation: EFA interfaces are not supported on g6\.xlarge/],
        [
            "p5.48xlarge",
            [at(0, 0, "efa"), at(0, 1, "efa-only")],
            /EFA interface count 2 exceeds allowed limit for p5\.48xlarge\. Network Card 0 \(requested: 2, limit: 1\)\./,
        ],
        ["p5.48xlarge", [at(0, 0, "interface"), at(32, 0, "efa-only")], /Network card index 32 is not valid/],
        ["p5.48xlarge", [at(0, 0, "interface"), at(1, 2, "efa-only")], /Device index 2 is not valid/],
        [
            "m7i.large",
            [0, 1, 2, 3].map(device => at(0, device, "interface")),
            /AttachmentLimitExceeded: Interface count 4 exceeds allowed limit for m7i\.large/,
        ],
    ];
    for (const [name, specs, says] of limits)
        it(`are ${says ? "too many or misplaced" : "taken"}: ${specs.length} on ${name}, ${specsOf(...specs).at(0)?.kind ?? ""} first`, () => {
            const type = instanceType(name);
            assert.ok(type);
            const problem = limitProblem(type, specsOf(...specs));
            if (says) assert.match(String(problem), says);
            else assert.equal(problem, undefined);
        });

    it("agree with the numbers that EC2 gives of a type as a whole, for every current type with a known number", () => {
        for (const { instanceType: name, status } of tableRows<"instanceType" | "status">(
            "data/aws-accelerators.csv",
        )) {
            const type = instanceType(name);
            if (status === "retired" || type?.efaInterfaces === undefined) continue;
            const cards = networkCards(type);
            assert.equal(cards.length, type.networkCards, name);
            const fabric = cards.reduce((sum, card) => sum + fabricInterfaces(card), 0);
            assert.equal(fabric, type.efaInterfaces, name);
        }
    });

    it("are not held against a number that the API has never said", () => {
        const type = instanceType("trn2u.48xlarge");
        assert.ok(type);
        assert.equal(type.maxInterfaces, undefined);
        const sixteen = Array.from({ length: 16 }, (_, card) => at(card, card === 0 ? 0 : 1, "efa"));
        assert.equal(limitProblem(type, specsOf(...sixteen)), undefined);
        assert.match(String(limitProblem(type, specsOf(...sixteen, at(0, 2, "interface")))), /not valid|exceeds/);
    });

    const addresses: readonly (readonly [what: string, specs: readonly Props[], taken: number])[] = [
        ["one of an EFA-only layout", recommended(32), 1],
        ["thirty-two of an EFA layout", older(32), 32],
        ["secondary ones that are asked for", [at(0, 0, "interface", { ipv4AddressCount: 9 })], 10],
        ["sixteen for each prefix", [at(0, 0, "interface", { ipv4PrefixCount: 2 })], 33],
    ];
    for (const [what, specs, taken] of addresses)
        it(`take the addresses of their layout: ${what}`, async () => {
            const account = anAccount({ quotas: { "ec2/L-417A185B": 192 } });
            const { subnet } = await aNetwork(account);
            const call = { account, region: testRegion, tags: {}, signal: account.closing };
            const before = freeAddresses(account, testRegion, subnetOf(account, testRegion, subnet, "test"));
            const [instance] = await account.change(() =>
                runInstances(call, {
                    instanceType: "p5.48xlarge",
                    subnetId: subnet,
                    count: 1,
                    market: "onDemand",
                    owner: "a-group",
                    securityGroupIds: [],
                    interfaces: specsOf(...specs),
                    tags: {},
                }),
            );
            const after = freeAddresses(account, testRegion, subnetOf(account, testRegion, subnet, "test"));
            assert.equal(before - after, taken);
            assert.equal(interfacesOfOwner(account, testRegion, instance!.id).length, specs.length);
            assert.equal(instance!.privateIp, "10.0.0.4");
        });
});

// Proves what of a capacity is refused, for every kind of the union and every rule. Does not prove that EC2 has the machines, nor
// that Google's rules are whole: nothing of this version buys there.
import assert from "node:assert/strict";
import fc from "fast-check";
import { isFutureReservable } from "../../../components/catalog/aws/capacity-rules";
import { awsInstanceTypes } from "../../../components/catalog/aws/instance-types";
import { flexStart, reservation, type Capacity } from "../../../components/fleet/capacity/capacity";
import { capacityProblems, zoneOf, type CapacityQuestion } from "../../../components/fleet/capacity/capacity-problems";
import {
    capacityRules,
    reservationSelectors,
    selectorOf,
    type CapacityKind,
    type ImageSystem,
    type PlacementKind,
} from "../../../components/fleet/capacity/capacity-rules";
import type { Fabric } from "../../../components/fleet/fabric";
import type { GroupKind } from "../../../components/fleet/pool";
import { aBlock, aQuestion, aReservation, blockAndMoment, kinds, oneOfEach } from "./builders";

const ids = (asked: Partial<CapacityQuestion>) => capacityProblems(aQuestion(asked)).map(({ id, path }) => [id, path]);
const onAws = kinds.filter(kind => capacityRules[kind].clouds.includes("aws"));
const home = (kind: CapacityKind) => {
    const gcp = !onAws.includes(kind);
    const image: ImageSystem = gcp ? "COS" : "AL2023";
    const repair = capacityRules[kind].repair === "free";
    return { capacity: oneOfEach[kind], cloud: gcp ? "gcp" : "aws", image, repair } as const;
};

describe("every kind of capacity", () => {
    for (const kind of kinds) {
        it(`is good where it is sold: ${kind}`, () => assert.deepEqual(ids(home(kind)), []));
    }

    const groups: readonly GroupKind[] = ["managed", "selfManaged", "auto"];
    for (const kind of kinds) {
        for (const cloud of ["aws", "gcp"] as const) {
            for (const groupKind of groups) {
                const rules = capacityRules[kind];
                const legal = rules.clouds.includes(cloud) && rules.groupKinds.includes(groupKind);
                it(`${kind} is ${legal ? "" : "not "}for ${groupKind} groups on ${cloud}`, () => {
                    const asked = {
                        ...home(kind),
                        cloud,
                        groupKind,
                        image: cloud === "aws" ? "AL2023" : "COS",
                    } as const;
                    assert.deepEqual(ids(asked), legal ? [] : [["capacity.kind", "capacity.kind"]]);
                });
            }
        }
    }

    const placements: readonly Fabric["placement"][] = ["none", "cluster", { given: "pg-0a1b" }];
    for (const kind of kinds) {
        for (const placement of placements) {
            const name: PlacementKind = typeof placement === "string" ? placement : "given";
            const legal = capacityRules[kind].placements.includes(name);
            it(`${kind} ${legal ? "goes" : "does not go"} with placement ${name}`, () => {
                assert.deepEqual(ids({ ...home(kind), placement }), legal ? [] : [["capacity.placement", "placement"]]);
            });
        }
    }

    const systems: readonly ImageSystem[] = ["AL2023", "Bottlerocket", "custom", "COS", "Ubuntu"];
    for (const kind of kinds) {
        for (const image of systems) {
            const legal = capacityRules[kind].images.includes(image);
            it(`${kind} ${legal ? "runs" : "does not run"} ${image}`, () => {
                assert.deepEqual(ids({ ...home(kind), image }), legal ? [] : [["capacity.image", "image"]]);
            });
        }
    }

    for (const kind of kinds) {
        const legal = capacityRules[kind].repair === "free";
        it(`${kind} ${legal ? "may" : "may not"} have node repair`, () => {
            assert.deepEqual(ids({ ...home(kind), repair: true }), legal ? [] : [["capacity.repair", "repair"]]);
        });
    }

    for (const kind of onAws) {
        const { usageClass } = capacityRules[kind];
        it(`is sold for exactly the types that EC2 sells so: ${kind}`, () => {
            for (const { name, usageClasses } of awsInstanceTypes()) {
                const problems = ids({ capacity: oneOfEach[kind], machineType: name });
                const listed =
                    !usageClasses.known || (usageClass !== undefined && usageClasses.list.includes(usageClass));
                const sold = listed && (kind !== "futureReservation" || isFutureReservable(name));
                assert.deepEqual(problems, sold ? [] : [["capacity.not-sold", "capacity"]], name);
            }
        });
    }

    for (const kind of onAws) {
        const spare = capacityRules[kind].spare;
        it(`${spare ? "may" : "may not"} start new nodes before old ones go: ${kind}`, () => {
            const asked = {
                capacity: { ...oneOfEach[kind], instances: 2 } as Capacity,
                update: { maxUnavailable: { nodes: 1 }, strategy: "surge" },
            } as const;
            assert.deepEqual(ids(asked), spare ? [] : [["capacity.no-spare", "update.strategy"]]);
        });
    }

    it("is in one zone exactly when it names one", () => {
        for (const kind of kinds) {
            assert.equal(zoneOf(oneOfEach[kind]) !== undefined, capacityRules[kind].oneZone, kind);
        }
    });

    it("has rules with sources and a day", () => {
        for (const kind of kinds) {
            assert.match(capacityRules[kind].asOf, /^\d{4}-\d\d-\d\d$/);
            assert.ok(capacityRules[kind].sources.length > 0, kind);
        }
    });
});

describe("a reserved group is refused for", () => {
    const cases: readonly (readonly [string, Partial<CapacityQuestion>, readonly string[]])[] = [
        ["another zone", { zones: ["use2-az1"] }, ["capacity.other-zone"]],
        ["a zone too many", { zones: ["use2-az2", "use2-az1"] }, ["capacity.other-zone"]],
        ["more fixed nodes than machines", { nodes: { min: 5, desired: 5, max: 5 } }, ["capacity.too-few-instances"]],
        ["a limit over its machines", { nodes: { min: 0, desired: 0, max: 5 } }, ["capacity.too-few-instances"]],
        ["a block of 65 machines", { capacity: aBlock({ instances: 65 }) }, ["capacity.size"]],
        ["half a machine", { capacity: aReservation({ instances: 2.5 }) }, ["capacity.size"]],
        ["no machine", { capacity: aReservation({ instances: 0 }) }, ["capacity.size", "capacity.too-few-instances"]],
        ["a block that is over", { now: "2026-12-20T11:30:00Z" }, ["capacity.ended"]],
        [
            "a reservation that is over",
            { capacity: aReservation({ endsAt: "2026-11-01T00:00:00Z" }) },
            ["capacity.ended"],
        ],
        ["an end before its start", { capacity: aBlock({ endsAt: "2026-12-13T11:29:59Z" }) }, ["capacity.window"]],
        ["an end at its start", { capacity: aBlock({ endsAt: "2026-12-13T11:30:00Z" }) }, ["capacity.window"]],
        [
            "a block of half a year and a second",
            { capacity: aBlock({ endsAt: "2027-06-13T11:30:01Z" }) },
            ["capacity.window"],
        ],
        ["a day that there is not", { capacity: aBlock({ endsAt: "2026-12-32T11:30:00Z" }) }, ["capacity.instant"]],
        [
            "two moments that are none",
            { capacity: aBlock({ startsAt: "2026-13-01T00:00:00Z", endsAt: "2026-12-32T11:30:00Z" }) },
            ["capacity.instant", "capacity.instant"],
        ],
        [
            "the id of something else",
            { capacity: aBlock({ reservationId: "i-0a1b2c3d4e5f60718" }) },
            ["capacity.reservation-id"],
        ],
        [
            "an id in capitals",
            { capacity: aBlock({ reservationId: "cr-0A1B2C3D4E5F60718" }) },
            ["capacity.reservation-id"],
        ],
        [
            "an id of a length that there is not",
            { capacity: aReservation({ from: { id: "cr-0a1b2c3d4e" } }) },
            ["capacity.reservation-id"],
        ],
        [
            "an ARN of something else",
            {
                capacity: aReservation({
                    from: { resourceGroupArn: "arn:aws:ec2:us-east-2:123456789012:instance/i-1" },
                }),
            },
            ["capacity.reservation-id"],
        ],
        [
            "tags, on a launch template",
            { capacity: aReservation({ from: { tags: { team: "research" } } }) },
            ["capacity.tags"],
        ],
        [
            "a resource group, where selectors choose",
            {
                groupKind: "auto",
                capacity: aReservation({
                    from: { resourceGroupArn: "arn:aws:resource-groups:us-east-2:123456789012:group/ml" },
                }),
            },
            ["capacity.tags"],
        ],
        [
            "no tags, where selectors choose",
            { groupKind: "auto", capacity: aReservation({ from: { tags: {} } }) },
            ["capacity.tags"],
        ],
        [
            "an update with as many spare machines as it needs but one",
            { update: { maxUnavailable: { nodes: 3 }, strategy: "surge" } },
            ["capacity.no-spare"],
        ],
        [
            "a flexible start of more than a week",
            { ...home("flexStart"), capacity: flexStart({ hours: 169 }) },
            ["capacity.window"],
        ],
        [
            "everything at once",
            {
                capacity: aBlock({ reservationId: "cb-1", instances: 70, endsAt: "2026-11-01T00:00:00Z" }),
                machineType: "g6.xlarge",
                zones: ["use2-az1"],
                nodes: { min: 80, desired: 80, max: 80 },
                placement: "cluster",
            },
            [
                "capacity.not-sold",
                "capacity.reservation-id",
                "capacity.window",
                "capacity.ended",
                "capacity.other-zone",
                "capacity.size",
                "capacity.too-few-instances",
                "capacity.placement",
            ],
        ],
    ];
    for (const [what, asked, expected] of cases) {
        it(what, () =>
            assert.deepEqual(
                ids(asked).map(([id]) => id),
                expected,
            ),
        );
    }
});

describe("a reserved group is not refused for", () => {
    const good: readonly (readonly [string, Partial<CapacityQuestion>])[] = [
        ["its own zone", { zones: ["use2-az2"] }],
        ["an id of the old length", { capacity: aBlock({ reservationId: "cr-0a1b2c3d" }) }],
        ["half a year", { capacity: aBlock({ endsAt: "2027-06-13T11:30:00Z" }) }],
        ["a block that drains", { now: "2026-12-20T11:00:00Z" }],
        [
            "an update with as many spare machines as it needs",
            { update: { maxUnavailable: { nodes: 2 }, strategy: "surge" } },
        ],
        [
            "a resource group",
            {
                capacity: reservation({
                    resourceGroupArn: "arn:aws-cn:resource-groups:cn-north-1:123456789012:group/ml",
                    zone: "use2-az2",
                }),
            },
        ],
        [
            "tags, where selectors choose",
            { groupKind: "auto", capacity: aReservation({ from: { tags: { team: "research" } } }) },
        ],
    ];
    for (const [what, asked] of good) it(what, () => assert.deepEqual(ids(asked), []));

    it("its block, exactly until the block ends", () => {
        fc.assert(
            fc.property(blockAndMoment, ({ block, now }) => {
                assert.deepEqual(
                    ids({ capacity: block, now }).map(([id]) => id),
                    now < block.endsAt ? [] : ["capacity.ended"],
                );
            }),
        );
    });
});

describe("fixes", () => {
    const fix = (asked: Partial<CapacityQuestion>) => capacityProblems(aQuestion(asked))[0]?.fix ?? "";
    it("write a moment in another zone of time as one in UTC", () => {
        const endsAt = "2026-12-20T12:30:00+01:00" as never;
        assert.equal(fix({ capacity: aBlock({ endsAt }) }), "write 2026-12-20T11:30:00Z");
    });
    it("do not guess the zone of time of a moment that names none", () => {
        const endsAt = "2026-12-20T12:30:00" as never;
        assert.match(fix({ capacity: aBlock({ endsAt }) }), /and Z$/);
    });
    it("name the way in which a type is sold", () => {
        assert.equal(fix({ capacity: oneOfEach.onDemand, machineType: "p6e-gb200.36xlarge" }), "use capacityBlock()");
        assert.equal(fix({ machineType: "g6.xlarge" }), "use onDemand()");
        const promised = oneOfEach.futureReservation;
        assert.equal(fix({ capacity: promised, machineType: "p5.48xlarge" }), "use capacityBlock()");
        assert.match(fix({ capacity: promised, machineType: "inf2.48xlarge" }), /^use reservation\(\)/);
    });
});

describe("a selector", () => {
    it("is what the choice names, and legal somewhere", () => {
        const arn = "arn:aws:resource-groups:us-east-2:123456789012:group/ml";
        assert.equal(selectorOf({ id: "cr-1" }), "id");
        assert.equal(selectorOf({ resourceGroupArn: arn }), "resourceGroupArn");
        assert.equal(selectorOf({ tags: {} }), "tags");
        assert.equal(new Set(Object.values(reservationSelectors).flat()).size, 3);
    });
});

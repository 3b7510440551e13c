// How nodes are wired when groups ask for it in every way, and what is refused. Does not prove that EC2 has the machines close
// together, nor that frames pass.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../../components/catalog/aws/instance-types";
import { awsNetworkCards } from "../../../components/catalog/aws/network-cards";
import { onDemand, spot } from "../../../components/fleet/capacity/capacity";
import { capacityRules } from "../../../components/fleet/capacity/capacity-rules";
import { fabricOf, fabricProblems, hugePages, mostEfaInterfaces, plainFabric } from "../../../components/fleet/fabric";
import { aBlock, aReservation } from "../capacity/builders";
import { advertisingImage, aPool, driverImage, plainImage } from "../builders";
import { aFabricQuestion } from "./builders";

const nvidia = awsInstanceTypes()
    .filter(isNvidia)
    .map(({ name }) => name);
const most = (type: string) => {
    const cards = awsNetworkCards(type);
    return cards.known ? mostEfaInterfaces(cards.cards) : 0;
};
const ids = (changes: Parameters<typeof aFabricQuestion>[0]) =>
    fabricProblems(aFabricQuestion(changes)).map(({ id }) => id);
const twoZones = ["use2-az1", "use2-az2"];

describe("a group that says nothing of EFA", () => {
    it("gets it for training in one zone, with all that AWS recommends, close together", () => {
        const fabric = fabricOf(aFabricQuestion());
        assert.equal(fabric.efaInterfaces, 32);
        assert.equal(fabric.interfaces.length, 33);
        assert.equal(fabric.placement, "cluster");
    });

    const without: readonly (readonly [string, Parameters<typeof aFabricQuestion>[0]])[] = [
        ["inference", { intent: "inference" }],
        ["development", { intent: "development" }],
        ["training over two zones", { zones: twoZones }],
        ["a type that has none", { machineType: "g6.xlarge" }],
        ["an image that lacks its driver", { drivers: ["nvidia"] }],
    ];
    for (const [what, changes] of without) {
        it(`does without for ${what}, and nothing is refused`, () => {
            assert.deepEqual(fabricOf(aFabricQuestion(changes)), plainFabric);
            assert.deepEqual(ids(changes), []);
        });
    }
});

describe("a group that requires EFA", () => {
    it("gets it whatever it is for", () =>
        assert.equal(fabricOf(aFabricQuestion({ efa: "required", intent: "inference" })).efaInterfaces, 32));

    for (const type of nvidia) {
        const has = most(type) > 0;
        it(`${has ? "gets it" : "is refused"} on ${type}`, () => {
            const asked = { machineType: type, efa: "required" } as const;
            assert.deepEqual(ids(asked), has ? [] : ["fabric.no-efa"]);
            if (has) assert.ok(fabricOf(aFabricQuestion(asked)).efaInterfaces > 0);
        });
    }

    it("is told of everything that stands against it at once", () =>
        assert.deepEqual(
            ids({ machineType: "g6.xlarge", zones: twoZones, drivers: [], efa: "required", placement: "own" }),
            ["fabric.no-efa", "fabric.one-zone", "fabric.no-efa-driver", "fabric.placement"],
        ));

    it("is told of a larger size with EFA where there is one", () => {
        const [problem] = fabricProblems(aFabricQuestion({ machineType: "g6.xlarge", efa: "required" }));
        assert.match(problem?.fix ?? "", /or use g6\.8xlarge/);
    });
});

describe("a number of EFA interfaces", () => {
    it("is followed up to what the type has, and refused above", () =>
        fc.assert(
            fc.property(fc.constantFrom(...nvidia), fc.integer({ min: 0, max: 40 }), (type, interfaces) => {
                const asked = { machineType: type, efa: { interfaces } };
                if (interfaces <= most(type)) {
                    assert.deepEqual(ids(asked), []);
                    assert.equal(fabricOf(aFabricQuestion(asked)).efaInterfaces, interfaces);
                } else {
                    assert.deepEqual(ids(asked), [most(type) === 0 ? "fabric.no-efa" : "fabric.too-many-interfaces"]);
                }
            }),
        ));
});

describe("the placement of a group", () => {
    it("is close together by itself only where its capacity lets it be", () => {
        for (const capacity of [onDemand(), spot(), aReservation(), aBlock()]) {
            const legal = capacityRules[capacity.kind].placements.includes("cluster");
            assert.equal(fabricOf(aFabricQuestion({ capacity })).placement, legal ? "cluster" : "none", capacity.kind);
        }
    });

    it("is anywhere without EFA, unless the group asks for more", () => {
        assert.equal(fabricOf(aFabricQuestion({ efa: "off" })).placement, "none");
        assert.equal(fabricOf(aFabricQuestion({ efa: "off", placement: "own" })).placement, "cluster");
    });

    it("is in a given group, with or without EFA", () => {
        const placement = { name: "near" };
        assert.deepEqual(fabricOf(aFabricQuestion({ placement })).placement, { given: "near" });
        assert.deepEqual(fabricOf(aFabricQuestion({ placement, efa: "off" })), {
            ...plainFabric,
            placement: { given: "near" },
        });
    });

    it("can be refused: EFA without a placement group is legal", () =>
        assert.equal(fabricOf(aFabricQuestion({ placement: "none" })).placement, "none"));

    it("is in one zone", () => {
        for (const placement of ["own", { name: "near" }] as const) {
            assert.deepEqual(ids({ placement, efa: "off", zones: twoZones }), ["fabric.placement"]);
        }
    });
});

describe("huge pages", () => {
    const fabric = fabricOf(aFabricQuestion());

    it("are what published nodes with EFA show", () => {
        assert.equal(hugePages(aPool({ fabric })), 42242 / 2);
        assert.equal(hugePages(aPool({ fabric, vcpus: 96 })), 21122 / 2);
        assert.equal(hugePages(aPool({ fabric, image: advertisingImage })), 21120);
    });

    it("are none without EFA, or without its driver", () => {
        assert.equal(hugePages(aPool({ fabric: plainFabric })), 0);
        assert.equal(hugePages(aPool({ fabric, image: plainImage })), 0);
    });

    it("are not known of an image that the catalogue does not know", () =>
        assert.deepEqual(hugePages(aPool({ fabric, image: { ...driverImage, name: "ami-0a1b" } })), {
            known: false,
            why: "what the image ami-0a1b sets aside is its own affair",
        }));
});

/**
 * What a network is planned to be, and what is refused. The zones offered come from the catalogue, so that nothing here proves
 * that EC2 still offers a type today.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsRegions } from "../../components/catalog/aws/offerings";
import { zonesOffering } from "../../components/aws/offering";
import type { NetworkArgs, NewNetworkArgs } from "../../components/aws/network/arguments";
import { holdsControlPlane, rankedZones, zonesForAll } from "../../components/aws/network/choose-zones";
import { planNetwork, type NewNetworkPlan } from "../../components/aws/network/plan";
import { problemOf, problemsFrom } from "./problems";

const ohio = { region: "us-east-2", profile: undefined };
const nowhere = { region: undefined, profile: undefined };

function planned(args: NetworkArgs, defaults = ohio): NewNetworkPlan {
    const plan = planNetwork("net", args, defaults);
    assert.ok(plan.kind === "new");
    return plan;
}

const refused = (args: unknown, defaults: typeof ohio | typeof nowhere = ohio) =>
    problemsFrom(() => planNetwork("net", args as NetworkArgs, defaults));

describe("the plan of a network", () => {
    it("takes three zones, 10.0.0.0/16, one NAT gateway and the S3 endpoint when nothing is said", () => {
        const plan = planned({});
        assert.deepEqual(
            plan.zones.map(zone => zone.id),
            ["use2-az1", "use2-az2", "use2-az3"],
        );
        assert.equal(plan.cidr, "10.0.0.0/16");
        assert.deepEqual(plan.natZones, ["use2-az1"]);
        assert.deepEqual(
            plan.endpoints.map(endpoint => endpoint.service),
            ["s3"],
        );
    });

    it("takes as many zones as a region has when it has fewer than three", () => {
        const small = awsRegions().find(region => region.zones.length === 2);
        assert.ok(small, "the catalogue has no region of two zones");
        assert.equal(planned({ region: small.name }).zones.length, 2);
    });

    it("prefers its own region to the stack's", () =>
        assert.equal(planned({ region: "us-west-2" }).region, "us-west-2"));

    it("keeps named zones in the order written", () => {
        const plan = planned({ zones: ["use2-az3", "use2-az1"] });
        assert.deepEqual(
            plan.zones.map(zone => zone.id),
            ["use2-az3", "use2-az1"],
        );
    });

    it("moves no subnet when a zone is added", () => {
        const two = planned({ zones: ["use2-az1", "use2-az3"] }).zones;
        const three = planned({ zones: ["use2-az1", "use2-az2", "use2-az3"] }).zones;
        for (const zone of two) {
            const same = three.find(other => other.id === zone.id);
            assert.deepEqual([same?.private, same?.public], [zone.private, zone.public]);
        }
    });

    it("gives every zone its own gateway with perZone, the first one's with one, and none with none", () => {
        const zones = ["use2-az2", "use2-az1"];
        const nat = (choice: "one" | "perZone" | "none") =>
            planned({ zones, nat: choice }).zones.map(zone => zone.natZone);
        assert.deepEqual(nat("perZone"), ["use2-az2", "use2-az1"]);
        assert.deepEqual(nat("one"), ["use2-az2", "use2-az2"]);
        assert.deepEqual(nat("none"), [undefined, undefined]);
    });

    it("says what no NAT gateway and no endpoint means", () => {
        assert.match(planned({ nat: "none", endpoints: [] }).warnings.join(), /nothing outside the VPC/);
        assert.deepEqual(planned({ nat: "none", endpoints: ["ecr"] }).warnings, []);
        assert.deepEqual(planned({ endpoints: [] }).warnings, []);
    });

    it("brings S3 with the image registry, because layers of images are objects in S3", () => {
        assert.deepEqual(
            planned({ endpoints: ["ecr"] }).endpoints.map(({ serviceName, kind }) => [serviceName, kind]),
            [
                ["com.amazonaws.us-east-2.s3", "Gateway"],
                ["com.amazonaws.us-east-2.ecr.api", "Interface"],
                ["com.amazonaws.us-east-2.ecr.dkr", "Interface"],
            ],
        );
    });

    it("takes address ranges of the user's own", () => {
        const subnets = {
            "use2-az2": { private: "10.1.0.0/17", public: "10.1.128.0/24" },
            "use2-az1": { private: "10.1.192.0/18", public: "10.1.129.0/24" },
        };
        const plan = planned({ cidr: "10.1.0.0/16", subnets });
        assert.deepEqual(
            plan.zones.map(zone => [zone.id, zone.private, zone.public]),
            [
                ["use2-az2", "10.1.0.0/17", "10.1.128.0/24"],
                ["use2-az1", "10.1.192.0/18", "10.1.129.0/24"],
            ],
        );
    });

    it("chooses only zones that offer every wanted type, in every region and for every pair of types", () => {
        const types = ["g6.xlarge", "p5.48xlarge", "g5.xlarge", "p4d.24xlarge", "g4dn.xlarge"] as const;
        const region = fc.constantFrom(...awsRegions().map(facts => facts.name));
        const wanted = fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 });
        fc.assert(
            fc.property(region, wanted, fc.integer({ min: 1, max: 4 }), (name, instanceTypes, zones) => {
                const common = zonesForAll({
                    zones: awsRegions()
                        .find(facts => facts.name === name)!
                        .zones.map(zone => zone.id),
                    offeredIn: new Map(instanceTypes.map(type => [type, zonesOffering(type, name)])),
                });
                const args: NewNetworkArgs = { region: name, instanceTypes, zones };
                if (common.length < zones) {
                    assert.notDeepEqual(refused(args), []);
                    return;
                }
                const chosen = planned(args).zones.map(zone => zone.id);
                assert.equal(chosen.length, zones);
                for (const zone of chosen) {
                    for (const type of instanceTypes) assert.ok(zonesOffering(type, name).includes(zone));
                }
            }),
        );
    });

    describe("in a region where only some zones offer the type", () => {
        const { region, offered } = scarce("p5.48xlarge");
        const args: NewNetworkArgs = { region, instanceTypes: ["p5.48xlarge"], zones: offered.length + 1 };

        it("is refused when it wants more", () => {
            const problem = problemOf(refused(args), "network.too-many-zones");
            assert.match(problem.allowed, new RegExp(`at most ${offered.length}: ${offered.join(", ")}`));
        });

        it("is as wide as the user says once that is acknowledged, with the offering zones first", () => {
            const plan = planned({ ...args, acknowledge: ["network.too-many-zones"] });
            assert.deepEqual(
                plan.zones.slice(0, offered.length).map(zone => zone.id),
                offered,
            );
            assert.equal(plan.zones.length, offered.length + 1);
        });

        it("is refused with an instruction that works as it stands", () => {
            const named = /zones: (\[.*\])$/.exec(problemOf(refused(args), "network.too-many-zones").fix)?.[1];
            assert.doesNotThrow(() => planned({ ...args, zones: JSON.parse(named ?? "") as string[] }));
        });
    });
});

/** A region with more zones than offer the type. */
function scarce(type: string): { readonly region: string; readonly offered: readonly string[] } {
    for (const { name, zones } of awsRegions()) {
        const offered = zonesOffering(type, name);
        if (offered.length > 0 && offered.length < zones.length) return { region: name, offered };
    }
    assert.fail(`every region offers ${type} in all its zones or in none`);
}

describe("a network that exists", () => {
    const adopt = { vpcId: "vpc-1", subnets: [{ id: "subnet-1", zoneId: "use2-az1" }] };

    it("is used as it is", () => {
        const plan = planNetwork("net", { adopt }, ohio);
        assert.ok(plan.kind === "adopted");
        assert.deepEqual([...plan.subnets], [["use2-az1", "subnet-1"]]);
        assert.equal(plan.region, "us-east-2");
    });

    it("is refused with zones that the region does not have, twice the same zone, or wishes beside it", () => {
        const subnets = [
            { id: "subnet-1", zoneId: "use2-az1" },
            { id: "subnet-2", zoneId: "use2-az1" },
            { id: "subnet-3", zoneId: "us-east-2a" },
        ];
        assert.deepEqual(
            refused({ adopt: { ...adopt, subnets }, nat: "one" }).map(({ id, path }) => [id, path]),
            [
                ["network.adopted", "nat"],
                ["zone.unknown", "adopt.subnets[2].zoneId"],
                ["zone.duplicate", "adopt.subnets[1].zoneId"],
            ],
        );
    });
});

describe("what a network is refused for", () => {
    const cases: readonly (readonly [string, unknown, readonly (readonly [string, string])[]])[] = [
        ["no region anywhere", "nowhere", [["region.missing", "region"]]],
        [
            "a region that does not exist",
            { region: "us-est-2", zones: 2 },
            [
                ["region.unknown", "region"],
                ["region.too-few-zones", "zones"],
            ],
        ],
        ["an address range that is none", { cidr: "10.0.0.0" }, [["network.cidr", "cidr"]]],
        ["a range that does not name its first address", { cidr: "10.0.0.1/16" }, [["network.cidr", "cidr"]]],
        ["a range larger than a VPC", { cidr: "10.0.0.0/8" }, [["network.cidr", "cidr"]]],
        ["a range smaller than a VPC", { cidr: "10.0.0.0/29" }, [["network.cidr", "cidr"]]],
        ["a range that does not hold the layout", { cidr: "10.0.0.0/23" }, [["network.cidr-too-small", "cidr"]]],
        ["more zones than the region has", { zones: 7 }, [["region.too-few-zones", "zones"]]],
        [
            "a zone name in place of an id",
            { zones: ["us-east-2a"] },
            [
                ["zone.unknown", "zones[0]"],
                ["network.no-room-for-zone", "zones[0]"],
            ],
        ],
        ["the same zone twice", { zones: ["use2-az1", "use2-az1"] }, [["zone.duplicate", "zones[1]"]]],
        [
            "an instance type that does not exist",
            { instanceTypes: ["p5.48xlrge"] },
            [["instance-type.unknown", "instanceTypes[0]"]],
        ],
        [
            "an instance type that the region does not offer",
            { instanceTypes: ["p4d.24xlarge"], region: "eu-west-3" },
            [["instance-type.not-offered", "instanceTypes[0]"]],
        ],
        [
            "overlapping subnets",
            { subnets: { "use2-az1": { private: "10.0.0.0/17", public: "10.0.64.0/24" } } },
            [["network.cidr-overlap", "subnets.use2-az1.public"]],
        ],
        [
            "a subnet outside the VPC",
            { subnets: { "use2-az1": { private: "10.1.0.0/17", public: "10.0.64.0/24" } } },
            [["network.cidr", "subnets.use2-az1.private"]],
        ],
        [
            "zones beside subnets",
            { zones: 2, subnets: { "use2-az1": { private: "10.0.0.0/17", public: "10.0.128.0/24" } } },
            [["config.value", "zones"]],
        ],
        ["a NAT choice that does not exist", { nat: "two" }, [["config.value", "nat"]]],
        ["an endpoint that does not exist", { endpoints: ["s4"] }, [["config.value", "endpoints[0]"]]],
        ["a misspelt argument", { zone: 3 }, [["config.unknown-key", "zone"]]],
        ["half a zone", { zones: 2.5 }, [["config.type", "zones"]]],
        ["no zone at all", { zones: 0 }, [["config.value", "zones"]]],
        ["a number as address range", { cidr: 16 }, [["config.type", "cidr"]]],
        ["nothing", undefined, [["config.missing", ""]]],
        [
            "an id that cannot be acknowledged",
            { acknowledge: ["network.cidr"] },
            [["acknowledge.not-overridable", "acknowledge[0]"]],
        ],
    ];
    for (const [what, args, expected] of cases) {
        it(what, () => {
            const problems = args === "nowhere" ? refused({}, nowhere) : refused(args);
            assert.deepEqual(
                problems.map(({ id, path }) => [id, path]),
                expected,
            );
        });
    }

    it("names every problem at once", () => {
        const problems = refused({ cidr: "10.0.0.0/8", zones: 7, instanceTypes: ["p5.48xlarge"] });
        assert.deepEqual(
            problems.map(problem => problem.id),
            ["region.too-few-zones", "network.cidr"],
        );
    });

    it("suggests the nearest name", () => {
        assert.match(problemOf(refused({ region: "us-est-2" }), "region.unknown").fix, /us-east-2/);
        assert.match(problemOf(refused({ nat: "perzone" }), "config.value").fix, /perZone/);
    });
});

describe("the choice of zones", () => {
    const market = (zones: string[], offeredIn: Record<string, string[]>) => ({
        zones,
        offeredIn: new Map(Object.entries(offeredIn)),
    });

    it("puts zones that offer more of the wanted types first", () => {
        const zones = rankedZones(market(["use2-az1", "use2-az2"], { a: ["use2-az2"], b: ["use2-az1", "use2-az2"] }));
        assert.deepEqual(zones, ["use2-az2", "use2-az1"]);
    });

    it("puts zones without a control plane last among equals", () => {
        assert.ok(!holdsControlPlane("use1-az3"));
        assert.deepEqual(rankedZones(market(["use1-az3", "use1-az4"], {})), ["use1-az4", "use1-az3"]);
    });

    it("does not depend on the order in which the region lists its zones", () => {
        const zones = ["use1-az1", "use1-az2", "use1-az3", "use1-az4"];
        fc.assert(
            fc.property(fc.shuffledSubarray(zones, { minLength: 4 }), shuffled => {
                assert.deepEqual(rankedZones(market(shuffled, {})), rankedZones(market(zones, {})));
            }),
        );
    });
});

/**
 * How Neuron machines are bought: every type in every way of Amazon's. It does not prove that EC2 has them on the day, nor that
 * EKS takes the template: the local cloud refuses by its own rules.
 */
import assert from "node:assert/strict";
import type { AwsCapacity } from "../../components/fleet/capacity/capacity";
import { capacityRules, type CapacityKind } from "../../components/fleet/capacity/capacity-rules";
import { kinds, oneOfEach } from "../fleet/capacity/builders";
import { aClusterFor, neuronTypes, plannedNeuron, refusedNeuron, type GivenNeuron } from "./neuron-groups";
import { problemsFrom } from "./problems";

const onAws = kinds.filter(kind => capacityRules[kind].clouds.includes("aws"));

/** What EC2 sells, as its API and guide had it; trn2u, of which nothing is said, is not held back. */
const sold: Readonly<Record<string, readonly CapacityKind[]>> = {
    "inf1.xlarge": ["onDemand", "spot", "reservation"],
    "inf1.2xlarge": ["onDemand", "spot", "reservation"],
    "inf1.6xlarge": ["onDemand", "spot", "reservation"],
    "inf1.24xlarge": ["onDemand", "spot", "reservation"],
    "inf2.xlarge": ["onDemand", "spot", "reservation"],
    "inf2.8xlarge": ["onDemand", "spot", "reservation"],
    "inf2.24xlarge": ["onDemand", "spot", "reservation"],
    "inf2.48xlarge": ["onDemand", "spot", "reservation"],
    "trn1.2xlarge": ["onDemand", "spot", "reservation"],
    "trn1.32xlarge": ["onDemand", "spot", "reservation", "capacityBlock"],
    "trn1n.32xlarge": ["onDemand", "spot", "reservation"],
    "trn2.3xlarge": ["onDemand", "spot", "reservation", "capacityBlock"],
    "trn2.48xlarge": ["onDemand", "spot", "reservation", "capacityBlock"],
    "trn2u.48xlarge": ["onDemand", "spot", "reservation", "capacityBlock"],
};

function bought(type: string, kind: CapacityKind): GivenNeuron {
    const [zone = ""] = aClusterFor(type).network.zones;
    const capacity = oneOfEach[kind];
    return {
        instanceType: type as "inf2.xlarge",
        capacity: ("zone" in capacity ? { ...capacity, zone } : capacity) as AwsCapacity,
    };
}

describe("a Neuron group", () => {
    it("is looked at for every type", () =>
        assert.deepEqual(
            Object.keys(sold),
            neuronTypes.map(({ name }) => name),
        ));

    for (const [type, ways] of Object.entries(sold)) {
        for (const kind of onAws) {
            const isSold = ways.includes(kind);
            it(`of ${type} ${isSold ? "is" : "is not"} bought by ${kind}`, () => {
                const given = bought(type, kind);
                if (!isSold) {
                    assert.deepEqual(refusedNeuron(given), [["capacity.not-sold", "capacity"]]);
                    const [problem] = problemsFrom(() => plannedNeuron(given));
                    // What can be had instead is named: blocks where a later day is asked for, and machines of today else.
                    const blocks =
                        kind === "futureReservation" && ways.includes("capacityBlock") && type !== "trn2u.48xlarge";
                    assert.match(problem?.fix ?? "", blocks ? /^use capacityBlock\(\)/ : /onDemand\(\)/);
                    assert.ok(problem?.got.includes(type));
                    return;
                }
                const { pool, groups, template, window } = plannedNeuron(given);
                const scheduled = "zone" in (given.capacity ?? {});
                if (scheduled) assert.deepEqual(pool.zones, aClusterFor(type).network.zones.slice(0, 1));
                const [group] = groups;
                const block = kind === "capacityBlock";
                const words = { spot: "SPOT", capacityBlock: "CAPACITY_BLOCK" } as Partial<
                    Record<CapacityKind, string>
                >;
                assert.equal(group?.settings.capacityType, words[kind] ?? "ON_DEMAND");
                assert.equal(template.instanceType, block ? type : undefined);
                assert.equal(window.opensAt !== undefined, block);
                assert.equal(pool.nodes.desired, block ? 0 : 2);
            });
        }
    }

    it("of Trainium has no nodes before its block opens, all within, and none while it drains", () => {
        const given = bought("trn2.48xlarge", "capacityBlock");
        const at = (now: `${string}Z`) => plannedNeuron(given, now as "2026-12-14T00:00:00Z").pool.nodes.desired;
        assert.deepEqual(
            [at("2026-12-13T11:29:59Z"), at("2026-12-13T11:30:00Z"), at("2026-12-20T11:00:00Z")],
            [0, 2, 0],
        );
        assert.deepEqual(refusedNeuron(given, "2026-12-21T00:00:00Z"), [["capacity.ended", "capacity.endsAt"]]);
    });

    it("takes what another cloud sells from none", () => {
        const given = { capacity: { kind: "flexStart", hours: 24 } };
        assert.deepEqual(refusedNeuron(given), [["capacity.kind", "capacity.kind"]]);
    });
});

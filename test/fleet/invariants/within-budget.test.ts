// Proves the arithmetic of budgets against amounts that are written out here. Does not prove that the prices are right: the
// catalogue's tests do.
import assert from "node:assert/strict";
import { reservation, spot } from "../../../components/fleet/capacity/capacity";
import { aPool, aSystemPool } from "../builders";
import { judged, later, problemOf } from "./judged";
import { smallMarket } from "./models/small-world";

const four = { min: 0, desired: 2, max: 4 };
const budget = (fleet: Parameters<typeof judged>[1], budgetUsdPerHour: { max?: number; desired?: number }) =>
    judged("X5", fleet, { budgetUsdPerHour }, smallMarket);

describe("a budget (X5)", () => {
    it("says nothing while there is none", () => {
        assert.deepEqual(judged("X5", { pools: [aPool()] }), { fleet: "notApplicable: no budget is set" });
    });

    it("is kept by a fleet that costs exactly as much", () => {
        assert.deepEqual(budget({ pools: [aPool({ nodes: four })] }, { max: 220.16, desired: 110.08 }), {
            "pool train, price": "holds",
            "fleet at its largest": "holds",
            "fleet as wanted now": "holds",
        });
    });

    it("is broken by a millionth of a dollar", () => {
        const found = budget({ pools: [aPool({ nodes: four })] }, { max: 220.159_999, desired: 110.079_999 });
        assert.equal(
            found["fleet at its largest"],
            "budget.exceeded: 220.16 USD/h for the fleet at its largest; most for train 220.16",
        );
        assert.equal(
            found["fleet as wanted now"],
            "budget.exceeded: 110.08 USD/h for the fleet as wanted now; most for train 110.08",
        );
    });

    it("says what to lower", () => {
        const budgetUsdPerHour = { max: 1, desired: 1 };
        const fix = (subject: string) => problemOf("X5", subject, { pools: [aPool()] }, { budgetUsdPerHour })?.fix;
        assert.equal(fix("fleet at its largest"), "raise the budget to 55.04, or lower nodes.max of the dearest pools");
        assert.equal(
            fix("fleet as wanted now"),
            "raise the budget to 55.04, or lower nodes.desired of the dearest pools",
        );
    });

    it("adds cents as people do", () => {
        const dimes = Array.from({ length: 10 }, (_, i) => aSystemPool({ name: `s${i}`, machineType: "g6.xlarge" }));
        assert.equal(budget({ pools: dimes }, { max: 8.048 })["fleet at its largest"], "holds");
    });

    it("names the three dearest pools, the dearest first", () => {
        const pools = [
            aSystemPool({ name: "a", machineType: "m7i.large" }),
            aSystemPool({ name: "b", machineType: "g6.xlarge" }),
            aPool({ name: "c" }),
            aSystemPool({ name: "d", machineType: "m7i.large", nodes: { min: 2, desired: 2, max: 2 } }),
            aPool({ name: "idle", nodes: { min: 0, desired: 0, max: 0 } }),
        ];
        assert.equal(
            budget({ pools }, { max: 1 })["fleet at its largest"],
            "budget.exceeded: 56.1472 USD/h for the fleet at its largest; most for c 55.04, b 0.8048, d 0.2016",
        );
    });

    it("counts reserved machines in full, whatever the size", () => {
        const idle = aPool({
            nodes: { min: 0, desired: 0, max: 1 },
            capacity: reservation({ id: "cr-1", zone: "use1-az1", instances: 4 }),
        });
        const found = budget({ pools: [idle] }, { max: 220.159_999, desired: 220.159_999 });
        assert.match(found["fleet as wanted now"] ?? "", /^budget\.exceeded: 220\.16/);
        assert.match(found["fleet at its largest"] ?? "", /^budget\.exceeded: 220\.16/);
    });

    it("takes a missing price for a violation, and the sum for a lower bound", () => {
        const pools = [aPool(), aPool({ name: "new", machineType: "x9.mystery", capacity: spot() })];
        assert.deepEqual(budget({ pools }, { max: 100 }), {
            "pool train, price": "holds",
            "pool new, price": "budget.no-price: no row",
            "fleet at its largest": "undecided: at least 55.04 USD/h; new: no row",
        });
        assert.match(budget({ pools }, { max: 55 })["fleet at its largest"] ?? "", /^budget\.exceeded/);
    });

    it("needs no price of a pool that can have no nodes", () => {
        const none = aPool({ machineType: "x9.mystery", nodes: { min: 0, desired: 0, max: 0 } });
        assert.deepEqual(budget({ pools: [none] }, { max: 0 }), {
            "pool train, price": "holds",
            "fleet at its largest": "holds",
        });
    });

    it("is undecided while a size or a type is not known, unless the others are too dear already", () => {
        const pools = [{ ...aPool({ name: "vague" }), nodes: later }, aPool()];
        assert.deepEqual(budget({ pools }, { desired: 55.04 }), {
            "pool vague, price": "undecided: nodes not known: created later",
            "pool train, price": "holds",
            "fleet as wanted now": "undecided: at least 55.04 USD/h; vague: nodes not known: created later",
        });
        assert.match(budget({ pools }, { desired: 55 })["fleet as wanted now"] ?? "", /^budget\.exceeded/);
    });
});

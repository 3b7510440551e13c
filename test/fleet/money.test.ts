// Proves that amounts add exactly. Does not prove the prices.
import assert from "node:assert/strict";
import fc from "fast-check";
import { dollars, microUsd } from "../../components/fleet/money";
import { cells } from "../catalog/csv";

describe("money", () => {
    it("holds every price of the tables exactly", () => {
        const prices = cells("aws-prices.csv").flatMap(row =>
            ["onDemandUsdPerHour", "spotUsdPerHourMin", "spotUsdPerHourMax", "capacityBlockUsdPerAcceleratorHour"].map(
                column => Number(row[column]),
            ),
        );
        assert.ok(prices.length > 1000);
        for (const price of prices) assert.equal(dollars(microUsd(price)), price);
    });

    it("adds without showing how computers add, in whatever order", () => {
        const millionths = fc.integer({ min: 0, max: 300_000_000 });
        fc.assert(
            fc.property(fc.array(millionths, { minLength: 1 }), amounts => {
                const prices = amounts.map(amount => amount / 1e6);
                const total = (list: readonly number[]) => list.reduce((sum, price) => sum + microUsd(price), 0);
                assert.equal(total(prices), total([...prices].reverse()));
                assert.equal(
                    total(prices),
                    amounts.reduce((sum, amount) => sum + amount, 0),
                );
            }),
        );
    });
});

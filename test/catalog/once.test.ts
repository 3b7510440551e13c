import assert from "node:assert/strict";
import { once } from "../../components/catalog/once";

describe("once", () => {
    it("does not load before it is asked, and loads one time only, even when the answer is undefined", () => {
        let loads = 0;
        const answer = once(() => {
            loads += 1;
            return undefined;
        });
        assert.equal(loads, 0);
        answer();
        answer();
        assert.equal(loads, 1);
    });

    it("tries again after a load that failed", () => {
        const outcomes = ["fails", "works"];
        const answer = once(() => {
            const outcome = outcomes.shift();
            if (outcome === "fails") throw new Error(outcome);
            return outcome;
        });
        assert.throws(answer, /fails/);
        assert.equal(answer(), "works");
    });
});

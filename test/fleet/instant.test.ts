// Proves what counts as a moment. Does not know leap seconds: no cloud takes them either.
import assert from "node:assert/strict";
import fc from "fast-check";
import { asInstant, instantMs, minutesBefore } from "../../components/fleet/instant";

describe("a moment", () => {
    it("is a day and a time in UTC with seconds", () => {
        assert.equal(instantMs("2026-12-20T11:30:00Z"), Date.UTC(2026, 11, 20, 11, 30));
    });

    for (const text of [
        "2026-12-20",
        "2026-12-20T11:30Z",
        "2026-12-20T11:30:00",
        "2026-12-20T11:30:00+01:00",
        "2026-12-20T11:30:00.000Z",
        "2026-02-30T00:00:00Z",
        "2026-12-20T24:30:00Z",
        "20261220T113000Z",
        " 2026-12-20T11:30:00Z",
        "soon",
        "",
    ]) {
        it(`is not ${JSON.stringify(text)}`, () => assert.equal(instantMs(text), undefined));
    }

    it("comes back from its milliseconds", () => {
        const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
        fc.assert(fc.property(seconds, s => assert.equal(instantMs(asInstant(s * 1000)), s * 1000)));
    });

    it("is counted back over midnight and New Year", () => {
        assert.equal(minutesBefore("2027-01-01T00:20:00Z", 40), "2026-12-31T23:40:00Z");
    });

    it("is not counted back from what is none", () => {
        assert.throws(() => minutesBefore("2026-02-30T00:00:00Z", 40), RangeError);
    });
});

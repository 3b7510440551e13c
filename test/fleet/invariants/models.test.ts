// Proves that the made-up models reach every problem and every good end, so that properties over them say something.
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFleet, invariants } from "../../../components/fleet/check-fleet";
import type { Finding } from "../../../components/fleet/finding";
import type { ProblemId } from "../../../components/fleet/problem-ids";
import { examples, type InvariantExamples } from "./examples";
import { anyModel } from "./models";

describe("the made-up models", () => {
    let findings: readonly Finding[] = [];
    before(() => {
        findings = fc.sample(anyModel, { seed: 1, numRuns: 2000 }).flatMap(model => checkFleet(model, model.context));
    });

    it("have every problem that an invariant can find", () => {
        const met = new Set(findings.flatMap(each => (each.verdict === "violated" ? [each.problem.id] : [])));
        const ids = Object.values<InvariantExamples>(examples).flatMap(({ bad }) => Object.keys(bad) as ProblemId[]);
        assert.deepEqual(
            ids.filter(id => !met.has(id)),
            [],
        );
    });

    it("satisfy every invariant too", () => {
        const satisfied = new Set(findings.filter(({ verdict }) => verdict === "holds").map(each => each.invariant));
        assert.deepEqual(
            invariants.map(({ id }) => id).filter(id => !satisfied.has(id)),
            [],
        );
    });
});

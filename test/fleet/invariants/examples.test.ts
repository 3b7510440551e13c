// Proves that every invariant has an example in which it holds and, for each of its problems, one that has this problem and
// nothing else. Does not prove that it is right beside them: the tests of each invariant and the properties do.
import assert from "node:assert/strict";
import { checkFleet, fleetProblems, invariants } from "../../../components/fleet/check-fleet";
import type { Finding } from "../../../components/fleet/finding";
import { problemIds, type ProblemId } from "../../../components/fleet/problem-ids";
import { examples, type Example, type InvariantExamples } from "./examples";

const table: readonly (readonly [string, InvariantExamples])[] = Object.entries(examples);

function of(id: string, { fleet, context }: Example): Finding[] {
    return checkFleet(fleet, context).filter(({ invariant }) => invariant === id);
}

describe("every invariant", () => {
    it("has examples", () => {
        assert.deepEqual(
            table.map(([id]) => id),
            invariants.map(({ id }) => id),
        );
    });

    it("lists exactly the problems that it has examples of", () => {
        for (const { id, problems } of invariants) {
            const bad = table.find(([other]) => other === id)?.[1].bad ?? {};
            assert.deepEqual([...problems].sort(), Object.keys(bad).sort(), id);
        }
    });

    for (const [id, { good, bad }] of table) {
        const title = invariants.find(invariant => invariant.id === id)?.title ?? "";

        it(`${id} holds in its good example: ${title}`, () => {
            const verdicts = new Set(of(id, good).map(({ verdict }) => verdict));
            assert.ok(verdicts.has("holds"));
            assert.ok(!verdicts.has("violated") && !verdicts.has("undecided"), JSON.stringify(of(id, good), null, 1));
            assert.deepEqual(fleetProblems(good.fleet, good.context), []);
        });

        for (const [problem, example] of Object.entries(bad)) {
            it(`${id} finds ${problem} in its bad example, and that alone`, () => {
                const violated = checkFleet(example.fleet, example.context).flatMap(finding =>
                    finding.verdict === "violated" ? [{ invariant: finding.invariant, ...finding.problem }] : [],
                );
                const documented = problemIds[problem as ProblemId].example;
                assert.deepEqual(violated, [{ invariant: id, id: problem, ...documented }]);
            });
        }
    }
});

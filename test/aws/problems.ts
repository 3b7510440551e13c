import assert from "node:assert/strict";
import { RefusedError, type Problem } from "../../components/fleet/problem";

/** The problems for which a plan is refused; none when it is not. */
export function problemsFrom(plan: () => unknown): readonly Problem[] {
    try {
        plan();
        return [];
    } catch (error) {
        assert.ok(error instanceof RefusedError, `not a refusal: ${String(error)}`);
        return error.problems;
    }
}

export function problemOf(problems: readonly Problem[], id: Problem["id"]): Problem {
    const found = problems.find(problem => problem.id === id);
    assert.ok(found, `no problem ${id} among ${problems.map(problem => problem.id).join(", ")}`);
    return found;
}

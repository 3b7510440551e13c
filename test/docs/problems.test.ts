// Proves that the documented examples of problems are what a user really sees, and that every id can be met. Does not prove that
// the planners find every mistake: their own tests do.
import assert from "node:assert/strict";
import { problemIds, RefusedError, type Problem, type ProblemId } from "../../components/fleet";
import { fencedBlocks, readGuide } from "./examples";
import { mistakes, type Mistake } from "./mistakes";

describe("the documented problem", () => {
    for (const [id, mistake] of Object.entries(mistakes) as [ProblemId, Mistake][]) {
        it(`${id} is what a user sees`, () => {
            const expected = [{ id, ...problemIds[id].example }];
            assert.deepEqual(mistake().map(problemWithoutCounts), expected.map(problemWithoutCounts));
        });
    }

    it("is the one that the README shows", () => {
        const blocks = fencedBlocks(readGuide("README.md")).map(({ content }) => content);
        const { message } = new RefusedError('GpuNodeGroup "train"', mistakes["instance-type.unknown"]());
        const shown = blocks.filter(block => block.includes("nothing was created"));
        assert.deepEqual(shown.map(withoutCounts), [withoutCounts(message)]);
    });
});

/** A count of the catalogue's rows changes with every row, and teaches a reader nothing. */
function withoutCounts(text: string): string {
    return text.replaceAll(/\(\d+\)/g, "(n)");
}

function problemWithoutCounts(problem: Problem): Problem {
    return { ...problem, allowed: withoutCounts(problem.allowed) };
}

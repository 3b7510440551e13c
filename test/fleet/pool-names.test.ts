// Proves which pool names are refused. That names built from them are valid in the cloud is shown on the local cloud (test/stacks).
import assert from "node:assert/strict";
import { duplicatePoolNames, poolNameProblems } from "../../components/fleet/pool-names";

describe("the name of a pool", () => {
    for (const name of ["train", "train-8", "8", "a".repeat(63)]) {
        it(`may be ${name}`, () => assert.deepEqual(poolNameProblems(name), []));
    }

    const refused: readonly (readonly [unknown, string])[] = [
        ["Train_A", 'write "train-a"'],
        ["-", "write for example train"],
        ["", "write for example train"],
        ["a".repeat(64), `write "${"a".repeat(63)}"`],
        [8, "write for example train"],
        [undefined, "write for example train"],
    ];
    for (const [name, fix] of refused) {
        it(`may not be ${String(name)}`, () => {
            assert.deepEqual(
                poolNameProblems(name).map(problem => [problem.id, problem.path, problem.fix]),
                [["pool.name", "name", fix]],
            );
        });
    }

    it("is used once in a fleet", () => {
        const pools = ["a", "b", "a", "a"].map(name => ({ name }));
        assert.deepEqual(
            duplicatePoolNames(pools).map(({ path }) => path),
            ["pools[2].name", "pools[3].name"],
        );
    });
});

// Proves the arithmetic of node counts. Does not prove that 450 is still what EKS allows: that number is dated data.
import assert from "node:assert/strict";
import fc from "fast-check";
import { eksNodeGroupLimit, isFixed, nodeCountProblems, nodeRange } from "../../components/fleet/node-range";
import { shown } from "../../components/fleet/problem";

const problemsOf = (count: unknown) => nodeCountProblems(count, eksNodeGroupLimit);

describe("a node count", () => {
    it("of one number is a fixed size", () => {
        assert.deepEqual(nodeRange(8), { min: 8, desired: 8, max: 8 });
        assert.ok(isFixed(nodeRange(8)));
    });

    it("with limits starts at the smallest", () => {
        assert.deepEqual(nodeRange({ min: 1, max: 6 }), { min: 1, desired: 1, max: 6 });
        assert.ok(!isFixed(nodeRange({ min: 1, max: 6 })));
    });

    it("starts where it says", () => {
        assert.deepEqual(nodeRange({ min: 1, desired: 3, max: 6 }), { min: 1, desired: 3, max: 6 });
    });

    for (const good of [
        1,
        450,
        { min: 0, max: 1 },
        { min: 2, desired: 2, max: 2 },
        { min: 0, desired: 450, max: 450 },
    ]) {
        it(`accepts ${JSON.stringify(good)}`, () => assert.deepEqual(problemsOf(good), []));
    }

    const refused: readonly (readonly [unknown, string, string, string])[] = [
        [0, "nodes.none", "nodes", "0"],
        [{ min: 0, max: 0 }, "nodes.none", "nodes.max", "0"],
        [-1, "nodes.not-a-count", "nodes", "-1"],
        [1.5, "nodes.not-a-count", "nodes", "1.5"],
        [NaN, "nodes.not-a-count", "nodes", "NaN"],
        [Infinity, "nodes.not-a-count", "nodes", "Infinity"],
        [2 ** 53, "nodes.not-a-count", "nodes", "9007199254740992"],
        ["8", "nodes.not-a-count", "nodes", '"8"'],
        [null, "nodes.not-a-count", "nodes", "null"],
        [undefined, "nodes.not-a-count", "nodes", "nothing"],
        [[1, 2], "nodes.not-a-count", "nodes", "[1,2]"],
        [{ max: 2 }, "nodes.not-a-count", "nodes.min", "nothing"],
        [{ min: 1 }, "nodes.not-a-count", "nodes.max", "nothing"],
        [{ min: 1, desired: "2", max: 3 }, "nodes.not-a-count", "nodes.desired", '"2"'],
        [{ min: 8, max: 4 }, "nodes.range", "nodes.min, nodes.max", "min 8, max 4"],
        [{ min: 2, desired: 1, max: 4 }, "nodes.range", "nodes.min, nodes.desired", "min 2, desired 1"],
        [{ min: 2, desired: 5, max: 4 }, "nodes.range", "nodes.desired, nodes.max", "desired 5, max 4"],
        [{ min: 1, max: 2, maximum: 3 }, "config.unknown-key", "nodes.maximum", '"maximum"'],
        [451, "nodes.too-many", "nodes", "451"],
        [{ min: 0, max: 1e6 }, "nodes.too-many", "nodes.max", "1000000"],
    ];
    for (const [count, id, path, got] of refused) {
        it(`refuses ${shown(count)} as ${id} at ${path}`, () => {
            const problems = problemsOf(count).map(problem => [problem.id, problem.path, problem.got]);
            assert.deepEqual(problems, [[id, path, got]]);
        });
    }

    it("reports every field at once", () => {
        const paths = problemsOf({ min: "1", desired: -1, max: NaN }).map(({ path }) => path);
        assert.deepEqual(paths, ["nodes.min", "nodes.desired", "nodes.max"]);
    });

    const fixes: readonly (readonly [unknown, string])[] = [
        ["8", "write 8 without quotes"],
        [" 8 ", "write 8 without quotes"],
        ["eight", "write a number, for example 2"],
        ["", "write a number, for example 2"],
        [1.5, "write 1 or 2"],
        [-3, "write 0 or more"],
        [1000, "split the pool into 3 groups"],
    ];
    for (const [count, fix] of fixes) {
        it(`says how to mend ${JSON.stringify(count)}`, () =>
            assert.deepEqual(
                problemsOf(count).map(p => p.fix),
                [fix],
            ));
    }

    it("without problems is an ordered range of counts within the limit, and every such range has none", () => {
        const anyCount = fc.oneof(fc.integer({ min: -2, max: 500 }), fc.double(), fc.string(), fc.constant(undefined));
        const count = fc.oneof(anyCount, fc.record({ min: anyCount, desired: anyCount, max: anyCount }));
        fc.assert(
            fc.property(count, value => {
                const isGood = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0;
                const {
                    min,
                    max,
                    desired = min,
                } = typeof value === "object" ? value : { min: value, desired: value, max: value };
                const legal = isGood(min) && isGood(desired) && isGood(max) && min <= desired && desired <= max;
                assert.equal(problemsOf(value).length === 0, legal && max >= 1 && max <= 450, JSON.stringify(value));
            }),
        );
    });
});

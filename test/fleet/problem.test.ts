// Proves the layout and the arithmetic of refusals. Does not prove that the constructors call them, nor that the engine prints
// them without a stack trace (test/stacks does).
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    didYouMean,
    refuse,
    RefusedError,
    shown,
    unacknowledged,
    under,
    type Problem,
} from "../../components/fleet/problem";
import { problemIds, type OverridableId, type ProblemId } from "../../components/fleet/problem-ids";
import { argumentsProblemIds } from "../../components/fleet/problem-ids/arguments";
import { capacityProblemIds } from "../../components/fleet/problem-ids/capacity";
import { sharingProblemIds } from "../../components/fleet/problem-ids/sharing";
import { workloadsProblemIds } from "../../components/fleet/problem-ids/workloads";
import { reservationsProblemIds } from "../../components/fleet/problem-ids/reservations";
import { limitsProblemIds } from "../../components/fleet/problem-ids/limits";
import { fabricProblemIds } from "../../components/fleet/problem-ids/fabric";
import { objectsProblemIds } from "../../components/fleet/problem-ids/objects";
import { queuesProblemIds } from "../../components/fleet/problem-ids/queues";
import { nodeRolesProblemIds } from "../../components/fleet/problem-ids/node-roles";
import { clusterProblemIds } from "../../components/fleet/problem-ids/cluster";
import { fleetProblemIds } from "../../components/fleet/problem-ids/fleet";
import { networkProblemIds } from "../../components/fleet/problem-ids/network";
import { fpgaProblemIds } from "../../components/fleet/problem-ids/fpga";
import { neuronProblemIds } from "../../components/fleet/problem-ids/neuron";
import { nodesProblemIds } from "../../components/fleet/problem-ids/nodes";

const typo: Problem = {
    id: "instance-type.unknown",
    path: "instanceType",
    got: '"p5.48xlrge"',
    allowed: "an NVIDIA instance type of the catalogue (63)",
    fix: "did you mean p5.48xlarge?",
};
const range: Problem = {
    id: "nodes.range",
    path: "nodes.min, nodes.max",
    got: "min 8, max 4",
    allowed: "0 ≤ min ≤ desired ≤ max",
    fix: "raise nodes.max or lower nodes.min",
};
const notOffered: Problem = { ...typo, id: "instance-type.not-offered" };

describe("a refusal", () => {
    it("is laid out as one block per problem with the ids in a column", () => {
        assert.equal(
            new RefusedError('GpuNodeGroup "train"', [typo, range]).message,
            [
                'GpuNodeGroup "train": 2 problems, nothing was created',
                "",
                "  instance-type.unknown    instanceType",
                '      got       "p5.48xlrge"',
                "      allowed   an NVIDIA instance type of the catalogue (63)",
                "      fix       did you mean p5.48xlarge?",
                "",
                "  nodes.range              nodes.min, nodes.max",
                "      got       min 8, max 4",
                "      allowed   0 ≤ min ≤ desired ≤ max",
                "      fix       raise nodes.max or lower nodes.min",
            ].join("\n"),
        );
    });

    it("counts one problem as one", () => {
        assert.match(new RefusedError("summary", [range]).message, /^summary: 1 problem, nothing was created\n/);
    });

    it("indents what takes several lines", () => {
        const message = new RefusedError("x", [{ ...range, got: "first\nsecond" }]).message;
        assert.ok(message.includes("      got       first\n                second\n"));
    });

    it("carries the problems as data", () => {
        assert.throws(
            () => refuse("x", [typo, range]),
            (error: unknown) => {
                assert.ok(error instanceof RefusedError);
                assert.deepEqual(error.problems, [typo, range]);
                return error.subject === "x" && error.name === "RefusedError";
            },
        );
    });

    it("does not happen without problems", () => refuse("x", []));
});

describe("acknowledging", () => {
    it("takes away the problems of an overridable id and no others", () => {
        assert.deepEqual(unacknowledged([notOffered, range], ["instance-type.not-offered"]), [range]);
    });

    it("is itself refused for an id that is not overridable, and the problem stays", () => {
        const problems = unacknowledged([range], ["nodes.range" as OverridableId]);
        assert.deepEqual(
            problems.map(({ id, path }) => [id, path]),
            [
                ["nodes.range", "nodes.min, nodes.max"],
                ["acknowledge.not-overridable", "acknowledge[0]"],
            ],
        );
    });

    it("is refused for what is no id at all, even a name that every object has", () => {
        for (const id of ["nonsense", "constructor", "__proto__"]) {
            assert.deepEqual(
                unacknowledged([], [id as OverridableId]).map(problem => [problem.id, problem.fix]),
                [["acknowledge.not-overridable", "remove it: there is no such id"]],
            );
        }
    });
});

describe("a problem seen from outside", () => {
    it("has a longer path, for each of several places", () => {
        assert.deepEqual(
            under("pools.train", [range, { ...typo, path: "" }, { ...typo, path: "[0]" }]).map(({ path }) => path),
            ["pools.train.nodes.min, pools.train.nodes.max", "pools.train", "pools.train[0]"],
        );
    });
});

describe("a shown value", () => {
    const cases: readonly (readonly [unknown, string])[] = [
        ["p5", '"p5"'],
        ["two\nlines", '"two\\nlines"'],
        [1.5, "1.5"],
        [NaN, "NaN"],
        [-Infinity, "-Infinity"],
        [10n, "10"],
        [undefined, "nothing"],
        [null, "null"],
        [[1, "a"], '[1,"a"]'],
        [() => 1, "a function"],
        [Symbol("x"), "a symbol"],
        [{ toJSON: () => undefined }, "an object that is not plain data"],
        [Promise.resolve(1), "a value that becomes known later"],
        [{ __pulumiOutput: true }, "a value that becomes known later"],
        [{ __pulumiOutput: false }, '{"__pulumiOutput":false}'],
    ];
    for (const [value, text] of cases) it(text, () => assert.equal(shown(value), text));

    it("is a text for an object that cannot be written", () => {
        const circle: { self?: unknown } = {};
        circle.self = circle;
        assert.equal(shown(circle), "an object that is not plain data");
    });

    it("is one short line for every value", () =>
        fc.assert(
            fc.property(fc.anything({ withBigInt: true }), value => {
                const text = shown(value);
                assert.ok(text.length <= 100 && !text.includes("\n"), text);
            }),
        ));
});

describe("did you mean", () => {
    it("names the nearest, or says something else", () => {
        assert.equal(didYouMean("NoSchedul", ["NoSchedule", "NoExecute"], "-"), "did you mean NoSchedule?");
        assert.equal(didYouMean("zzz", ["NoSchedule"], "use NoSchedule"), "use NoSchedule");
    });
});

describe("the ids of problems", () => {
    const ids = Object.keys(problemIds) as ProblemId[];
    const subjects = [
        argumentsProblemIds,
        capacityProblemIds,
        clusterProblemIds,
        fleetProblemIds,
        networkProblemIds,
        fpgaProblemIds,
        neuronProblemIds,
        nodesProblemIds,
        nodeRolesProblemIds,
        queuesProblemIds,
        objectsProblemIds,
        fabricProblemIds,
        limitsProblemIds,
        reservationsProblemIds,
        sharingProblemIds,
        workloadsProblemIds,
    ];

    it("are words, and each stands under one subject", () => {
        for (const id of ids) assert.match(id, /^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, id);
        const perSubject = subjects.flatMap(subject => Object.keys(subject));
        assert.deepEqual([...perSubject].sort(), [...ids].sort());
    });

    it("stand in alphabetical order under their subject", () => {
        for (const subject of subjects) assert.deepEqual(Object.keys(subject), Object.keys(subject).sort());
    });

    it("each come with a meaning and a whole example", () => {
        for (const id of ids) {
            const { meaning, example } = problemIds[id];
            assert.match(meaning, /^[A-Z].*\.$/, id);
            for (const text of Object.values(example)) assert.notEqual(text, "", id);
        }
    });
});

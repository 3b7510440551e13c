// Proves how issues of the schema library read as problems. The schemas here are small ones made up for the test; that the
// stacks' own schema is strict everywhere is proved where that schema is.
import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import type { Problem } from "../../components/fleet/problem";
import { schemaProblems } from "../../components/fleet/schema-problems";

const capacity = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("spot"), maxUsdPerHour: z.number().optional() }),
    z.strictObject({ kind: z.literal("onDemand") }),
]);
const pool = z.strictObject({
    instanceType: z.string(),
    nodes: z.union([z.number().int(), z.strictObject({ min: z.number().int().min(0), max: z.number().int() })]),
    nat: z.enum(["none", "one", "perZone"]).optional(),
    capacity: capacity.default({ kind: "onDemand" }),
    zones: z
        .array(z.string().regex(/^[a-z]/))
        .min(1)
        .optional(),
    labels: z.record(z.string().regex(/^[a-z/.]+$/), z.string()).optional(),
});
const schema = z.strictObject({ pools: z.record(z.string(), pool) });

function problemsOf(train: unknown): Problem[] {
    const input = { pools: { train } };
    const parsed = schema.safeParse(input);
    return parsed.success ? [] : schemaProblems(parsed.error.issues, schema, input);
}

const good = { instanceType: "p5.48xlarge", nodes: 2 };

describe("problems of a schema", () => {
    it("say why a key that others have is not here, and offer it to nobody", () => {
        const chips = z.strictObject({
            nodes: z.int(),
            sharing: z.never({ error: "nothing: chips are whole" }).optional(),
        });
        const problems = (given: object) => schemaProblems(chips.safeParse(given).error?.issues ?? [], chips, given);
        assert.deepEqual(problems({ nodes: 2, sharing: { replicas: 2 } }), [
            {
                id: "config.unknown-key",
                path: "sharing",
                got: '{"replicas":2}',
                allowed: "nothing: chips are whole",
                fix: "remove it",
            },
        ]);
        assert.deepEqual(
            problems({ nodes: 2, sharng: 1 }).map(({ allowed, fix }) => [allowed, fix]),
            [["nodes", "remove it"]],
        );
    });

    const cases: readonly (readonly [string, unknown, Problem])[] = [
        [
            "name the nearest key for a misspelt one, and do not call the meant key missing",
            { nodes: 2, instancetype: "p5" },
            {
                id: "config.unknown-key",
                path: "pools.train.instancetype",
                got: '"instancetype"',
                allowed: "instanceType, nodes, nat, capacity, zones, labels",
                fix: "did you mean instanceType?",
            },
        ],
        [
            "say that the meant key is there already",
            { ...good, instancetype: "p5" },
            {
                id: "config.unknown-key",
                path: "pools.train.instancetype",
                got: '"instancetype"',
                allowed: "instanceType, nodes, nat, capacity, zones, labels",
                fix: "remove it: instanceType is given already",
            },
        ],
        [
            "ask to remove a key that is like no other",
            { ...good, colour: 1 },
            {
                id: "config.unknown-key",
                path: "pools.train.colour",
                got: '"colour"',
                allowed: "instanceType, nodes, nat, capacity, zones, labels",
                fix: "remove it",
            },
        ],
        [
            "know only the keys of the branch that the discriminator chose",
            { ...good, capacity: { kind: "onDemand", maxUsdPerHour: 1 } },
            {
                id: "config.unknown-key",
                path: "pools.train.capacity.maxUsdPerHour",
                got: '"maxUsdPerHour"',
                allowed: "kind",
                fix: "remove it",
            },
        ],
        [
            "name a missing key",
            { nodes: 2 },
            {
                id: "config.missing",
                path: "pools.train.instanceType",
                got: "nothing",
                allowed: "a string",
                fix: "add pools.train.instanceType",
            },
        ],
        [
            "follow the branch of a union that has the right type",
            { ...good, nodes: { min: "2", max: 3 } },
            {
                id: "config.type",
                path: "pools.train.nodes.min",
                got: '"2"',
                allowed: "a number",
                fix: "write 2 without quotes",
            },
        ],
        [
            "say that a text lacks its quotes",
            { ...good, instanceType: 1.35 },
            {
                id: "config.type",
                path: "pools.train.instanceType",
                got: "1.35",
                allowed: "a string",
                fix: "put it in quotes",
            },
        ],
        [
            "name all types of a union when none is right",
            { ...good, nodes: true },
            {
                id: "config.type",
                path: "pools.train.nodes",
                got: "true",
                allowed: "a number or an object",
                fix: "give a number or an object",
            },
        ],
        [
            "name the nearest choice",
            { ...good, nat: "perzone" },
            {
                id: "config.value",
                path: "pools.train.nat",
                got: '"perzone"',
                allowed: '"none", "one", "perZone"',
                fix: "did you mean perZone?",
            },
        ],
        [
            "name the choices of a discriminator",
            { ...good, capacity: { kind: "spat" } },
            {
                id: "config.value",
                path: "pools.train.capacity.kind",
                got: '"spat"',
                allowed: '"spot", "onDemand"',
                fix: "did you mean spot?",
            },
        ],
        [
            "miss a discriminator",
            { ...good, capacity: {} },
            {
                id: "config.missing",
                path: "pools.train.capacity.kind",
                got: "nothing",
                allowed: '"spot", "onDemand"',
                fix: "add pools.train.capacity.kind",
            },
        ],
        [
            "give the length of a list",
            { ...good, zones: [] },
            {
                id: "config.value",
                path: "pools.train.zones",
                got: "[]",
                allowed: "at least 1 entry",
                fix: "give at least 1 entry",
            },
        ],
        [
            "give the limit of a number",
            { ...good, nodes: { min: -1, max: 1 } },
            {
                id: "config.value",
                path: "pools.train.nodes.min",
                got: "-1",
                allowed: "at least 0",
                fix: "give at least 0",
            },
        ],
        [
            "point into a list",
            { ...good, zones: ["a", "1"] },
            {
                id: "config.value",
                path: "pools.train.zones[1]",
                got: '"1"',
                allowed: "a value that must match pattern /^[a-z]/",
                fix: "give a value that must match pattern /^[a-z]/",
            },
        ],
        [
            "quote a key that is no word",
            { ...good, labels: { "a/b c": "x" } },
            {
                id: "config.value",
                path: 'pools.train.labels["a/b c"]',
                got: '"a/b c"',
                allowed: "a value that must match pattern /^[a-z/.]+$/",
                fix: "rename it",
            },
        ],
    ];
    for (const [title, train, problem] of cases) it(title, () => assert.deepEqual(problemsOf(train), [problem]));

    it("are found all at once", () => {
        const found = problemsOf({ instancetype: "p5", nodes: NaN, nat: "two", zones: 1 });
        assert.deepEqual(found.map(({ path }) => path.replace("pools.train.", "")).sort(), [
            "instancetype",
            "nat",
            "nodes",
            "zones",
        ]);
    });

    it("keep what is wrong with a key that is given, beside a misspelt one", () => {
        const found = problemsOf({ nodes: 1, instancetype: "p5", instanceType: 5 });
        assert.deepEqual(found.map(({ id }) => id).sort(), ["config.type", "config.unknown-key"]);
    });

    it("speak of the whole when the whole is wrong", () => {
        const parsed = schema.safeParse("text");
        assert.deepEqual(schemaProblems(parsed.error?.issues ?? [], schema, "text"), [
            { id: "config.type", path: "", got: '"text"', allowed: "an object", fix: "give an object" },
        ]);
    });

    it("keep the id of a problem that a refinement carries, seen from where it stands", () => {
        const problem: Problem = {
            id: "nodes.range",
            path: "min, max",
            got: "min 2, max 1",
            allowed: "min ≤ max",
            fix: "x",
        };
        const refined = z.strictObject({
            nodes: z.unknown().superRefine((_, context) => context.addIssue({ code: "custom", params: { problem } })),
        });
        const input = { nodes: 1 };
        assert.deepEqual(schemaProblems(refined.safeParse(input).error?.issues ?? [], refined, input), [
            { ...problem, path: "nodes.min, nodes.max" },
        ]);
    });

    it("are never empty for a refused value, whatever the value", () =>
        fc.assert(
            fc.property(fc.anything(), fc.anything(), (nodes, extra) => {
                const input = { pools: { train: { ...good, nodes, capacity: extra } } };
                const parsed = schema.safeParse(input);
                if (parsed.success) return;
                const problems = schemaProblems(parsed.error.issues, schema, input);
                assert.ok(problems.length > 0);
                for (const problem of problems) assert.ok(problem.path.startsWith("pools.train."), problem.path);
            }),
        ));
});

// Proves that an editor and the program say the same of a stack's file. Does not prove how an editor shows it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import fc from "fast-check";
import { checkSettings, namespace } from "../../stacks/configuration";
import { schemaText, stackFileSchema } from "../../stacks/json-schema";
import { problemsFrom } from "../aws/problems";
import { aGpuPool, aStack, poolsOf, shippedStacks, system } from "./builders";

describe("the JSON Schema of a stack's file", () => {
    let accepts: ValidateFunction;
    before(() => (accepts = new Ajv2020({ allErrors: true }).compile(stackFileSchema())));

    const file = (settings: object) => ({
        config: Object.fromEntries(
            Object.entries(settings).map(([key, value]) => [`${namespace}:${key}`, value as unknown]),
        ),
    });

    it("is up to date; `npm run schema` writes it", () => {
        const written = readFileSync(join(__dirname, "..", "..", "stacks", "stack.schema.json"), "utf8");
        assert.equal(written, schemaText());
    });

    it("accepts every shipped stack", () => {
        for (const { name, content } of shippedStacks()) assert.ok(accepts(content), `${name}: ${errors()}`);
    });

    it("accepts what belongs to the engine and to others", () => {
        const others = { "aws:region": "us-east-2", "aws:profile": "dev", "other-project:anything": { at: ["all"] } };
        const content = {
            config: { ...file(aStack()).config, ...others },
            encryptionsalt: "v1:salt",
            secretsprovider: "passphrase",
        };
        assert.ok(accepts(content), errors());
    });

    const mistakes: readonly (readonly [title: string, settings: object, at: string])[] = [
        ["without pools", {}, "/config"],
        ["with an unknown key", aStack({ netwrk: {} }), "/config"],
        [
            "with an unknown key of a pool",
            aStack({ pools: { system: { ...system, node: 1 } } }),
            "/config/pulumi-accelerators:pools/system",
        ],
        [
            "with an unknown instance type",
            aStack({ pools: { a: aGpuPool({ instanceType: "p5.48xlrge" }) } }),
            "/config/pulumi-accelerators:pools/a/instanceType",
        ],
        [
            "with a GPU type in a system pool",
            aStack({ pools: { a: { ...system, instanceType: "p5.48xlarge" } } }),
            "/config/pulumi-accelerators:pools/a/instanceType",
        ],
        [
            "with a version without quotes",
            aStack({ cluster: { version: 1.35 } }),
            "/config/pulumi-accelerators:cluster/version",
        ],
        [
            "with a choice that there is not",
            aStack({ network: { nat: "perzone" } }),
            "/config/pulumi-accelerators:network/nat",
        ],
        [
            "with half a node",
            aStack({ pools: { a: aGpuPool({ nodes: 1.5 }) } }),
            "/config/pulumi-accelerators:pools/a/nodes",
        ],
    ];
    for (const [title, settings, at] of mistakes) {
        it(`refuses a stack ${title}, and says where`, () => {
            assert.equal(accepts(file(settings)), false);
            const places = (accepts.errors ?? []).map(({ instancePath }) => instancePath);
            assert.ok(places.includes(at), places.join(", "));
        });
    }

    it("completes instance types: every NVIDIA type in a GPU pool", () => {
        assert.ok(accepts(file(aStack({ pools: { a: aGpuPool({ instanceType: "p6-b300.48xlarge" }) } }))), errors());
        assert.ok(accepts(file(aStack({ pools: { a: aGpuPool({ instanceType: "g5g.xlarge" }) } }))), errors());
        assert.ok(!accepts(file(aStack({ pools: { a: aGpuPool({ instanceType: "p2.xlarge" }) } }))));
    });

    it("agrees with the program, whatever one changes in a stack", () => {
        fc.assert(
            fc.property(changedStack(), settings => {
                const editor = accepts(file(settings));
                const program = problemsFrom(() => checkSettings("quickstart", settings));
                // The editor knows the instance types too; the program names them when it plans.
                if (editor) assert.deepEqual(program, []);
                else if (program.length === 0) assert.ok(problemsFrom(() => poolsOf(settings)).length > 0, errors());
            }),
            { numRuns: 500 },
        );
    });

    function errors(): string {
        return JSON.stringify(accepts.errors);
    }
});

const whole = {
    network: { cidr: "10.0.0.0/16", zones: 3, nat: "one", endpoints: ["s3"], tags: { team: "research" } },
    cluster: {
        version: "1.35",
        endpoint: { public: { cidrs: ["203.0.113.0/24"] } },
        admins: { ops: "arn" },
        logRetentionDays: 90,
    },
    pools: {
        system,
        train: aGpuPool({
            nodes: { min: 0, max: 4 },
            capacity: { kind: "spot" },
            labels: { team: "research" },
            taints: [{ key: "team", value: "research", effect: "NoSchedule" }],
            update: { maxUnavailable: "10%", strategy: "minimal" },
            metadataHops: 1,
        }),
    },
};

/** A stack in which one place holds something else, is gone, or has a key beside it. */
function changedStack(): fc.Arbitrary<object> {
    const value = fc.oneof(
        fc.constantFrom<unknown>(
            0,
            1,
            -1,
            1.5,
            "",
            "one",
            "g6.xlarge",
            "m7i.large",
            true,
            null,
            [],
            {},
            ["s3"],
            "10%",
            "0%",
        ),
        fc.jsonValue({ maxDepth: 1 }),
    );
    const change = fc.oneof(
        fc.record({ kind: fc.constant("set" as const), value }),
        fc.record({ kind: fc.constant("remove" as const) }),
        fc.record({
            kind: fc.constant("add" as const),
            key: fc.constantFrom("zones", "kind", "adopt", "tags", "nat", "x"),
            value,
        }),
    );
    return fc
        .tuple(fc.constantFrom(...placesIn(whole)), change)
        .map(([place, how]) => changed(whole, place, how) as object);
}

type Change =
    | { readonly kind: "set"; readonly value: unknown }
    | { readonly kind: "remove" }
    | { readonly kind: "add"; readonly key: string; readonly value: unknown };

function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== "object" || value === null) return [at];
    const below = Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]));
    return at.length === 0 ? below : [at, ...below];
}

function changed(value: unknown, [key, ...rest]: readonly string[], change: Change): unknown {
    if (key === undefined) {
        if (change.kind !== "add") return change.kind === "set" ? change.value : undefined;
        return typeof value === "object" && !Array.isArray(value) ? { ...value, [change.key]: change.value } : value;
    }
    if (Array.isArray(value)) {
        return value.flatMap((each: unknown, index) => {
            const inner = String(index) === key ? changed(each, rest, change) : each;
            return inner === undefined ? [] : [inner];
        });
    }
    const entries = Object.entries(value as object).map(([each, inner]: [string, unknown]) => [
        each,
        each === key ? changed(inner, rest, change) : inner,
    ]);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined)) as object;
}

// Proves which steps wait for each other, against walking every path. Does not prove what the engine waits for: test/stacks
// does.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fleet } from "../../../components/fleet/finding";
import { circles } from "../../../components/fleet/invariants/circles";
import { aPool } from "../builders";
import { aStep } from "../facet-builders";
import { judged, later, problemOf } from "./judged";

const plugin = aStep({ name: "plugin", readyOnNodesOf: ["train"] });
const train = aStep({ name: "train", dependsOn: ["plugin"] });

function order(steps: Fleet["steps"], pools: Fleet["pools"] = [aPool()]): Record<string, string> {
    return judged("X14", { pools, ...(steps === undefined ? {} : { steps }) });
}

describe("the order of steps (X14)", () => {
    it("has no circle of waiting", () => {
        assert.deepEqual(order([plugin, train]), {
            "step plugin": "order.circle: plugin, train wait for each other",
            "step train": "notApplicable: it is in a circle that is judged already",
        });
        assert.deepEqual(order([plugin, aStep({ name: "train" })]), {
            "step plugin": "holds",
            "step train": "notApplicable: it runs no pods",
        });
    });

    it("has none when the engine does not wait, or when there are no nodes at first", () => {
        const skips = { ...plugin, skipAwait: true };
        assert.equal(order([skips, train])["step plugin"], "notApplicable: the engine does not wait for its pods");
        const empty = aPool({ nodes: { min: 0, desired: 0, max: 4 } });
        assert.equal(order([plugin, train], [empty])["step plugin"], "holds");
    });

    it("may have one over several steps", () => {
        const crd = aStep({ name: "crd", dependsOn: ["plugin"] });
        const found = order([crd, { ...train, dependsOn: ["crd"] }, plugin]);
        assert.match(found["step crd"] ?? "", /^order\.circle/);
        assert.equal(found["step plugin"], "notApplicable: it is in a circle that is judged already");
    });

    it("may have several", () => {
        const others = [
            aStep({ name: "agent", readyOnNodesOf: ["serve"] }),
            aStep({ name: "serve", dependsOn: ["agent"] }),
        ];
        const found = order([plugin, train, ...others], [aPool(), aPool({ name: "serve" })]);
        assert.match(found["step plugin"] ?? "", /^order\.circle: plugin, train/);
        assert.match(found["step agent"] ?? "", /^order\.circle: agent, serve/);
    });

    it("names the steps that close the circle, and no others", () => {
        const fleet = {
            pools: [aPool(), aPool({ name: "serve" })],
            steps: [
                plugin,
                aStep({ name: "webhook", dependsOn: ["plugin"], readyOnNodesOf: ["serve"] }),
                { ...train, dependsOn: ["webhook"] },
            ],
        };
        assert.deepEqual(
            [problemOf("X14", "step plugin", fleet)].map(problem => [problem?.path, problem?.fix]),
            [['steps["plugin"]', "set pulumi.com/skipAwait on plugin, or give the pool no nodes at first"]],
        );
    });

    it("names every step that closes it", () => {
        const agent = aStep({ name: "agent", readyOnNodesOf: ["serve", "train"] });
        const skipped = aStep({ name: "skipped", dependsOn: ["agent"], readyOnNodesOf: ["train"], skipAwait: true });
        const fleet = {
            pools: [aPool()],
            steps: [plugin, agent, skipped, { ...train, dependsOn: ["plugin", "skipped"] }],
        };
        assert.equal(problemOf("X14", "step plugin", fleet)?.path, 'steps["plugin"], steps["agent"]');
    });

    it("that nothing can mend is named by its first step", () => {
        const steps = [aStep({ name: "a", dependsOn: ["b"] }), aStep({ name: "b", dependsOn: ["a"] })];
        assert.equal(problemOf("X14", "step a", { steps })?.path, 'steps["a"]');
    });

    it("is undecided while something may close a circle", () => {
        const perhaps = "undecided: what it waits for, or what waits for it, is not known";
        assert.equal(order([{ ...plugin, readyOnNodesOf: later }, train])["step plugin"], perhaps);
        assert.equal(order([{ ...plugin, skipAwait: later }, train])["step plugin"], perhaps);
        assert.equal(order([plugin, { ...train, dependsOn: later }])["step plugin"], perhaps);
        assert.equal(order([plugin, train], [{ ...aPool(), nodes: later }])["step plugin"], perhaps);
        assert.equal(order([plugin, train], [])["step plugin"], perhaps);
        const skips = { ...plugin, readyOnNodesOf: later, skipAwait: true };
        assert.equal(order([skips, train])["step plugin"], "notApplicable: the engine does not wait for its pods");
        assert.equal(order([plugin, aStep({ name: "train" })], [])["step plugin"], "holds");
        assert.deepEqual(order(later), { steps: "undecided: the steps are not known: created later" });
        assert.deepEqual(order(undefined), { steps: "notApplicable: the fleet says nothing of its steps" });
    });
});

describe("circles of a graph", () => {
    const graph = fc
        .array(fc.array(fc.nat({ max: 6 }), { maxLength: 3 }), { maxLength: 6 })
        .map(edges => new Map(edges.map((to, from) => [String(from), to.map(String)])));

    function reaches(graph_: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
        const seen = new Set<string>();
        const open = [...(graph_.get(from) ?? [])];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
            if (seen.has(next)) continue;
            seen.add(next);
            open.push(...(graph_.get(next) ?? []));
        }
        return seen;
    }

    it("are what reaches itself, with all that is on the way", () =>
        fc.assert(
            fc.property(graph, edges => {
                const found = circles(edges);
                for (const name of edges.keys()) {
                    const own = reaches(edges, name);
                    const members = [...own].filter(other => reaches(edges, other).has(name)).sort();
                    assert.deepEqual([...(found.get(name)?.members ?? [])].sort(), own.has(name) ? members : []);
                }
            }),
            { numRuns: 2000 },
        ));

    it("are found in chains of any length", () => {
        const length = 100_000;
        const chain = new Map(Array.from({ length }, (_, i) => [String(i), [String((i + 1) % length)]]));
        assert.equal(circles(chain).get("0")?.members.length, length);
    });
});

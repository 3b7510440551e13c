// Proves over made-up models what every invariant promises: it judges each thing by itself, what it names can be mended with
// what it says, and it never takes what is not known for good. How many models is set by FC_RUNS. Does not prove that a
// verdict is right: the examples and the tests of each invariant do.
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFleet } from "../../../components/fleet/check-fleet";
import type { Finding, Fleet } from "../../../components/fleet/finding";
import type { Problem } from "../../../components/fleet/problem";
import { blurredModel } from "./blurred-models";
import { mends } from "./mends";
import { anyModel, type Model } from "./models";
import { unrelatedPool } from "./unrelated-pools";

const runs = { numRuns: Number(process.env.FC_RUNS ?? 100) };

function check(fleet: Fleet, { context }: Model): Finding[] {
    return checkFleet(fleet, context);
}

function identity({ invariant, subject }: Finding): string {
    return `${invariant} ${subject}`;
}

interface Violation {
    readonly id: string;
    readonly problem: Problem;
}

function violations(model: Model): Violation[] {
    return check(model, model).flatMap(finding =>
        finding.verdict === "violated" ? [{ id: identity(finding), problem: finding.problem }] : [],
    );
}

/** In one zone, pods that must spread over zones are more easily disrupted: what mends the fabric harms them, truly. */
function losesZones({ podTemplates }: Model, { problem }: Violation): boolean {
    const spreads = podTemplates.some(({ spread }) => spread.some(({ by }) => by === "zone"));
    return problem.id === "fabric.one-zone" && spreads;
}

describe("every invariant, over made-up models,", () => {
    // An unrelated pool has nothing in common with the others; it costs nothing, because a budget is of the whole fleet.
    it("says the same of every other pool when an unrelated one is added", () =>
        fc.assert(
            fc.property(anyModel, unrelatedPool, fc.boolean(), (model, pool, first) => {
                const pools = first ? [pool, ...model.pools] : [...model.pools, pool];
                const after = check({ ...model, pools }, model);
                assert.deepEqual(
                    after.filter(({ subject }) => !subject.includes(pool.name) && !subject.includes(pool.region)),
                    check(model, model),
                );
            }),
            runs,
        ));

    it("has a violation that goes, and no other, when what it names is mended", () => {
        const met = new Map<string, number>();
        fc.assert(
            fc.property(anyModel, fc.nat(), (model, choice) => {
                const before = violations(model);
                fc.pre(before.length > 0);
                // The rarer a problem, the sooner its turn: each shall be mended often.
                const rare = [...before].sort((a, b) => (met.get(a.problem.id) ?? 0) - (met.get(b.problem.id) ?? 0));
                const violation = choice % 2 === 0 ? rare[0]! : before[choice % before.length]!;
                fc.pre(!losesZones(model, violation));
                met.set(violation.problem.id, (met.get(violation.problem.id) ?? 0) + 1);
                const mend = mends[violation.problem.id];
                assert.ok(mend, `no mend for ${violation.problem.id}`);
                const after = violations(mend(model, violation.problem)).map(({ id }) => id);
                assert.deepEqual(
                    after,
                    before.map(({ id }) => id).filter(id => id !== violation.id),
                    JSON.stringify(violation),
                );
            }),
            runs,
        );
    });

    it("never takes for good what is not known", () =>
        fc.assert(
            fc.property(
                anyModel.chain(model => blurredModel(model).map(seen => ({ model, seen }))),
                ({ model, seen }) => {
                    const truth = new Map(check(model, model).map(finding => [identity(finding), finding]));
                    for (const finding of check(seen, model)) {
                        const clear = truth.get(identity(finding));
                        if (finding.verdict === "holds") {
                            assert.notEqual(clear?.verdict, "violated", JSON.stringify([clear, finding]));
                            assert.notEqual(clear?.verdict, "undecided", JSON.stringify([clear, finding]));
                        }
                        if (finding.verdict === "violated") {
                            assert.ok(clear !== undefined, identity(finding));
                            assert.ok(
                                clear.verdict === "violated" || clear.verdict === "notApplicable",
                                JSON.stringify([clear, finding]),
                            );
                        }
                    }
                },
            ),
            runs,
        ));

    it("never takes for good what the fleet leaves out", () =>
        fc.assert(
            fc.property(anyModel, fc.infiniteStream(fc.boolean()), (model, choices) => {
                const { pools, advertisers, context, ...facets } = model;
                const kept = Object.entries(facets).filter(() => choices.next().value === true);
                const seen: Fleet = { pools, advertisers, ...Object.fromEntries(kept) };
                const truth = new Map(checkFleet(model, context).map(finding => [identity(finding), finding.verdict]));
                for (const finding of checkFleet(seen, context)) {
                    if (finding.verdict === "holds") assert.notEqual(truth.get(identity(finding)), "violated");
                }
            }),
            runs,
        ));
});

// Proves the arithmetic of disruption against trying every way to place the pods. Does not prove that a scheduler places them
// in the worst way, nor that updates and repairs coincide: the rule is about what may happen.
import assert from "node:assert/strict";
import fc from "fast-check";
import { spot } from "../../../components/fleet/capacity/capacity";
import type { PodTemplate } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { mostInDomains, mostPodsOn } from "../../../components/fleet/invariants/pods-on-nodes";
import type { Pool } from "../../../components/fleet/pool";
import { aPool } from "../builders";
import { aPodTemplate } from "../facet-builders";
import { judged, later } from "./judged";

/** Four nodes for inference, one of which may be away for an update. */
function nodes(changes: Partial<Pool> = {}): Pool {
    return aPool({
        intent: "inference",
        nodes: { min: 4, desired: 4, max: 4 },
        repair: { enabled: false },
        ...changes,
    });
}

/** A service of eight pods that each ask for two GPUs: four on a node at most, as many away as here. */
function chat(away: number, changes: Partial<PodTemplate> = {}): PodTemplate {
    return aPodTemplate({
        name: "chat",
        kind: "Deployment",
        replicas: 8,
        requests: { "nvidia.com/gpu": 2 },
        disruptionBudget: { maxUnavailable: { pods: away } },
        ...changes,
    });
}

function survives(template: PodTemplate, pools: Fleet["pools"] = [nodes()], spotNodesAtOnce = 1): string | undefined {
    return judged("X12", { pools, podTemplates: [template] }, { spotNodesAtOnce })["pod template chat"];
}

describe("a service (X12)", () => {
    it("may lose what stands on the nodes of an update, packed as tightly as they can be", () => {
        assert.equal(survives(chat(4)), "holds");
        assert.equal(
            survives(chat(3)),
            "workload.disrupted: up to 4 of 8 pods on nodes of train that may be away at once for updates, repairs and spot",
        );
    });

    const lost: readonly (readonly [string, number, PodTemplate, readonly Pool[]])[] = [
        ["repairs as well", 8, chat(0), [nodes({ repair: aPool().repair })]],
        ["spot nodes as well", 8, chat(0), [nodes({ capacity: spot() })]],
        [
            "no more than all of its pods",
            8,
            chat(0, { requests: { "nvidia.com/gpu": 1 } }),
            [nodes({ repair: aPool().repair })],
        ],
        [
            "a share of the nodes, a part of one as a whole",
            8,
            chat(0),
            [nodes({ update: { maxUnavailable: { percent: 26 }, strategy: "surge" } })],
        ],
        ["all when nothing that is known limits the pods of a node", 8, chat(0, { requests: { cpu: 1 } }), [nodes()]],
        [
            "one each when the nodes are as many and the pods spread over them",
            2,
            chat(0, { spread: [{ by: "node", maxSkew: 1 }] }),
            [nodes()],
        ],
        ["more when the spread is loose", 4, chat(0, { spread: [{ by: "node", maxSkew: 9 }] }), [nodes()]],
        [
            "a third when they spread over three zones",
            3,
            chat(0, { spread: [{ by: "zone", maxSkew: 1 }] }),
            [nodes({ zones: ["a", "b", "c"] })],
        ],
        ["all when the zone is one", 4, chat(0, { spread: [{ by: "zone", maxSkew: 1 }] }), [nodes()]],
        ["from every pool on which they run", 8, chat(0), [nodes(), nodes({ name: "b" })]],
        [
            "from few nodes when the pool is small",
            8,
            chat(0, { requests: { "nvidia.com/gpu": 1 }, spread: [{ by: "node", maxSkew: 1 }] }),
            [nodes({ nodes: { min: 0, desired: 4, max: 4 } })],
        ],
    ];
    for (const [title, most, template, pools] of lost) {
        it(`may lose ${title}: ${most}`, () => {
            const budget = (pods: number) => ({ ...template, disruptionBudget: { maxUnavailable: { pods } } });
            assert.equal(survives(budget(most), pools), "holds");
            assert.match(survives(budget(most - 1), pools) ?? "", new RegExp(`up to ${most} of 8 `));
        });
    }

    it("counts as many spot nodes as the configuration guesses", () => {
        const pools = [nodes({ capacity: spot() })];
        assert.match(survives(chat(7), pools, 1) ?? "", /up to 8/);
        assert.equal(survives(chat(4), pools, 0), "holds");
    });

    it("is judged only when it is one, with a budget, on nodes for inference", () => {
        assert.equal(
            survives(chat(3, { kind: "Job" })),
            "notApplicable: only Deployments are held against their budgets",
        );
        assert.equal(survives(chat(3, { disruptionBudget: "none" })), "notApplicable: it has no disruption budget");
        assert.equal(survives(chat(3, { tolerations: [] })), "notApplicable: it runs on no pool");
        assert.equal(
            survives(chat(3), [nodes({ intent: "training" })]),
            "notApplicable: it runs on no pool for inference",
        );
        assert.match(
            survives(chat(3), [nodes({ intent: "training" }), nodes({ name: "b" })]) ?? "",
            /^workload\.disrupted/,
        );
        assert.equal(survives(chat(0)), "notApplicable: its budget lets no pod go: X11 says what that stops");
    });

    it("is undecided while what decides is not known", () => {
        const seen = (fleet: Partial<Fleet>) =>
            judged("X12", { pools: [nodes()], podTemplates: [chat(3)], ...fleet })["pod template chat"];
        for (const field of [
            "kind",
            "cluster",
            "replicas",
            "disruptionBudget",
            "spread",
            "requests",
            "tolerations",
        ] as const) {
            assert.match(seen({ podTemplates: [{ ...chat(3), [field]: later }] }) ?? "", /^undecided: /, field);
        }
        for (const field of [
            "intent",
            "cluster",
            "zones",
            "nodes",
            "resources",
            "capacity",
            "update",
            "repair",
            "taints",
        ] as const) {
            assert.match(seen({ pools: [{ ...nodes(), [field]: later }] }) ?? "", /^undecided: /, field);
        }
        assert.equal(seen({ pools: [{ ...nodes(), intent: later }] }), "undecided: what train is for is not known");
        assert.match(
            seen({ pools: [nodes(), { ...nodes({ name: "b" }), intent: later }] }) ?? "",
            /^workload\.disrupted/,
        );
    });
});

/** Every way to put pods on domains. */
function placements(pods: number, domains: number): number[][] {
    if (domains === 0) return pods === 0 ? [[]] : [];
    return Array.from({ length: pods + 1 }, (_, first) =>
        placements(pods - first, domains - 1).map(rest => [first, ...rest]),
    ).flat();
}

function sum(counts: readonly number[]): number {
    return counts.reduce((total, count) => total + count, 0);
}

describe("the most pods on some of the domains", () => {
    it("are none where no node goes away, however many fit on one", () => {
        const groups = [
            { nodes: 4, away: 0, podsPerNode: Infinity },
            { nodes: 4, away: 1, podsPerNode: 2 },
        ];
        assert.equal(mostPodsOn(8, { groups, zones: 1 }, []), 2);
    });

    it("is what trying every placement gives", () =>
        fc.assert(
            fc.property(
                fc.nat({ max: 7 }),
                fc.integer({ min: 1, max: 4 }),
                fc.integer({ min: 1, max: 3 }),
                fc.nat({ max: 4 }),
                (pods, domains, maxSkew, some) => {
                    const allowed = placements(pods, domains).filter(
                        counts => Math.max(...counts) - Math.min(...counts) <= maxSkew,
                    );
                    const fullest = allowed.map(counts => sum([...counts].sort((a, b) => b - a).slice(0, some)));
                    assert.equal(mostInDomains(pods, domains, maxSkew, some), Math.max(...fullest));
                },
            ),
            { numRuns: 1000 },
        ));

    it("is never less than what trying every placement on nodes of zones gives", () =>
        fc.assert(
            fc.property(
                fc.nat({ max: 6 }),
                fc.array(fc.record({ zone: fc.nat({ max: 1 }), room: fc.integer({ min: 1, max: 4 }) }), {
                    minLength: 1,
                    maxLength: 4,
                }),
                fc.nat({ max: 4 }),
                fc.subarray([
                    { by: "node" as const, maxSkew: 1 },
                    { by: "zone" as const, maxSkew: 1 },
                ]),
                (pods, all, away, spread) => {
                    const zones = [...new Set(all.map(({ zone }) => zone))];
                    const room = Math.max(...all.map(each => each.room));
                    const skew = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);
                    const inZones = (counts: readonly number[]) =>
                        zones.map(zone => sum(counts.filter((_, node) => all[node]?.zone === zone)));
                    const allowed = placements(pods, all.length).filter(
                        counts =>
                            counts.every(count => count <= room) &&
                            spread.every(
                                ({ by, maxSkew }) => skew(by === "node" ? counts : inZones(counts)) <= maxSkew,
                            ),
                    );
                    const fullest = allowed.map(counts => sum([...counts].sort((a, b) => b - a).slice(0, away)));
                    const groups = [{ nodes: all.length, away: Math.min(away, all.length), podsPerNode: room }];
                    const most = mostPodsOn(pods, { groups, zones: zones.length }, spread);
                    assert.ok(most >= Math.max(0, ...fullest), `${most} < ${Math.max(...fullest)}`);
                    if (spread.length === 0 && allowed.length > 0) assert.equal(most, Math.max(0, ...fullest));
                },
            ),
            { numRuns: 500 },
        ));
});

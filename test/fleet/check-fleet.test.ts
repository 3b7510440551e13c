// Proves who advertises what (X1, X3) over declared and made-up fleets; test/fleet/invariants proves the other invariants. Does not prove that constructors refuse on their findings (test/aws,
// test/kubernetes), nor that a cluster behaves as they say (test/stacks).
import assert from "node:assert/strict";
import fc from "fast-check";
import { planAdvertisers } from "../../components/fleet/advertisers";
import { checkFleet, fleetProblems, invariants, tally } from "../../components/fleet/check-fleet";
import type { Finding, Fleet } from "../../components/fleet/finding";
import { ownTaints } from "../../components/fleet/node-marks";
import type { Pool } from "../../components/fleet/pool";
import { anyAdvertiser, anyPool, blurredAdvertiser, blurredPool, declaredPool, declaredPools } from "./arbitraries";
import { advertisingImage, anAdvertiser, aPool, aSystemPool, plainImage } from "./builders";

const planned = (pools: readonly Pool[]): Fleet => ({ pools, advertisers: planAdvertisers(pools).plugins });
const later = { known: false, why: "created later" } as const;

/** What the invariants about advertisers say. */
function check(fleet: Fleet): Finding[] {
    return checkFleet(fleet).filter(({ invariant }) => ["X1", "X3"].includes(invariant));
}

function verdicts(fleet: Fleet): string[] {
    return check(fleet).map(({ invariant, subject, verdict }) => `${invariant} ${subject}: ${verdict}`);
}

function problemOf(fleet: Fleet, id: string) {
    const problem = fleetProblems(fleet).find(found => found.id === id);
    return problem && [problem.path, problem.got];
}

describe("every pool is served (X1)", () => {
    it("holds for a planned fleet", () => {
        assert.deepEqual(verdicts(planned([aPool()])), [
            "X1 pool train, nvidia.com/gpu: holds",
            "X3 pool train, nvidia.com/gpu: holds",
        ]);
    });

    it("holds where the image advertises", () => {
        assert.equal(
            verdicts(planned([aPool({ image: advertisingImage })]))[0],
            "X1 pool train, nvidia.com/gpu: holds",
        );
    });

    it("has nothing to say of nodes without devices", () => {
        assert.deepEqual(verdicts(planned([aSystemPool()])), [
            "X1 pool system: notApplicable",
            "X3 pool system: notApplicable",
        ]);
    });

    it("is violated when nobody advertises on the cluster", () => {
        const elsewhere = { pools: [aPool()], advertisers: [anAdvertiser({ cluster: "west" })] };
        assert.deepEqual(problemOf(elsewhere, "pool.not-served"), [
            "pools.train",
            'nothing on cluster "shared" advertises nvidia.com/gpu',
        ]);
    });

    it("is violated when the plugin advertises something else", () => {
        const other = { pools: [aPool()], advertisers: [anAdvertiser({ resources: ["aws.amazon.com/neuron"] })] };
        assert.equal(problemOf(other, "pool.not-served")?.[1], 'nothing on cluster "shared" advertises nvidia.com/gpu');
    });

    it("is violated by a taint that the plugin does not tolerate, and says which", () => {
        const taints = [...ownTaints(["nvidia"]), { key: "team", value: "research", effect: "NoSchedule" } as const];
        const fleet = { pools: [aPool({ taints })], advertisers: [anAdvertiser()] };
        assert.deepEqual(problemOf(fleet, "pool.not-served"), [
            "pools.train",
            "other-plugin may not land: taint team=research:NoSchedule is not tolerated",
        ]);
    });

    it("is violated by the upstream affinity, which needs a label that nobody sets", () => {
        const upstream = anAdvertiser({
            nodeAffinity: [
                {
                    matchExpressions: [
                        { key: "feature.node.kubernetes.io/pci-10de.present", operator: "In", values: ["true"] },
                    ],
                },
            ],
        });
        assert.match(
            problemOf({ pools: [aPool()], advertisers: [upstream] }, "pool.not-served")?.[1] ?? "",
            /pci-10de\.present In \["true"\] \(the nodes have no such label\)/,
        );
    });

    it("is violated by an image without the driver, whatever runs there", () => {
        const fleet = { pools: [aPool({ image: plainImage })], advertisers: [anAdvertiser()] };
        assert.deepEqual(problemOf(fleet, "pool.not-served"), [
            "pools.train",
            "other-plugin finds no device: image AL2023_x86_64_STANDARD holds no nvidia driver",
        ]);
    });

    it("is undecided, not violated, while what would decide is not known", () => {
        const fleets: Fleet[] = [
            { pools: [{ ...aPool(), taints: later }], advertisers: [anAdvertiser()] },
            { pools: [{ ...aPool(), image: later }], advertisers: [] },
            { pools: [{ ...aPool(), image: later }], advertisers: [anAdvertiser()] },
            { pools: [{ ...aPool(), resources: later }], advertisers: [] },
            { pools: [aPool()], advertisers: [{ ...anAdvertiser(), tolerations: later }] },
            { pools: [aPool()], advertisers: [{ ...anAdvertiser(), resources: later }] },
            { pools: [aPool()], advertisers: [{ ...anAdvertiser(), cluster: later }] },
            { pools: [{ ...aPool(), cluster: later }], advertisers: [anAdvertiser()] },
        ];
        for (const fleet of fleets) assert.equal(tally(check(fleet)).violated, 0);
        for (const fleet of fleets) assert.match(verdicts(fleet)[0] ?? "", /^X1 .*: undecided$/, JSON.stringify(fleet));
    });
});

describe("one advertiser per resource and node (X3)", () => {
    it("is violated by a plugin beside an image that advertises", () => {
        const fleet = { pools: [aPool({ image: advertisingImage })], advertisers: [anAdvertiser()] };
        assert.deepEqual(problemOf(fleet, "pool.two-advertisers"), [
            "pools.train",
            "nvidia.com/gpu from image BOTTLEROCKET_x86_64_NVIDIA and other-plugin",
        ]);
    });

    it("is violated by two plugins that may both land", () => {
        const { pools, advertisers } = planned([aPool()]);
        const fleet = { pools, advertisers: [...advertisers, anAdvertiser()] };
        assert.equal(
            problemOf(fleet, "pool.two-advertisers")?.[1],
            "nvidia.com/gpu from nvidia-device-plugin and other-plugin",
        );
    });

    it("holds while the second one may not land", () => {
        const { pools, advertisers } = planned([aPool()]);
        const fleet = { pools, advertisers: [...advertisers, anAdvertiser({ tolerations: [] })] };
        assert.deepEqual(fleetProblems(fleet), []);
    });

    it("is undecided while the second one may turn out to land", () => {
        const { pools, advertisers } = planned([aPool()]);
        const fleet = { pools, advertisers: [...advertisers, { ...anAdvertiser(), tolerations: later }] };
        assert.deepEqual(tally(check(fleet)), { violated: 0, undecided: 1, holds: 1, notApplicable: 0 });
    });
});

describe("a fleet", () => {
    it("with two pools of one name is refused", () => {
        const problems = fleetProblems(planned([aPool(), aSystemPool(), aPool({ region: "us-east-2" })]));
        assert.deepEqual(
            problems.map(({ id, path, fix }) => [id, path, fix]),
            [["pool.duplicate-name", "pools[2].name", "rename pools[0] or pools[2]"]],
        );
    });

    it("as planned has nothing violated and nothing undecided", () =>
        fc.assert(
            fc.property(declaredPools, pools => {
                const { violated, undecided } = tally(check(planned(pools)));
                assert.deepEqual({ violated, undecided }, { violated: 0, undecided: 0 });
            }),
        ));
});

describe("every invariant", () => {
    const anyFleet = fc.record({
        pools: fc.uniqueArray(anyPool, { maxLength: 4, selector: ({ name }) => name }),
        advertisers: fc.array(anyAdvertiser, { maxLength: 3 }),
    });
    const blurredFleet = anyFleet.chain(({ pools, advertisers }) =>
        fc.record({
            clear: fc.constant({ pools, advertisers }),
            seen: fc.record({
                pools: fc.tuple(...pools.map(blurredPool)),
                advertisers: fc.tuple(...advertisers.map(blurredAdvertiser)),
            }),
        }),
    );
    const identity = ({ invariant, subject }: Finding) => `${invariant} ${subject}`;
    const runs = { numRuns: 1000 };

    it("has an id of its own", () => {
        assert.equal(new Set(invariants.map(({ id }) => id)).size, invariants.length);
    });

    it("judges each pool by itself: another pool changes no finding", () =>
        fc.assert(
            fc.property(anyFleet, declaredPool, (fleet, pool) => {
                const other = { ...pool, name: `other-${pool.name}` };
                const before = check(fleet);
                const after = check({ ...fleet, pools: [other, ...fleet.pools] });
                assert.deepEqual(
                    after.filter(({ subject }) => !subject.startsWith("pool other-")),
                    before,
                );
            }),
            runs,
        ));

    it("never changes its mind for what is not known: it says the same, or that it is undecided", () =>
        fc.assert(
            fc.property(blurredFleet, ({ clear, seen }) => {
                const truth = new Map(check(clear).map(finding => [identity(finding), finding.verdict]));
                for (const finding of check(seen)) {
                    if (finding.verdict !== "undecided") assert.equal(finding.verdict, truth.get(identity(finding)));
                }
            }),
            runs,
        ));

    it("agrees with counting the owners one by one", () =>
        fc.assert(
            fc.property(anyFleet, fleet => {
                const ones = fleet.advertisers.map(one => check({ pools: fleet.pools, advertisers: [one] }));
                for (const finding of check(fleet).filter(f => f.verdict !== "undecided" && f.invariant === "X1")) {
                    const alone = ones.flat().filter(f => identity(f) === identity(finding));
                    if (finding.verdict === "violated") assert.ok(alone.every(f => f.verdict === "violated"));
                    if (finding.verdict === "holds" && alone.length > 0) {
                        assert.ok(alone.some(f => f.verdict === "holds"));
                    }
                }
            }),
            runs,
        ));
});

describe("a planned fleet with one toleration removed", () => {
    it("violates exactly X1, of exactly the pools with that taint", () =>
        fc.assert(
            fc.property(declaredPools, fc.nat(), (pools, choice) => {
                const { plugins } = planAdvertisers(pools);
                const removable = plugins.flatMap(plugin =>
                    plugin.tolerations.map(toleration => ({ plugin, toleration })),
                );
                fc.pre(removable.length > 0);
                const removed = removable[choice % removable.length]!;
                const advertisers = plugins.map(plugin => ({
                    ...plugin,
                    tolerations: plugin.tolerations.filter(t => plugin !== removed.plugin || t !== removed.toleration),
                }));
                const violated = check({ pools, advertisers }).filter(({ verdict }) => verdict === "violated");
                const { key, value, effect } = removed.toleration;
                const hit = pools.filter(
                    pool =>
                        removed.plugin.cluster === pool.cluster &&
                        removed.plugin.pools.includes(pool.name) &&
                        pool.taints.some(t => t.key === key && t.value === value && t.effect === effect),
                );
                assert.ok(hit.length > 0);
                assert.deepEqual(
                    violated.map(({ invariant, subject }) => `${invariant} ${subject}`),
                    hit.map(({ name }) => `X1 pool ${name}, nvidia.com/gpu`),
                );
            }),
            { numRuns: 500 },
        ));
});

/** Which chips and cores go together. Does not prove that AWS's extension chooses the same among those that are allowed. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { neuronTopology } from "../../../../sim/cluster/device-plugins/neuron-topology";
import { allocate, type NeuronNode } from "../../../../sim/cluster/schedulers/neuron-allocation";
import { outsideConfig, outsideUrl } from "../../../../sim/cluster/schedulers/scheduler-config";

const node = (instanceType: string, chips: number, coresPerChip: number): NeuronNode => ({
    instanceType,
    topology: neuronTopology(instanceType, chips),
    coresPerChip,
});
const inf2 = node("inf2.48xlarge", 12, 2);
const trn1 = node("trn1.32xlarge", 16, 2);

const chips = ({ coresPerChip }: NeuronNode, ...list: number[]) =>
    new Set(list.flatMap(chip => Array.from({ length: coresPerChip }, (_, core) => chip * coresPerChip + core)));

function given(
    where: NeuronNode,
    used: ReadonlySet<number>,
    unit: "chip" | "core",
    count: number,
): readonly number[] | string {
    const result = allocate(where, used, { unit, count });
    if ("refusal" in result) return result.refusal;
    return unit === "core"
        ? result.cores
        : [...new Set(result.cores.map(core => Math.floor(core / where.coresPerChip)))];
}

describe("chips of one container", () => {
    const cases: readonly (readonly [
        what: string,
        where: NeuronNode,
        used: number[],
        count: number,
        expected: number[] | RegExp,
    ])[] = [
        ["are neighbours on a ring", inf2, [], 3, [0, 1, 2]],
        ["begin behind what is taken", inf2, [0, 1], 3, [2, 3, 4]],
        ["skip a gap that is too small", inf2, [0, 2, 3], 2, [4, 5]],
        ["close the ring", inf2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 2, [11, 0]],
        ["are never apart", inf2, [1, 3, 5, 7, 9, 11], 2, /no 2 connected Neuron devices are free/],
        ["are all of them", inf2, [], 12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
        ["are a row of the torus", trn1, [0], 4, [4, 5, 6, 7]],
        ["are two rows of the torus", trn1, [0], 8, [8, 9, 10, 11, 12, 13, 14, 15]],
        ["are no row when each has lost one", trn1, [0, 5, 10, 15], 4, /no 4 connected/],
        ["are one anywhere", trn1, [0, 1, 2], 1, [3]],
        [
            "are not of another number on a torus",
            trn1,
            [],
            7,
            /^Instance type trn1\.32xlarge does not support requests for device: 7\. Please request a different number of devices\.$/,
        ],
        ["are not more than there are", inf2, [], 13, /no 13 connected/],
    ];
    for (const [what, where, used, count, expected] of cases)
        it(what, () => {
            const found = given(where, chips(where, ...used), "chip", count);
            if (expected instanceof RegExp) assert.match(String(found), expected);
            else assert.deepEqual(found, expected);
        });
});

describe("cores of one container", () => {
    const trn2 = node("trn2.48xlarge", 16, 4);
    const cases: readonly (readonly [
        what: string,
        where: NeuronNode,
        used: number[],
        count: number,
        expected: number[] | RegExp,
    ])[] = [
        ["are neighbours", inf2, [0], 2, [1, 2]],
        ["of a torus stay within a chip", trn2, [0, 1, 2], 2, [4, 5]],
        ["of a torus are those of whole rows", trn2, [0], 16, Array.from({ length: 16 }, (_, core) => 16 + core)],
        ["of a torus are not those of three chips", trn2, [], 12, /does not support requests for core: 12/],
        ["of a torus do not span chips in part", trn2, [], 6, /does not support requests for core: 6/],
    ];
    for (const [what, where, used, count, expected] of cases)
        it(what, () => {
            const found = given(where, new Set(used), "core", count);
            if (expected instanceof RegExp) assert.match(String(found), expected);
            else assert.deepEqual(found, expected);
        });
});

describe("an allocation", () => {
    const places = fc.constantFrom(
        inf2,
        trn1,
        node("inf1.24xlarge", 16, 4),
        node("inf2.xlarge", 1, 2),
        node("trn2.48xlarge", 16, 8),
    );

    it("takes as many as were asked for, free ones, and connected", () =>
        fc.assert(
            fc.property(places, fc.array(fc.nat(200)), fc.integer({ min: 1, max: 20 }), (where, taken, count) => {
                const used = new Set(taken);
                const result = allocate(where, used, { unit: "chip", count });
                if ("refusal" in result) return;
                const found = [...new Set(result.cores.map(core => Math.floor(core / where.coresPerChip)))];
                assert.equal(found.length, count);
                assert.equal(new Set(result.cores).size, count * where.coresPerChip);
                assert.ok(result.cores.every(core => !used.has(core)));
                const total = where.topology.chips;
                const neighbours = (a: number, b: number) => (a + 1) % total === b;
                assert.ok(found.slice(1).every((chip, index) => neighbours(found[index] ?? -1, chip)));
            }),
        ));

    it("never goes to two containers", () =>
        fc.assert(
            fc.property(places, fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 12 }), (where, counts) => {
                const used = new Set<number>();
                for (const count of counts) {
                    const result = allocate(where, used, { unit: "core", count });
                    if ("refusal" in result) continue;
                    for (const core of result.cores) {
                        assert.ok(!used.has(core));
                        used.add(core);
                    }
                }
            }),
        ));
});

describe("the configuration of a scheduler outside its cluster", () => {
    const server = "http://127.0.0.1:4000";

    it("calls Services through the local server, and other addresses themselves", () => {
        const urls: readonly (readonly [string, string])[] = [
            [
                "http://k8s-neuron-scheduler.kube-system.svc.cluster.local:12345",
                `${server}/kube-system/k8s-neuron-scheduler/12345`,
            ],
            ["http://a.b.svc:80/prefix/", `${server}/b/a/80/prefix`],
            ["http://10.0.0.1:12345", "http://10.0.0.1:12345"],
            ["https://a.b.svc", "https://a.b.svc"],
        ];
        for (const [url, expected] of urls) assert.equal(outsideUrl(url, server), expected);
    });

    it("keeps everything else", () => {
        const source =
            "kind: KubeSchedulerConfiguration\nprofiles: [{ schedulerName: mine }]\nleaderElection: { leaderElect: true }\n";
        const config = outsideConfig(source, { kubeconfig: "/k", extenders: server });
        assert.deepEqual(config?.profiles, [{ schedulerName: "mine" }]);
        assert.deepEqual(config.leaderElection, { leaderElect: true });
    });

    it("is none without its kind", () =>
        assert.equal(outsideConfig("kind: Other", { kubeconfig: "/k", extenders: server }), undefined));
});

// Proves which pods find devices, and who brings the labels that plugins select by. Does not prove that a scheduler agrees:
// test/fleet/admission.test.ts and test/stacks do.
import assert from "node:assert/strict";
import type { PodTemplate } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import type { Pool } from "../../../components/fleet/pool";
import type { Sharing } from "../../../components/fleet/sharing";
import { anAdvertiser, aPool, aSystemPool, plainImage } from "../builders";
import { aLabelSupplier, aPodTemplate } from "../facet-builders";
import { judged, later } from "./judged";

function supply(template: Partial<PodTemplate>, pools: Fleet["pools"] = [aPool()], more: Partial<Fleet> = {}) {
    const fleet = { pools, podTemplates: [aPodTemplate(template)], ...more };
    return judged("X2", fleet)["pod template research/train"];
}

const asks = (requests: Record<string, number>) => ({ requests });

describe("a pod that asks for devices (X2)", () => {
    it("finds them on a node that offers as many", () => {
        assert.equal(supply(asks({ "nvidia.com/gpu": 8 })), "holds");
        assert.equal(
            supply(asks({ "nvidia.com/gpu": 9 })),
            "workload.no-supply: train: asks for 9 nvidia.com/gpu, a node offers 8",
        );
    });

    it("does not find what no pool offers, or only the pools of another cluster", () => {
        assert.equal(
            supply(asks({ "example.com/x": 1 })),
            "workload.no-supply: no pool of cluster shared offers 1 example.com/x",
        );
        assert.equal(
            supply({ cluster: "west", requests: { "nvidia.com/gpu": 2, "example.com/x": 1 } }),
            "workload.no-supply: no pool of cluster west offers 2 nvidia.com/gpu and 1 example.com/x",
        );
    });

    it("hears only from pools that offer all that it asks for", () => {
        assert.equal(
            supply(asks({ "nvidia.com/gpu": 1, "example.com/x": 1 })),
            "workload.no-supply: no pool of cluster shared offers 1 nvidia.com/gpu and 1 example.com/x",
        );
    });

    it("is refused for certain by what is known, whatever else is not", () => {
        const vague = { ...aPool(), nodes: later, sharing: later };
        assert.match(supply({ tolerations: [] }, [vague]) ?? "", /^workload\.no-supply/);
    });

    it("has to be let in, and hears from every pool that offers them", () => {
        const pools = [
            aPool(),
            aPool({ name: "small", resources: [{ ...aPool().resources[0]!, perNode: 1 }] }),
            aSystemPool(),
        ];
        assert.equal(
            supply({ tolerations: [] }, pools),
            [
                "workload.no-supply: train: taint nvidia.com/gpu=present:NoSchedule is not tolerated",
                "small: taint nvidia.com/gpu=present:NoSchedule is not tolerated; asks for 8 nvidia.com/gpu, a node offers 1",
            ].join("\n"),
        );
    });

    it("finds nothing in a pool that can have no nodes", () => {
        const none = aPool({ nodes: { min: 0, desired: 0, max: 0 } });
        assert.equal(supply({}, [none]), "workload.no-supply: train: the pool can have no nodes");
        assert.equal(supply({}, [none, aPool({ name: "other" })]), "holds");
    });

    const sharings: readonly (readonly [string, Sharing, boolean])[] = [
        ["whole GPUs", { kind: "whole" }, true],
        ["MIG instances", { kind: "mig", strategy: "single", instances: { "1g.10gb": 7 } }, true],
        [
            "time slices, unless told otherwise",
            { kind: "timeSlicing", replicas: 4, renameByDefault: false, failRequestsGreaterThanOne: false },
            true,
        ],
        [
            "time slices when told so",
            { kind: "timeSlicing", replicas: 4, renameByDefault: false, failRequestsGreaterThanOne: true },
            false,
        ],
        ["MPS shares", { kind: "mps", replicas: 4, renameByDefault: false }, false],
    ];
    for (const [title, sharing, several] of sharings) {
        it(`gets ${several ? "several" : "one"} of ${title}`, () => {
            const pools = [aPool({ sharing })];
            assert.equal(supply(asks({ "nvidia.com/gpu": 1 }), pools), "holds");
            const refusal =
                "workload.no-supply: train: asks for 2 nvidia.com/gpu, a pod gets one share of a GPU at most";
            assert.equal(supply(asks({ "nvidia.com/gpu": 2 }), pools), several ? "holds" : refusal);
        });
    }

    it("may ask for several EFA interfaces beside one share", () => {
        const efa = { name: "vpc.amazonaws.com/efa", through: "extendedResource", perNode: 32, family: "efa" } as const;
        const pool: Pool = aPool({
            sharing: { kind: "mps", replicas: 4, renameByDefault: false },
            resources: [...aPool().resources, efa],
        });
        assert.equal(supply(asks({ "nvidia.com/gpu": 1, "vpc.amazonaws.com/efa": 32 }), [pool]), "holds");
    });

    it("asks for devices only when it asks for more than the machine", () => {
        const shared = { cpu: 400, memory: 1, pods: 1, "ephemeral-storage": 1, "hugepages-2Mi": 1 };
        const nothing: readonly Record<string, number>[] = [{}, shared, { "nvidia.com/gpu": 0 }];
        for (const requests of nothing) {
            assert.equal(supply({ requests }), "notApplicable: it asks for no devices");
        }
    });

    it("may select nodes by labels that a supplier brings there", () => {
        const nodeSelector = { "feature.node.kubernetes.io/pci-10de.present": "true" };
        assert.equal(supply({ nodeSelector }, [aPool()], { labelSuppliers: [aLabelSupplier()] }), "holds");
        const keptOff = { labelSuppliers: [aLabelSupplier({ tolerations: [] })] };
        assert.match(supply({ nodeSelector }, [aPool()], keptOff) ?? "", /^workload\.no-supply/);
        assert.match(
            supply({ nodeSelector }) ?? "",
            /^undecided: train: .*the fleet says nothing of suppliers of labels$/,
        );
        const gfd = { nodeSelector: { "nvidia.com/gpu.product": "H100" } };
        assert.match(supply(gfd) ?? "", /^undecided: /);
        assert.match(supply({ nodeSelector: { team: "a" } }) ?? "", /^workload\.no-supply/);
    });

    it("is undecided while something that decides is not known", () => {
        const template = aPodTemplate();
        const unknowns: readonly Partial<Fleet>[] = [
            { podTemplates: [{ ...template, requests: later }] },
            { podTemplates: [{ ...template, tolerations: later }] },
            { podTemplates: [{ ...template, cluster: later }] },
            { pools: [{ ...aPool(), cluster: later }] },
            { pools: [{ ...aPool(), nodes: later }] },
            { pools: [{ ...aPool(), sharing: later }] },
            { pools: [{ ...aPool(), resources: later }] },
        ];
        for (const fleet of unknowns) {
            const found = judged("X2", { pools: [aPool()], podTemplates: [template], ...fleet });
            assert.match(
                found["pod template research/train"] ?? "",
                /^undecided: .*created later/,
                JSON.stringify(fleet),
            );
        }
        assert.deepEqual(judged("X2", { podTemplates: later }), {
            "pod templates": "undecided: the pod templates are not known: created later",
        });
        assert.deepEqual(judged("X2", {}), {
            "pod templates": "notApplicable: the fleet says nothing of its pod templates",
        });
    });

    it("needs no word on sharing when it asks for one", () => {
        assert.equal(supply(asks({ "nvidia.com/gpu": 1 }), [{ ...aPool(), sharing: later }]), "holds");
    });
});

describe("a supplier of labels (X1b)", () => {
    const subject = "pool train, nvidia.com/gpu";
    const affinity = (key: string) => [{ matchExpressions: [{ key, operator: "Exists" as const }] }];
    const plugin = anAdvertiser({
        name: "plugin",
        nodeAffinity: affinity("feature.node.kubernetes.io/pci-10de.present"),
    });
    const supplied = (labelSuppliers: Fleet["labelSuppliers"], changes: Partial<Fleet> = {}) =>
        judged("X1b", {
            pools: [aPool()],
            advertisers: [plugin],
            ...(labelSuppliers === undefined ? {} : { labelSuppliers }),
            ...changes,
        })[subject];

    it("has to run where an advertiser selects by its labels", () => {
        assert.equal(supplied([aLabelSupplier()]), "holds");
        assert.equal(
            supplied([aLabelSupplier({ tolerations: [] })]),
            "pool.label-supplier-kept-off: node-feature-discovery may not land: taint nvidia.com/gpu=present:NoSchedule is not tolerated",
        );
    });

    it("does not matter to an advertiser that needs no label of it", () => {
        const own = { advertisers: [anAdvertiser()] };
        assert.equal(
            supplied([aLabelSupplier({ tolerations: [] })], own),
            "notApplicable: its advertiser needs no label of a supplier",
        );
    });

    it("does not matter where its labels would not help", () => {
        const none = "notApplicable: no advertiser would run there with the labels of the suppliers either";
        assert.equal(supplied([]), none);
        assert.equal(supplied(undefined), none);
        assert.equal(supplied([aLabelSupplier({ cluster: "west" })]), none);
        assert.equal(supplied([aLabelSupplier({ labels: [] })]), none);
        assert.equal(supplied([aLabelSupplier()], { advertisers: [] }), none);
        assert.equal(supplied([aLabelSupplier()], { pools: [aPool({ image: plainImage })] }), none);
        const forEfa = aLabelSupplier().labels.map(label => ({ ...label, family: "efa" as const }));
        assert.equal(supplied([aLabelSupplier({ labels: forEfa })]), none);
    });

    it("counts for X1 and X3 as well: a plugin that waits for a label is an advertiser", () => {
        const fleet = (tolerations: readonly [{ operator: "Exists" }] | readonly []) => ({
            pools: [aPool()],
            advertisers: [anAdvertiser(), plugin],
            labelSuppliers: [aLabelSupplier({ tolerations })],
        });
        assert.equal(judged("X1", { ...fleet([]), advertisers: [plugin] })[subject], "holds");
        assert.equal(
            judged("X3", fleet([{ operator: "Exists" }]))[subject],
            "pool.two-advertisers: nvidia.com/gpu from other-plugin and plugin",
        );
        assert.equal(judged("X3", fleet([]))[subject], "holds");
        const { labelSuppliers: _left, ...silent } = fleet([]);
        assert.equal(judged("X3", silent)[subject], "undecided: other-plugin and plugin may both advertise it");
    });

    it("does not replace a label that the pool gives itself", () => {
        const key = "feature.node.kubernetes.io/pci-10de.present";
        const off = anAdvertiser({ nodeAffinity: [{ matchExpressions: [{ key, operator: "In", values: ["true"] }] }] });
        const fleet = {
            pools: [aPool({ labels: { [key]: "no" } })],
            advertisers: [off],
            labelSuppliers: [aLabelSupplier()],
        };
        assert.match(judged("X1", fleet)[subject] ?? "", /^pool\.not-served/);
    });

    it("is undecided by the plugin of which it is not known, not by the one that may not run", () => {
        const off = anAdvertiser({ name: "off", tolerations: [] });
        const found = supplied([{ ...aLabelSupplier(), tolerations: later }], { advertisers: [off, plugin] });
        assert.match(found ?? "", /^undecided: plugin: /);
        const hidden = supplied([aLabelSupplier()], { advertisers: [off, { ...plugin, tolerations: later }] });
        assert.match(hidden ?? "", /^undecided: plugin: /);
    });

    it("that may not run there is no help for certain, whichever its cluster is", () => {
        const off = { ...aLabelSupplier({ tolerations: [] }), cluster: later };
        assert.match(supplied([off]) ?? "", /^undecided|^notApplicable/);
        assert.match(
            judged("X3", { pools: [aPool()], advertisers: [plugin], labelSuppliers: [off] })[subject] ?? "",
            /^holds/,
        );
    });

    it("is undecided while it, or where it runs, is not known", () => {
        const supplier = aLabelSupplier();
        const unknowns: readonly (readonly [Fleet["labelSuppliers"], Partial<Fleet>])[] = [
            [later, {}],
            [[{ ...supplier, tolerations: later }], {}],
            [[{ ...supplier, labels: later }], {}],
            [[{ ...supplier, cluster: later }], {}],
            [[supplier], { pools: [{ ...aPool(), cluster: later }] }],
            [[supplier], { pools: [{ ...aPool(), labels: later }] }],
            [[supplier], { pools: [{ ...aPool(), taints: later }] }],
        ];
        for (const [labelSuppliers, changes] of unknowns) {
            assert.match(
                supplied(labelSuppliers, changes) ?? "",
                /^undecided: plugin: /,
                JSON.stringify([labelSuppliers, changes]),
            );
        }
    });
});

// Proves which labels and taints are refused before anything is created. That EKS refuses the same ones is the simulator's
// knowledge, from its own sources (test/sim).
import assert from "node:assert/strict";
import fc from "fast-check";
import { eksMarkLimits, labelProblems, taintProblems, taintsOf } from "../../components/fleet/mark-problems";
import { isLabelValue, isQualifiedName } from "../../components/fleet/names";
import { ownerOfKey, ownLabels, ownTaints, poolLabel } from "../../components/fleet/node-marks";

const ofLabels = (labels: unknown) => labelProblems(labels, eksMarkLimits).map(({ id, path }) => `${id} ${path}`);
const ofTaints = (taints: unknown) =>
    taintProblems(taints, eksMarkLimits, ownTaints(["nvidia"])).map(({ id, path }) => `${id} ${path}`);

describe("a user's labels", () => {
    it("may be left out, or be any valid ones", () => {
        assert.deepEqual(ofLabels(undefined), []);
        assert.deepEqual(ofLabels({ team: "research", "example.com/tier": "A_1" }), []);
    });

    const cases: readonly (readonly [unknown, readonly string[]])[] = [
        [{ "kubernetes.io/os": "linux" }, ['label.reserved labels["kubernetes.io/os"]']],
        [{ "node.kubernetes.io/x": "1" }, ['label.reserved labels["node.kubernetes.io/x"]']],
        [{ "node-role.kubernetes.io/gpu": "1" }, ['label.reserved labels["node-role.kubernetes.io/gpu"]']],
        [{ "k8s.io/x": "1" }, ['label.reserved labels["k8s.io/x"]']],
        [{ "eks.amazonaws.com/nodegroup": "x" }, ['label.reserved labels["eks.amazonaws.com/nodegroup"]']],
        [{ "topology.k8s.aws/zone-id": "x" }, ['label.reserved labels["topology.k8s.aws/zone-id"]']],
        [{ "cloud.google.com/gke-nodepool": "x" }, ['label.reserved labels["cloud.google.com/gke-nodepool"]']],
        [{ [poolLabel]: "x" }, [`label.reserved labels["${poolLabel}"]`]],
        [{ "nvidia.com/gpu.present": "false" }, ['label.reserved labels["nvidia.com/gpu.present"]']],
        [{ "notkubernetes.io/x": "1" }, []],
        [{ "nvidia.com/mine": "1" }, []],
        [{ team: "machine learning" }, ["label.syntax labels.team"]],
        [{ team: "" }, ["label.syntax labels.team"]],
        [{ team: true }, ["label.syntax labels.team"]],
        [{ team: undefined }, ["label.syntax labels.team"]],
        [{ "a b": "x" }, ['label.syntax labels["a b"]']],
        [{ "": "x" }, ['label.syntax labels[""]']],
        [
            { [`${"a".repeat(40)}.io/${"b".repeat(30)}`]: "x" },
            [`label.syntax labels["${"a".repeat(40)}.io/${"b".repeat(30)}"]`],
        ],
        [{ "-": "x y", team: "a" }, ["label.syntax labels.-", "label.syntax labels.-"]],
        [["team"], ["config.type labels"]],
        ["team=a", ["config.type labels"]],
        [null, ["config.type labels"]],
    ];
    for (const [labels, problems] of cases) {
        it(`${JSON.stringify(labels)}: ${problems.join(", ") || "no problem"}`, () => {
            assert.deepEqual(ofLabels(labels), problems);
        });
    }

    it("are mended with the value made valid", () => {
        const [problem] = labelProblems({ team: "machine learning!" }, eksMarkLimits);
        assert.equal(problem?.fix, 'write "machine-learning"');
        assert.equal(labelProblems({ on: true }, eksMarkLimits)[0]?.fix, 'write "true" in quotes');
    });

    it("without problems are what the Kubernetes API and EKS accept", () =>
        fc.assert(
            fc.property(fc.dictionary(fc.string({ maxLength: 70 }), fc.string({ maxLength: 70 })), labels => {
                if (labelProblems(labels, eksMarkLimits).length > 0) return;
                for (const [key, value] of Object.entries(labels)) {
                    assert.ok(isQualifiedName(key) && isLabelValue(value) && value.length > 0 && key.length <= 63);
                }
            }),
        ));
});

describe("a user's taints", () => {
    it("may be left out, or be any valid ones", () => {
        assert.deepEqual(ofTaints(undefined), []);
        assert.deepEqual(
            ofTaints([
                { key: "team", effect: "NoSchedule" },
                { key: "team", effect: "NoExecute" },
            ]),
            [],
        );
        assert.deepEqual(taintsOf([{ key: "team", effect: "NoSchedule" }]), [
            { key: "team", value: "", effect: "NoSchedule" },
        ]);
    });

    const taint = { key: "team", value: "a", effect: "NoSchedule" };
    const cases: readonly (readonly [unknown, readonly string[]])[] = [
        [[{ ...taint, key: "nvidia.com/gpu" }], ["taint.reserved taints[0].key"]],
        [[{ ...taint, key: "node.kubernetes.io/unschedulable" }], ["taint.reserved taints[0].key"]],
        [[{ ...taint, key: "eks.amazonaws.com/x" }], ["taint.reserved taints[0].key"]],
        [[{ ...taint, key: "a b" }], ["taint.syntax taints[0].key"]],
        [[{ ...taint, key: undefined }], ["taint.syntax taints[0].key"]],
        [[{ ...taint, value: "a b" }], ["taint.syntax taints[0].value"]],
        [[{ ...taint, value: 1 }], ["taint.syntax taints[0].value"]],
        [[{ ...taint, effect: "noSchedule" }], ["taint.syntax taints[0].effect"]],
        [[{ ...taint, effect: "NO_SCHEDULE" }], ["taint.syntax taints[0].effect"]],
        [[{}], ["taint.syntax taints[0].key", "taint.syntax taints[0].effect"]],
        [[taint, { ...taint, value: "b" }], ["taint.duplicate taints[1]"]],
        [
            [{}, {}],
            [0, 1].flatMap(index => [`taint.syntax taints[${index}].key`, `taint.syntax taints[${index}].effect`]),
        ],
        [["team=a:NoSchedule"], ["config.type taints[0]"]],
        [{ team: "a" }, ["config.type taints"]],
        [Array.from({ length: 49 }, (_, i) => ({ ...taint, key: `team${i}` })), []],
        [Array.from({ length: 50 }, (_, i) => ({ ...taint, key: `team${i}` })), ["taint.too-many taints"]],
    ];
    for (const [taints, problems] of cases) {
        it(`${JSON.stringify(taints).slice(0, 80)}: ${problems.join(", ") || "no problem"}`, () => {
            assert.deepEqual(ofTaints(taints), problems);
        });
    }

    it("with a misspelt effect are mended with the nearest one", () => {
        const [problem] = taintProblems([{ ...taint, effect: "noSchedule" }], eksMarkLimits, []);
        assert.equal(problem?.fix, "did you mean NoSchedule?");
    });
});

describe("the library's own labels and taints", () => {
    it("are refused when a user sets them", () => {
        for (const key of Object.keys(ownLabels("train", ["nvidia"])))
            assert.ok(ownerOfKey(key)?.startsWith("this library"));
        for (const { key } of ownTaints(["nvidia"])) assert.ok(ownerOfKey(key)?.startsWith("this library"));
    });

    it("are valid and short enough for EKS", () => {
        for (const key of Object.keys(ownLabels("train", ["nvidia"])))
            assert.ok(isQualifiedName(key) && key.length <= 63);
    });
});

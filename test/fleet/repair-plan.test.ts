// Proves thresholds and overrides of node repair, and defaults by intent. Does not prove that EKS repairs anything: the names of
// conditions and reasons are those of its guide.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { onDemand, spot } from "../../components/fleet/capacity/capacity";
import { capacityRules } from "../../components/fleet/capacity/capacity-rules";
import { intentDefaults } from "../../components/fleet/intent-defaults";
import type { Intent } from "../../components/fleet/intent";
import type { Repair, RepairOn, RepairOverride } from "../../components/fleet/repair";
import { planRepair, type RepairInput } from "../../components/fleet/repair-plan";
import { repairProblems } from "../../components/fleet/repair-problems";
import { planUpdate } from "../../components/fleet/update-policy";
import { aPool } from "./builders";
import { kinds, oneOfEach } from "./capacity/builders";

const intents = Object.keys(intentDefaults) as readonly Intent[];
const { accelerators } = aPool();

function on(repair: Repair): RepairOn {
    assert.ok(repair.enabled);
    return repair;
}
const fixed = (n: number, intent: Intent = "inference", asked: true | RepairInput = true) =>
    on(planRepair(asked, { intent, nodes: { min: n, desired: n, max: n }, accelerators }));

describe("node repair", () => {
    const thresholds: readonly (readonly [number, Intent, number, number])[] = [
        [1, "training", 1, 1],
        [2, "training", 2, 1],
        [8, "training", 3, 3],
        [64, "training", 20, 20],
        [1, "inference", 1, 1],
        [8, "inference", 2, 1],
        [64, "inference", 13, 7],
        [8, "development", 4, 4],
    ];
    for (const [n, intent, stops, parallel] of thresholds) {
        it(`of ${n} nodes for ${intent} stops above ${stops}, and mends ${parallel} at once`, () => {
            const repair = fixed(n, intent);
            assert.deepEqual([repair.stopsAbove, repair.parallel], [{ nodes: stops }, { nodes: parallel }]);
        });
    }

    it("of a group that an autoscaler keeps large stops above a share, else above a number", () => {
        const scaled = (min: number) =>
            on(planRepair(true, { intent: "inference", nodes: { min, desired: min, max: 20 }, accelerators }))
                .stopsAbove;
        assert.deepEqual(scaled(6), { percent: 20 });
        assert.deepEqual(scaled(5), { nodes: 4 });
        assert.deepEqual(scaled(0), { nodes: 4 });
    });

    it("never stops at the first unhealthy node, and never mends more at once than the brake lets through", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 450 }), fc.constantFrom(...intents), (n, intent) => {
                const { stopsAbove, parallel } = fixed(n, intent);
                assert.ok("nodes" in stopsAbove && "nodes" in parallel);
                assert.ok(stopsAbove.nodes >= Math.min(2, n) && stopsAbove.nodes <= n);
                assert.ok(parallel.nodes >= 1 && parallel.nodes <= stopsAbove.nodes);
            }),
        );
    });

    it("gets looser with the size of the group, and from inference over training to development", () => {
        const size = fc.integer({ min: 1, max: 449 });
        const stops = (n: number, intent: Intent) => (fixed(n, intent).stopsAbove as { nodes: number }).nodes;
        fc.assert(
            fc.property(size, n => {
                for (const intent of intents) assert.ok(stops(n, intent) <= stops(n + 1, intent));
                assert.ok(stops(n, "inference") <= stops(n, "training"));
                assert.ok(stops(n, "training") <= stops(n, "development"));
            }),
        );
    });

    it("leaves errors of programs alone, whatever the intent", () => {
        for (const intent of intents) {
            const reasons = fixed(8, intent).overrides.filter(({ action }) => action === "NoAction");
            assert.deepEqual(
                reasons.map(({ reason }) => reason),
                ["NvidiaXID13Error", "NvidiaXID31Error"],
                intent,
            );
        }
    });

    it("waits for a checkpoint where a training job may go on", () => {
        const waits = fixed(8, "training").overrides.filter(({ afterMinutes }) => afterMinutes >= 60);
        assert.deepEqual(
            waits.map(({ reason, action }) => [reason, action]),
            [
                ["NvidiaXID63Error", "Reboot"],
                ["NvidiaXID94Error", "Reboot"],
            ],
        );
    });

    it("says nothing of GPUs where there are none", () => {
        const nodes = { min: 2, desired: 2, max: 2 };
        assert.deepEqual(on(planRepair(true, { intent: "training", nodes, accelerators: [] })).overrides, []);
    });

    it("follows the user, who may also turn it off", () => {
        const mine = {
            condition: "AcceleratedHardwareReady",
            reason: "NvidiaXID13Error",
            afterMinutes: 5,
            action: "Reboot",
        } as const;
        const repair = fixed(8, "inference", { stopsAbove: "40%", parallel: 3, overrides: [mine] });
        assert.deepEqual([repair.stopsAbove, repair.parallel], [{ percent: 40 }, { nodes: 3 }]);
        assert.deepEqual(
            repair.overrides.map(({ reason, action }) => [reason, action]),
            [
                ["NvidiaXID31Error", "NoAction"],
                ["NvidiaXID64Error", "Replace"],
                ["NvidiaXID13Error", "Reboot"],
            ],
        );
        const nodes = { min: 1, desired: 1, max: 1 };
        assert.deepEqual(planRepair(false, { intent: "training", nodes, accelerators }), { enabled: false });
    });
});

describe("what of node repair is refused", () => {
    const good = {
        condition: "AcceleratedHardwareReady",
        reason: "NvidiaXID94Error",
        afterMinutes: 30,
        action: "Reboot",
    } as const;
    const cases: readonly (readonly [string, readonly RepairOverride[], readonly string[]])[] = [
        ["nothing", [], []],
        ["a good override", [good], []],
        [
            "a condition that is never repaired",
            [{ ...good, condition: "DiskPressure" }],
            ["repair.overrides[0].condition"],
        ],
        ["the same reason twice", [good, { ...good, action: "Replace" }], ["repair.overrides[1]"]],
    ];
    for (const [what, asked, paths] of cases) {
        it(what, () =>
            assert.deepEqual(
                repairProblems(asked).map(({ path }) => path),
                paths,
            ),
        );
    }

    it("names the nearest condition", () => {
        const [problem] = repairProblems([{ ...good, condition: "AcceleratedHardwareRedy" }]);
        assert.equal(problem?.fix, "did you mean AcceleratedHardwareReady?");
    });

    it("is nothing of the defaults", () => {
        for (const intent of intents) {
            assert.deepEqual(repairProblems(intentDefaults[intent].repair.overrides.nvidia), [], intent);
        }
    });
});

describe("an update", () => {
    const of = (changes: object) =>
        planUpdate({}, { intent: "inference", capacity: onDemand(), machineType: "g6.xlarge", ...changes });

    it("starts new nodes first where there are machines to spare", () => {
        assert.deepEqual(of({}), { maxUnavailable: { nodes: 1 }, strategy: "surge" });
        assert.equal(of({ capacity: spot() }).strategy, "surge");
        assert.equal(of({ machineType: "m7i.large" }).strategy, "surge");
    });

    for (const kind of kinds) {
        it(`of ${kind} is minimal exactly without a spare`, () => {
            const wanted = capacityRules[kind].spare ? "surge" : "minimal";
            assert.equal(of({ capacity: oneOfEach[kind] }).strategy, wanted);
        });
    }

    it("of P types and of Trainium in large machines or its newest kind is minimal, and of no other type", () => {
        const trainium = ["trn1.32xlarge", "trn2.3xlarge", "trn2.48xlarge", "trn2u.48xlarge"];
        for (const { name, family, accelerator } of awsInstanceTypes()) {
            const scarce = (accelerator.vendor === "NVIDIA" && /^p\d/.test(family)) || trainium.includes(name);
            assert.equal(of({ machineType: name }).strategy, scarce ? "minimal" : "surge", name);
        }
    });

    it("for training is minimal, whatever the machines", () => {
        assert.equal(of({ intent: "training" }).strategy, "minimal");
    });

    it("for development takes a third of the nodes at once", () => {
        assert.deepEqual(of({ intent: "development" }).maxUnavailable, { percent: 33 });
    });

    it("follows the user", () => {
        const asked = { maxUnavailable: "10%", strategy: "surge" } as const;
        assert.deepEqual(planUpdate(asked, { intent: "training", capacity: onDemand(), machineType: "p5.48xlarge" }), {
            maxUnavailable: { percent: 10 },
            strategy: "surge",
        });
    });
});

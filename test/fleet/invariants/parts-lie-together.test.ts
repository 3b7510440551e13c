// Proves which pods need the scheduler for parts of a node. Does not prove that it places them together: it does not run here.
import assert from "node:assert/strict";
import type { PodTemplate } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { neuronScheduler } from "../../../components/fleet/neuron-scheduler";
import { aNeuronPool, aPool } from "../builders";
import { aPodTemplate } from "../facet-builders";
import { judged, later } from "./judged";

function parts(template: Partial<PodTemplate>, pools: Fleet["pools"] = [aNeuronPool()]): string | undefined {
    const tolerations = [{ operator: "Exists" as const }];
    const podTemplates = [aPodTemplate({ tolerations, requests: { "aws.amazon.com/neuron": 4 }, ...template })];
    return judged("X16", { pools, podTemplates })["pod template research/train"];
}

describe("a pod that asks for a part of a node's Neuron chips (X16)", () => {
    const scattered = 'neuron.partial-request: 4 aws.amazon.com/neuron of 16, placed by "default-scheduler"';

    it("needs the scheduler that knows which of them lie together", () => {
        assert.equal(parts({}), scattered);
        assert.equal(parts({ schedulerName: neuronScheduler }), "holds");
        assert.match(parts({ schedulerName: "mine" }) ?? "", /placed by "mine"$/);
    });

    it("is not one that asks for one, for all, or for something else", () => {
        const none = "notApplicable: it asks for no part of a node's Neuron chips or cores";
        assert.equal(parts({ requests: { "aws.amazon.com/neuron": 1 } }), none);
        assert.equal(parts({ requests: { "aws.amazon.com/neuron": 16 } }), none);
        assert.equal(parts({ requests: { "nvidia.com/gpu": 4 } }), none);
        assert.equal(parts({ requests: { "nvidia.com/gpu": 4 } }, [aNeuronPool(), aPool()]), none);
        assert.match(parts({ requests: { "aws.amazon.com/neuroncore": 8 } }) ?? "", /^neuron\.partial-request: 8 /);
    });

    it("does not matter where it does not land", () => {
        const nowhere = "notApplicable: it lands on no node of which it would get a part";
        assert.equal(parts({ tolerations: [] }), nowhere);
        assert.equal(parts({ tolerations: [], schedulerName: neuronScheduler }), "holds");
        const off = aNeuronPool({ name: "off", nodes: { min: 0, desired: 0, max: 0 } });
        assert.equal(parts({}, [off]), nowhere);
        assert.equal(parts({}, [off, aNeuronPool()]), scattered);
    });

    it("is undecided while what it asks for, where it lands or who places it is not known", () => {
        const template = aPodTemplate({
            tolerations: [{ operator: "Exists" }],
            requests: { "aws.amazon.com/neuron": 4 },
        });
        const seen = (changes: object, pools: Fleet["pools"] = [aNeuronPool()]) =>
            judged("X16", { pools, podTemplates: [{ ...template, ...changes }] })["pod template research/train"];
        assert.equal(seen({ requests: later }), "undecided: the requests are not known: created later");
        assert.equal(seen({ schedulerName: later }), "undecided: the scheduler is not known: created later");
        assert.equal(seen({ tolerations: later }), "undecided: whether it lands on chips is not known");
        const taints = [{ key: "x", value: "", effect: "NoSchedule" as const }];
        const others = [{ ...aNeuronPool(), nodes: later }, aNeuronPool({ name: "off", taints })];
        const tolerations = [{ key: "aws.amazon.com/neuron", operator: "Exists" }];
        assert.equal(seen({ tolerations }, others), "undecided: whether it lands on chips is not known");
    });
});

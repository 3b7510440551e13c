// Proves what the repair of nodes hangs on. Does not prove that EKS repairs anything.
import assert from "node:assert/strict";
import type { DisruptionBudget, PodTemplate } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { aPool } from "../builders";
import { aLabelSupplier, anAgent, aPodTemplate } from "../facet-builders";
import { judged, later } from "./judged";

const off = aPool({ repair: { enabled: false } });

function chain(fleet: Partial<Fleet>): Record<string, string> {
    return judged("X11", { pools: [aPool()], addOns: [anAgent()], ...fleet });
}

describe("the agent that reports faults (X11)", () => {
    const agent = (fleet: Partial<Fleet>) => chain(fleet)["pool train, agent"];

    it("has to be on the cluster and to run on the nodes", () => {
        assert.equal(agent({}), "holds");
        const missing = "repair.no-agent: repair without the add-on eks-node-monitoring-agent";
        assert.equal(agent({ addOns: [] }), missing);
        assert.equal(agent({ addOns: [anAgent({ name: "vpc-cni" })] }), missing);
        assert.equal(agent({ addOns: [anAgent({ cluster: "west" })] }), missing);
        const keptOff =
            "repair.agent-kept-off: eks-node-monitoring-agent may not land: taint nvidia.com/gpu=present:NoSchedule is not tolerated";
        assert.equal(agent({ addOns: [anAgent({ tolerations: [] })] }), keptOff);
        assert.equal(agent({ addOns: [anAgent({ tolerations: [] }), anAgent()] }), "holds");
    });

    it("may select nodes by labels that a supplier brings", () => {
        const addOns = [anAgent({ nodeSelector: { "feature.node.kubernetes.io/pci-10de.present": "true" } })];
        assert.equal(agent({ addOns, labelSuppliers: [aLabelSupplier()] }), "holds");
    });

    it("is needed only where EKS repairs by what it reports", () => {
        assert.equal(agent({ pools: [off] }), "notApplicable: nobody repairs its nodes");
        assert.equal(
            agent({ pools: [aPool({ groupKind: "auto" })] }),
            "notApplicable: EKS Auto Mode watches its nodes by itself",
        );
        assert.equal(agent({ pools: [aPool({ cloud: "gcp" })] }), "notApplicable: GKE watches its nodes by itself");
        assert.equal(agent({ pools: [aPool({ groupKind: "selfManaged" })] }), "holds");
    });

    it("is undecided while what decides is not known", () => {
        for (const field of ["cloud", "groupKind", "repair", "cluster", "taints", "labels"] as const) {
            const addOns =
                field === "labels"
                    ? [anAgent({ nodeSelector: { team: "a" } })]
                    : [anAgent({ tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] })];
            assert.match(
                agent({ pools: [{ ...aPool(), [field]: later }], addOns }) ?? "",
                /^undecided: .*created later/,
                field,
            );
        }
        assert.match(
            agent({ addOns: [{ ...anAgent(), cluster: later }] }) ?? "",
            /^undecided: the cluster is not known: created later/,
        );
        assert.match(agent({ addOns: [{ ...anAgent(), tolerations: later }] }) ?? "", /^undecided: /);
        const off = { ...anAgent({ tolerations: [] }), cluster: later };
        assert.match(agent({ addOns: [off] }) ?? "", /^repair\.agent-kept-off/);
        const both = { ...anAgent(), cluster: later, nodeSelector: later };
        assert.match(agent({ addOns: [both] }) ?? "", /^undecided: .*node selector.*; the cluster is not known/);
        assert.equal(agent({ addOns: later }), "undecided: the add-ons are not known: created later");
        const { addOns: _left, ...silent } = { pools: [aPool()], addOns: [] };
        assert.equal(judged("X11", silent)["pool train, agent"], "undecided: the fleet says nothing of its add-ons");
    });
});

describe("a disruption budget (X11)", () => {
    const drain = (changes: Partial<PodTemplate>, fleet: Partial<Fleet> = {}) =>
        chain({ podTemplates: [aPodTemplate({ replicas: 4, ...changes })], ...fleet })["pod template research/train"];
    const frozen = "workload.drain-frozen: no pod may be evicted, on nodes of train";

    const budgets: readonly (readonly [DisruptionBudget | "none", number, string])[] = [
        ["none", 4, "holds"],
        [{ maxUnavailable: { pods: 0 } }, 4, frozen],
        [{ maxUnavailable: { pods: 1 } }, 4, "holds"],
        [{ maxUnavailable: { percent: 0 } }, 4, frozen],
        [{ maxUnavailable: { percent: 1 } }, 4, "holds"],
        [{ minAvailable: { pods: 4 } }, 4, frozen],
        [{ minAvailable: { pods: 5 } }, 4, frozen],
        [{ minAvailable: { pods: 3 } }, 4, "holds"],
        [{ minAvailable: { percent: 100 } }, 4, frozen],
        [{ minAvailable: { percent: 76 } }, 4, frozen],
        [{ minAvailable: { percent: 75 } }, 4, "holds"],
        [{ minAvailable: { percent: 50 } }, 1, frozen],
        [{ maxUnavailable: { pods: 0 } }, 0, "holds"],
    ];
    for (const [disruptionBudget, replicas, expected] of budgets) {
        it(`${JSON.stringify(disruptionBudget)} of ${replicas}: ${expected.replace(/:.*/, "")}`, () => {
            assert.equal(drain({ disruptionBudget, replicas }), expected);
        });
    }

    it("stops the repair of every pool on which its pods run", () => {
        const none = { disruptionBudget: { maxUnavailable: { pods: 0 } } };
        const pools = [aPool(), aPool({ name: "b" }), aPool({ name: "c", cluster: "west" }), { ...off, name: "d" }];
        assert.equal(drain(none, { pools }), "workload.drain-frozen: no pod may be evicted, on nodes of train, b");
        const nowhere = "notApplicable: it runs on no pool whose nodes are repaired";
        assert.equal(drain(none, { pools: [off] }), nowhere);
        assert.equal(drain({ ...none, tolerations: [] }), nowhere);
        assert.equal(drain(none, { pools: [aPool({ nodes: { min: 0, desired: 0, max: 0 } })] }), nowhere);
    });

    it("is undecided while it, or where its pods run, is not known", () => {
        const none = aPodTemplate({ disruptionBudget: { maxUnavailable: { pods: 0 } } });
        const seen = (fleet: Partial<Fleet>) =>
            chain({ podTemplates: [none], ...fleet })["pod template research/train"];
        assert.equal(
            seen({ podTemplates: [{ ...none, disruptionBudget: later }] }),
            "undecided: its disruption budget is not known: created later",
        );
        assert.equal(
            seen({ podTemplates: [{ ...none, replicas: later }] }),
            "undecided: its disruption budget is not known: created later",
        );
        const where = "undecided: not known whether it runs on train, or whether they are repaired";
        assert.equal(seen({ podTemplates: [{ ...none, tolerations: later }] }), where);
        assert.equal(seen({ podTemplates: [{ ...none, cluster: later }] }), where);
        assert.equal(seen({ pools: [{ ...aPool(), repair: later }] }), where);
        assert.equal(seen({ pools: [{ ...aPool(), cluster: later }] }), where);
        assert.equal(
            chain({ podTemplates: later })["pod templates"],
            "undecided: the pod templates are not known: created later",
        );
        assert.equal(chain({})["pod templates"], "notApplicable: the fleet says nothing of its pod templates");
    });
});

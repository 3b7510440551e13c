/**
 * What Neuron nodes are told when they start, read by the simulated EKS in ways of its own: how they count cores, and whether
 * containers may take the chips. It does not prove that a chip is grouped: a machine of EC2 would show that.
 */
import assert from "node:assert/strict";
import type { CustomAmi } from "../../components/aws/node-group/arguments";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import { userData } from "../../components/aws/node-group/user-data/user-data";
import { hardwareOf } from "../../sim/cloud/aws/eks/instance-hardware";
import { nodeSpec } from "../../sim/cloud/aws/eks/node";
import { readBottlerocketSettings } from "../../sim/cloud/aws/eks/bottlerocket-settings";
import { emptyNodeConfig, readUserData } from "../../sim/cloud/aws/eks/node-config";
import { aNeuronPluginPod } from "../sim/cluster/accelerator-builders";
import { readPluginPod } from "../../sim/cluster/device-plugins/plugin-pods";
import { aMachine, anImage } from "../sim/cloud/eks/a-machine";
import { neuronTypes, plannedNeuron } from "./neuron-groups";

const cluster = {
    clusterName: "shared",
    endpoint: "https://example.gr7.us-east-2.eks.amazonaws.com",
    certificateAuthority: "Q0E=",
    serviceCidr: "172.20.0.0/16",
};

/** What the simulated EKS makes of a machine with this user data. */
function nodeOf(plan: NodeGroupPlan, amiType = "AL2023_x86_64_NEURON") {
    const told = userData(plan.userData, plan.userData.joins === "itself" ? cluster : undefined);
    const read = told === undefined ? { config: emptyNodeConfig } : readUserData(told);
    assert.ok("config" in read, JSON.stringify(read));
    const hardware = hardwareOf(plan.pool.machineType) ?? assert.fail();
    return nodeSpec(aMachine({ hardware, image: anImage(amiType), config: read.config }));
}

/** What AWS's plugin registers on such a node. */
function registered(node: ReturnType<typeof nodeOf>): unknown {
    const [container] = readPluginPod(aNeuronPluginPod({ node }), node).containers;
    assert.ok(container?.outcome.kind === "registers", JSON.stringify(container?.outcome));
    return container.outcome.resources;
}

const promised = ({ pool }: NodeGroupPlan) => Object.fromEntries(pool.resources.map(each => [each.name, each.perNode]));

describe("a node of a Neuron group", () => {
    const own: CustomAmi = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["neuron"] };
    const lncTypes = ["trn2.3xlarge", "trn2.48xlarge", "trn2u.48xlarge"] as const;

    for (const { name } of neuronTypes) {
        it(`of type ${name} is told nothing of its cores when the group says nothing, and registers what its pool promises`, () => {
            const plan = plannedNeuron({ instanceType: name as "inf2.xlarge" });
            const node = nodeOf(plan);
            assert.equal(node.bootProblems, undefined);
            assert.ok(node.devices[0]?.kind === "neuron" && node.devices[0].logicalCores === undefined);
            assert.deepEqual(registered(node), promised(plan));
        });
    }

    for (const instanceType of lncTypes) {
        for (const lnc of [1, 2] as const) {
            for (const [how, more] of [
                ["a managed group", {}],
                ["a group that keeps its own machines", { manager: "selfManaged" }],
                ["an AMI of one's own", { image: { ami: own } }],
            ] as const) {
                it(`of type ${instanceType} counts ${lnc} core(s) as one in ${how}, and registers what its pool promises`, () => {
                    const plan = plannedNeuron({ instanceType, lnc, ...more });
                    const node = nodeOf(plan);
                    assert.equal(node.bootProblems, undefined);
                    assert.ok(node.devices[0]?.kind === "neuron" && node.devices[0].logicalCores === lnc);
                    assert.deepEqual(registered(node), promised(plan));
                });
            }
        }
    }

    it("of Bottlerocket lets containers take the chips, and is told no more", () => {
        for (const image of ["bottlerocket", "bottlerocket-fips"] as const) {
            const plan = plannedNeuron({ image, lnc: 2, localDisks: "unused" });
            assert.deepEqual(plan.userData.format === "bottlerocket" && plan.userData.settings, {
                kubernetes: { "device-ownership-from-security-context": true },
            });
            const told = userData(plan.userData, undefined) ?? assert.fail();
            const read = readBottlerocketSettings(told, anImage(plan.pool.image.name), "1.63.0-5e1ec7ed");
            assert.ok("config" in read, JSON.stringify(read));
            const hardware = hardwareOf("trn2.48xlarge") ?? assert.fail();
            const node = nodeSpec(aMachine({ hardware, image: anImage(plan.pool.image.name), config: read.config }));
            assert.ok(node.devices[0]?.kind === "neuron" && node.devices[0].deviceOwnership);
            assert.deepEqual(registered(node), promised(plan));
        }
    });
});

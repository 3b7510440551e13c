/** What groups of devices that are never shared say to whoever would share them, in a program and in a configuration. */
import assert from "node:assert/strict";
import { planFpgaNodeGroup, planNeuronNodeGroup } from "../../components/aws/planning";
import { checkSettings } from "../../stacks/configuration";
import { aCluster, now } from "./builders";
import { problemsFrom } from "./problems";

const sharing = { kind: "timeSlicing", replicas: 2 };
const given = (instanceType: string) => ({ cluster: aCluster(), instanceType, nodes: 2, sharing });
const groups: readonly (readonly [string, string, () => unknown, RegExp])[] = [
    [
        "neuron",
        "inf2.xlarge",
        () => planNeuronNodeGroup("chips", given("inf2.xlarge") as never, now),
        /pods ask for cores/,
    ],
    ["fpga", "f2.6xlarge", () => planFpgaNodeGroup("fpgas", given("f2.6xlarge") as never, now), /belongs to one pod/],
];

for (const [kind, instanceType, plan, why] of groups) {
    describe(`a group of kind ${kind}`, () => {
        it("says why its devices are not shared", () => {
            const [problem, ...more] = problemsFrom(plan);
            assert.deepEqual([problem?.id, problem?.path, more], ["config.unknown-key", "sharing", []]);
            assert.match(problem?.allowed ?? "", why);
        });

        it("says so in a configuration, by its path", () => {
            const pools = { chips: { kind, instanceType, nodes: 2, sharing } };
            const [problem] = problemsFrom(() => checkSettings("quickstart", { pools }));
            assert.equal(problem?.path, "pulumi-accelerators:pools.chips.sharing");
            assert.match(problem.allowed, why);
        });
    });
}

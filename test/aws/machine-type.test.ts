/** Which component takes which instance type, for every type of the catalogue and every component. */
import assert from "node:assert/strict";
import { checkMachineType, type MachineKind } from "../../components/aws/node-group/machine-type";
import { problemsOf } from "../../components/aws/checked";
import { acceleratorFamilyOf, awsInstanceTypes } from "../../components/catalog/aws/instance-types";

const components: Readonly<Record<MachineKind, string>> = {
    none: "SystemNodeGroup",
    nvidia: "GpuNodeGroup",
    neuron: "NeuronNodeGroup",
    fpga: "FpgaNodeGroup",
};
const kinds = Object.keys(components) as readonly MachineKind[];
const others: Readonly<Record<MachineKind, string>> = {
    none: "instance-type.unsupported",
    nvidia: "instance-type.not-gpu",
    neuron: "instance-type.not-neuron",
    fpga: "instance-type.not-fpga",
};

for (const kind of kinds) {
    describe(`a ${components[kind]}`, () => {
        const types = awsInstanceTypes();
        const take = (name: string) => checkMachineType(kind, name);
        const family = (type: (typeof types)[number]) =>
            type.accelerator.kind === "none" ? "none" : acceleratorFamilyOf(type);

        it("takes every type of its own that EC2 sells, and of FPGAs those that it no longer does", () => {
            for (const type of types.filter(each => family(each) === kind)) {
                const taken = "plan" in take(type.name);
                assert.equal(taken, kind === "fpga" || type.status !== "retired", type.name);
            }
        });

        it("sends every other type to the component that takes it, and to no other", () => {
            for (const type of types.filter(each => family(each) !== kind)) {
                const [problem, ...more] = problemsOf(take(type.name));
                assert.ok(problem, type.name);
                assert.deepEqual(more, []);
                assert.deepEqual([problem.id, problem.path], [others[kind], "instanceType"], type.name);
                const its = family(type);
                const named = Object.entries(components).filter(([, name]) => problem.fix.includes(name));
                assert.deepEqual(
                    named.map(([its]) => its),
                    its === undefined ? [] : [its],
                    type.name,
                );
                for (const [other] of named) {
                    const answer = checkMachineType(other as MachineKind, type.name);
                    const retired = "problems" in answer && answer.problems[0]?.got.includes("no longer sells");
                    assert.ok("plan" in answer || retired, `${type.name} in ${other}`);
                }
            }
        });

        it("says which types a misspelt one is near to, and nothing of other kinds", () => {
            const own = types.find(each => family(each) === kind && each.status === "current");
            assert.ok(own);
            const [problem] = problemsOf(take(`${own.name.slice(0, -2)}${own.name.slice(-1)}`));
            assert.equal(problem?.id, "instance-type.unknown");
            assert.match(problem.fix, /^did you mean /);
            for (const near of problem.fix.match(/[a-z0-9-]+\.[a-z0-9-]+/g) ?? [])
                assert.ok("plan" in take(near), near);
        });

        it("names examples that it takes", () => {
            const [problem] = problemsOf(take("nothing-like-it"));
            const named = problem?.fix.match(/[a-z0-9-]+\.[a-z0-9]+/g) ?? [];
            assert.ok(named.length > 0, problem?.fix);
            for (const name of named) assert.ok("plan" in take(name), name);
        });
    });
}

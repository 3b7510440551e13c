// Asks the TypeScript compiler what a program may write of a Neuron group. Does not look at the declarations of the packed library.
import assert from "node:assert/strict";
import { neuronType } from "../../components/catalog/aws/neuron-types";
import { compile } from "../catalog/compile";
import { neuronTypes } from "./neuron-groups";

const heading = `
    import type { EksNodeCluster } from "../aws/node-group/eks-node-cluster";
    import type { LncOf, NeuronNodeGroupArgs } from "../aws/neuron-node-group/arguments";
    import { NeuronNodeGroup } from "../aws/neuron-node-group/neuron-node-group";
    declare const cluster: EksNodeCluster;
`;
const said = (line: string) => compile(`${heading}\n${line}`);
const group = (given: string) => `new NeuronNodeGroup("chips", { cluster, nodes: 2, ${given} });`;

describe("a Neuron group in a program", () => {
    it("compiles for what it takes", () => {
        const given = [
            `instanceType: "inf2.xlarge", neuronSdk: "2.26.1"`,
            `instanceType: "trn2.48xlarge", lnc: 1`,
            `instanceType: "trn2u.48xlarge", lnc: 2`,
            `instanceType: "trn1.2xlarge", image: "bottlerocket"`,
            `instanceType: "inf2.xlarge", advertiser: "draDriver"`,
        ];
        const lines = given.map((each, index) => `export const of${index} = ${group(each)}`);
        const data = `export const data: NeuronNodeGroupArgs = { cluster, nodes: 2, instanceType: "inf2.xlarge" };`;
        assert.deepEqual(said([...lines, data].join("\n")), []);
    });

    const bad: readonly (readonly [string, string])[] = [
        ["a GPU type", `instanceType: "p5.48xlarge"`],
        ["a type with FPGAs", `instanceType: "f2.6xlarge"`],
        ["a type without accelerators", `instanceType: "m7i.large"`],
        ["a misspelt type", `instanceType: "trn2.48xlrge"`],
        ["cores counted on Trainium1", `instanceType: "trn1.32xlarge", lnc: 1`],
        ["cores counted on Inferentia", `instanceType: "inf2.xlarge", lnc: 2`],
        ["three cores as one", `instanceType: "trn2.48xlarge", lnc: 3`],
        ["a text for a number", `instanceType: "trn2.48xlarge", lnc: "2"`],
        ["MIG", `instanceType: "trn2.48xlarge", sharing: { kind: "mig", profile: "1g.10gb" }`],
        ["an image for ARM", `instanceType: "trn2.48xlarge", image: "al2023-arm64"`],
        ["an SDK without quotes", `instanceType: "inf1.xlarge", neuronSdk: 2.26`],
    ];
    for (const [what, given] of bad) {
        it(`does not compile with ${what}`, () => assert.equal(said(`export const x = ${group(given)}`).length, 1));
    }

    it("counts cores as the catalogue has it, for every type", () => {
        const lines = neuronTypes.map(({ name }, index) => {
            const settings = neuronType(name)?.lnc.settings ?? [];
            const union = settings.length === 0 ? "never" : settings.join(" | ");
            // Equal only when each is part of the other.
            return `
                type A${index} = LncOf<${JSON.stringify(name)}>;
                export const a${index}: [A${index}] extends [${union}] ? ([${union}] extends [A${index}] ? true : false) : false = true;
            `;
        });
        assert.deepEqual(said(lines.join("\n")), []);
    });
});

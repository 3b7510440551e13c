// Asks the TypeScript compiler, with the project's own settings. Does not look at the declarations of the packed library.
import assert from "node:assert/strict";
import { compile } from "./compile";

describe("names in a program", () => {
    it("compile when the catalogue has them, and do not when it has not", () => {
        const said = compile(`
            import type { AwsFpgaInstanceType, AwsGpuInstanceType, AwsNeuronInstanceType, AwsNvidiaInstanceType, AwsNvidiaX86InstanceType, AwsRegion, AwsSystemInstanceType, NodeImageName } from "./index";
            import { awsInstanceType } from "./index";
            export const good: AwsGpuInstanceType[] = ["p5.48xlarge", "g5g.xlarge", "p2.xlarge"];
            export const x86: AwsNvidiaX86InstanceType[] = ["p5.48xlarge", "p3dn.24xlarge"];
            export const nvidia: AwsNvidiaInstanceType[] = ["p5.48xlarge", "g5g.xlarge", "p6e-gb200.36xlarge"];
            export const neuron: AwsNeuronInstanceType[] = ["inf1.xlarge", "trn2u.48xlarge"];
            export const fpga: AwsFpgaInstanceType[] = ["f2.6xlarge", "f1.2xlarge"];
            export const system: AwsSystemInstanceType = "m7i.large";
            export const region: AwsRegion = "us-east-2";
            export const image: NodeImageName = "AL2023_x86_64_NVIDIA";
            export const vcpus: number = awsInstanceType("p5.48xlarge").vcpus;
            export const typo: AwsGpuInstanceType = "p5.48xlrge";
            export const notGpu: AwsGpuInstanceType = "m7i.large";
            export const arm: AwsNvidiaX86InstanceType = "g5g.xlarge";
            export const retired: AwsNvidiaX86InstanceType = "p3.2xlarge";
            export const gone: AwsNvidiaInstanceType = "p3.2xlarge";
            export const chip: AwsNeuronInstanceType = "p5.48xlarge";
            export const gate: AwsFpgaInstanceType = "inf2.xlarge";
            export const nowhere: AwsRegion = "us-east-9";
            export const any: number = awsInstanceType("p5.48xlrge" as string).vcpus;
        `);
        assert.equal(said.length, 9, said.join("\n"));
        assert.match(said[0]!, /"p5\.48xlrge"' is not assignable.*Did you mean '"p5\.48xlarge"'/s);
        assert.match(said[8]!, /possibly 'undefined'/);
    });

    it("of MIG profiles compile only for a chip that has them", () => {
        const said = compile(`
            import { migResource, type MigProfileOf } from "./index";
            export const good: MigProfileOf<"p5.48xlarge"> = "1g.10gb";
            export const h200: MigProfileOf<"p5en.48xlarge"> = "7g.141gb";
            export const one: "nvidia.com/mig-1g.10gb" | string = migResource("1g.10gb");
            export const otherChip: MigProfileOf<"p5.48xlarge"> = "1g.18gb";
            export const fraction: MigProfileOf<"g6f.large"> = "1g.5gb";
            export const withoutMig: MigProfileOf<"g6.xlarge"> = "1g.5gb";
            export const coherent: MigProfileOf<"p6e-gb200.36xlarge"> = "1g.23gb";
            export const invented = migResource("5g.50gb");
        `);
        assert.equal(said.length, 5, said.join("\n"));
        for (const text of said.slice(1, 4)) assert.match(text, /not assignable to type 'never'/);
    });
});

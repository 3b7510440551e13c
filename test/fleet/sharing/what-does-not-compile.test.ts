// Asks the TypeScript compiler, with the project's own settings, which ways of sharing a program may write.
import assert from "node:assert/strict";
import { compile } from "../../catalog/compile";

const head = `import { mig, mps, timeSlicing, type SharingOf } from "../fleet/sharing";`;

describe("a way to share GPUs", () => {
    it("compiles for a chip that has it", () => {
        const said = compile(`${head}
            export const alike: SharingOf<"p5.48xlarge"> = mig("1g.10gb");
            export const mixed: SharingOf<"p5.48xlarge"> = mig({ "3g.40gb": 1, "1g.10gb": 4 });
            export const data: SharingOf<"p5.48xlarge"> = { kind: "mig", profile: "1g.10gb" };
            export const other: SharingOf<"p4d.24xlarge"> = mig("1g.10gb");
            export const turns: SharingOf<"g6.xlarge"> = timeSlicing({ replicas: 4 });
            export const parallel: SharingOf<"p5.48xlarge"> = mps({ replicas: 4, renameByDefault: false });
        `);
        assert.deepEqual(said, []);
    });

    const wrong: readonly (readonly [string, string])[] = [
        ["a profile of another chip", `SharingOf<"p5.48xlarge"> = mig("1g.18gb")`],
        ["a mix with a profile of another chip", `SharingOf<"p5.48xlarge"> = mig({ "1g.10gb": 1, "1g.18gb": 1 })`],
        ["MIG on a chip without it", `SharingOf<"g6.xlarge"> = mig("1g.10gb")`],
        ["a mix on a chip without MIG", `SharingOf<"g6.xlarge"> = mig({ "1g.10gb": 1 })`],
        ["MIG on a part of a GPU", `SharingOf<"g6f.xlarge"> = mig("1g.5gb")`],
        ["MIG with replicas", `SharingOf<"p5.48xlarge"> = { kind: "mig", profile: "1g.10gb", replicas: 2 }`],
        ["time slicing without a number", `SharingOf<"g6.xlarge"> = timeSlicing({})`],
        ["a profile that no chip has", `unknown = mig("5g.50gb")`],
    ];
    for (const [what, program] of wrong) {
        it(`does not compile: ${what}`, () => assert.equal(compile(`${head}\nexport const it: ${program};`).length, 1));
    }
});

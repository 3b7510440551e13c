// Asks the TypeScript compiler, with the project's own settings, and runs what says its own result. Does not run examples that
// create resources: the components have tests of their own, and stacks come up on the local cloud elsewhere.
import assert from "node:assert/strict";
import { countClaims, untrueClaims } from "./claims";
import { compileExamples } from "./compile-examples";
import { docstringExamples, guideExamples, guides, type Example } from "./examples";
import { librarySources, publicSymbols } from "./public-surface";

describe("examples", function () {
    // The compiler reads the SDKs with them.
    this.timeout(180_000);

    const symbols = publicSymbols(librarySources());
    const ofDocstrings = symbols.flatMap(docstringExamples);
    const ofGuides = guides().flatMap(guideExamples);

    function example(code: string, from: Example["from"] = "docstring"): Example {
        return { file: "components/fleet/pool.ts", line: 40, code, from };
    }

    it("compile, in docstrings and in guides", () => {
        assert.ok(ofDocstrings.length > 0 && ofGuides.length > 0);
        assert.deepEqual(compileExamples([...ofDocstrings, ...ofGuides], symbols), []);
    });

    it("give the results that they say", () => {
        const claiming = [...ofDocstrings, ...ofGuides].filter(each => countClaims(each) > 0);
        assert.ok(claiming.length > 0);
        assert.deepEqual(
            claiming.flatMap(each => untrueClaims(each, symbols)),
            [],
        );
    });

    it("that do not compile are named by file and line; those of guides must import what they use", () => {
        const misspelt = example("const pool = train.pool;\npoolOf(trian);");
        const guide = { ...example("poolOf(train);", "guide"), file: "README.md" };
        const complaints = compileExamples([example("poolOf(train);"), misspelt, guide], symbols);
        assert.equal(complaints.length, 2);
        assert.match(complaints[0]!, /^components\/fleet\/pool\.ts:41: Cannot find name 'trian'/);
        assert.match(complaints[1]!, /^README\.md:40: Cannot find name 'poolOf'/);
    });

    it("that say a wrong result are named by file and line", () => {
        const wrong = example("poolOf(train).vcpus; // 192\npoolOf(train).nodes;\n// { min: 2, max: 2, desired: 3 }");
        assert.deepEqual(untrueClaims(wrong, symbols), [
            'components/fleet/pool.ts:41: says { min: 2, max: 2, desired: 3 }, is {"min":2,"desired":2,"max":2}',
        ]);
    });

    it("that leave out a part of their result with … are held to the rest", () => {
        assert.deepEqual(untrueClaims(example("poolOf(train).nodes; // { min: 2, … }"), symbols), []);
        assert.equal(untrueClaims(example("poolOf(train).nodes; // { min: 2 }"), symbols).length, 1);
        assert.equal(untrueClaims(example("poolOf(train).nodes; // { min: 3, … }"), symbols).length, 1);
    });
});

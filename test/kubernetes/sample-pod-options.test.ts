/** What a sample pod may be told. It does not prove that a pod lands: the real scheduler says that on the local cloud. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { sampleManifests, samplePod } from "../../components/kubernetes/sample-pod";
import { problemsFrom } from "../aws/problems";
import { aPool } from "../fleet/builders";

const wrong: readonly (readonly [what: string, options: object, path: string, fix: RegExp])[] = [
    ["no devices", { devices: 0 }, "devices", /./],
    ["fewer than none", { devices: -1 }, "devices", /./],
    ["half a device", { devices: 0.5 }, "devices", /./],
    ["no number of devices", { devices: NaN }, "devices", /./],
    ["a number in quotes", { devices: "4" }, "devices", /without quotes/],
    ["another word than all", { devices: "al" }, "devices", /whole number/],
    ["no cores", { cores: 0 }, "cores", /./],
    ["a misspelt option", { device: 4 }, "device", /did you mean devices\?/],
    ["an image without a name", { image: "" }, "image", /./],
    ["an image of later", { image: pulumi.output("example.com/a:1") }, "image", /./],
    ["pages of no size", { hugePages: { size: "1gi", amount: "4Gi" } }, "hugePages.size", /did you mean 1Gi\?/],
    ["an amount that is none", { hugePages: { size: "1Gi", amount: "4gi" } }, "hugePages.amount", /./],
    ["nothing of pages", { hugePages: { size: "1Gi", amount: "0Gi" } }, "hugePages.amount", /./],
];

describe("a sample pod", () => {
    for (const make of [samplePod, sampleManifests])
        for (const [what, options, path, fix] of wrong)
            it(`of ${make.name} is refused ${what}`, () => {
                const problems = problemsFrom(() => make(aPool(), options));
                assert.deepEqual(
                    problems.map(problem => problem.path),
                    [path],
                );
                assert.match(problems[0]?.fix ?? "", fix);
            });

    it("takes every option that there is", () => {
        const options = { image: "example.com/a:1", devices: 1, hugePages: { size: "2Mi", amount: "512Mi" } } as const;
        assert.equal(samplePod(aPool(), options).kind, "Pod");
        assert.equal(samplePod(aPool(), { devices: "all", neuronScheduler: undefined }).kind, "Pod");
    });
});

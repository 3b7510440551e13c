// Proves what planning a stack loads. Does not measure how long it takes: the benchmark does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

describe("planning a stack", () => {
    it("loads no Pulumi package: a report needs no engine", () => {
        const stacks = join(__dirname, "..", "..", "stacks");
        const program = `
            const { readSettings } = require(${JSON.stringify(join(stacks, "configuration.ts"))});
            const { planStack } = require(${JSON.stringify(join(stacks, "plan.ts"))});
            const pools = JSON.stringify({ train: { kind: "gpu", instanceType: "p5.48xlarge", nodes: 2 } });
            const settings = readSettings("quickstart", { "pulumi-accelerators:pools": pools });
            const defaults = { region: "us-east-2", profile: undefined };
            const planned = planStack("quickstart", settings, { defaults, now: "2026-11-22T12:00:00Z" });
            console.log(JSON.stringify({ pools: planned.map(pool => pool.name), loaded: Object.keys(require.cache) }));
        `;
        const output = execFileSync(process.execPath, ["-r", "tsx/cjs", "-e", program], { encoding: "utf8" });
        const { pools, loaded } = JSON.parse(output) as { readonly pools: string[]; readonly loaded: string[] };
        assert.deepEqual(pools, ["train"]);
        assert.ok(loaded.some(file => file.endsWith("stacks/plan.ts")));
        assert.deepEqual(
            loaded.filter(file => file.includes("node_modules/@pulumi/")),
            [],
        );
    });
});

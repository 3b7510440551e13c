// `npm run plan` as a process: what it prints, how it ends, what it loads. It does not prove the plan itself, nor how long it takes:
// the benchmark measures that.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FleetPlan } from "../../../components/fleet";

const commands = resolve(__dirname, "..", "..", "..", "tools", "commands");

interface Outcome {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

function run(...args: readonly string[]): Outcome {
    return spawnSync(process.execPath, ["--import", "tsx", join(commands, "main.ts"), "plan", ...args], {
        encoding: "utf8",
        env: { PATH: "/nowhere" }, // no engine, no kubectl, no aws
    });
}

describe("npm run plan", function () {
    this.timeout(20_000);
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "plan-"));
    });
    after(() => rmSync(folder, { recursive: true }));

    function aStack(name: string, lines: readonly string[]): string {
        const file = join(folder, `Pulumi.${name}.yaml`);
        writeFileSync(file, [...lines, ""].join("\n"));
        return file;
    }

    const pools = [
        "config:",
        "  aws:region: us-east-2",
        "  pulumi-accelerators:pools:",
        "    system: { kind: system, nodes: 2 }",
        "    train: { kind: gpu, instanceType: p5.48xlarge, nodes: 4 }",
    ];

    it("prints the plan of a shipped stack as tables, without engine or cloud", () => {
        const { status, stdout, stderr } = run("quickstart");
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
        assert.match(stdout, /│ h100 +│ p5\.48xlarge +│ onDemand/);
        assert.match(stdout, /0 violated/);
    });

    it("prints the same as JSON, and nothing else", () => {
        const { status, stdout, stderr } = run("quickstart", "--format", "json");
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
        const plan = JSON.parse(stdout) as FleetPlan;
        assert.deepEqual(
            plan.pools.map(pool => pool.name),
            ["system", "l4", "h100"],
        );
        assert.ok(plan.price.complete);
    });

    it("prints the same as Markdown", () => {
        const { status, stdout } = run("quickstart", "--format", "markdown");
        assert.equal(status, 0);
        assert.match(stdout, /^# Plan of quickstart\n/);
        assert.match(stdout, /\n\| h100 \| p5\.48xlarge \|/);
    });

    it("takes a file that lies elsewhere", () => {
        const { status, stdout } = run(aStack("elsewhere", pools), "--format", "markdown");
        assert.equal(status, 0);
        assert.match(stdout, /^# Plan of elsewhere\n/);
    });

    it("prints the plan of a stack that exceeds its limits, then refuses it", () => {
        const limits = "  pulumi-accelerators:limits: { budgetUsdPerHour: { max: 200 } }";
        const { status, stdout, stderr } = run(aStack("dear", [...pools, limits]), "--format", "json");
        assert.equal(status, 1);
        assert.equal((JSON.parse(stdout) as FleetPlan).tally.violated, 1);
        assert.match(stderr, /Pulumi\.dear\.yaml: 1 problem/);
        assert.match(stderr, /budget\.exceeded +pulumi-accelerators:limits\.budgetUsdPerHour\.max/);
    });

    it("fails on what is undecided when asked to be strict, and says how much", () => {
        const { status, stdout, stderr } = run("quickstart", "--strict");
        assert.equal(status, 1);
        assert.match(stdout, /│ h100/);
        assert.match(stderr, /\d+ invariants of quickstart are undecided/);
    });

    it("refuses a configuration with all its problems, and prints no plan", () => {
        const wrong = pools.map(line => line.replace("p5.48xlarge", "p5.48xlrge").replace("nodes: 2", "nodes: 0"));
        const { status, stdout, stderr } = run(aStack("wrong", wrong));
        assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
        assert.match(stderr, /Pulumi\.wrong\.yaml: 2 problems/);
        assert.match(stderr, /did you mean p5\.48xlarge/);
    });

    const mistakes: readonly (readonly [string, args: () => readonly string[], answer: RegExp])[] = [
        [
            "a stack that there is not",
            () => ["quickstrt"],
            /there is no stack "quickstrt"[^]*did you mean quickstart\?/,
        ],
        ["a file that there is not", () => ["nowhere/Pulumi.a.yaml"], /there is no file/],
        ["a format that there is not", () => ["--format", "yaml"], /Allowed choices are table, markdown, json/],
        [
            "a file that is not YAML",
            () => [aStack("broken", ["config: {", "a: ["])],
            /Pulumi\.broken\.yaml is not YAML/,
        ],
        ["a file whose configuration is a list", () => [aStack("list", ["config: [1]"])], /config must hold keys/],
        ["a file without configuration", () => [aStack("empty", [])], /pulumi-accelerators:pools/],
    ];
    for (const [what, args, answer] of mistakes) {
        it(`refuses ${what} without a stack trace`, () => {
            const { status, stdout, stderr } = run(...args());
            assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
            assert.match(stderr, answer);
            assert.doesNotMatch(stderr, /\n +at /);
        });
    }

    it("loads no Pulumi package and nothing of the simulator", () => {
        const program = `
            const { printPlan } = require(${JSON.stringify(join(commands, "plan.ts"))});
            printPlan("quickstart", { format: "json" });
            console.error(JSON.stringify(Object.keys(require.cache)));
        `;
        const { stderr, stdout } = spawnSync(process.execPath, ["-r", "tsx/cjs", "-e", program], { encoding: "utf8" });
        const loaded = JSON.parse(stderr) as string[];
        assert.ok(stdout.includes("p5.48xlarge") && loaded.some(file => file.endsWith("stacks/plan.ts")));
        assert.deepEqual(
            loaded.filter(file => /node_modules\/@pulumi\/|\/sim\//.test(file)),
            [],
        );
    });
});

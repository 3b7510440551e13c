// The library as another repository uses it: packed, installed from the tarball, compiled and brought up.
// Proves that the tarball is whole and that its types and code work under three module resolutions. Does not prove an
// installation beside other versions of the Pulumi SDKs, nor anything about AWS itself.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALocalCloud, checkout } from "../local-cloud/a-local-cloud";
import { engineEnvironment } from "../../tools/commands/engine";
import { makeLocalPaths } from "../../tools/commands/local-paths";
import { obtainTools } from "../../tools/obtain/obtain";
import manifest from "../../package.json";

const resolutions = [
    { name: "CommonJS", options: ["--module", "commonjs", "--moduleResolution", "node10"] },
    { name: "node16", options: ["--module", "node16", "--moduleResolution", "node16"] },
    { name: "nodenext", options: ["--module", "nodenext", "--moduleResolution", "nodenext"] },
] as const;

describe("the packed library", function () {
    this.timeout(600_000);
    const folder = mkdtempSync(join(tmpdir(), "consumer-"));
    const cloud = new ALocalCloud();

    before(() => {
        const packed = run("npm", ["pack", "--silent", "--pack-destination", folder], checkout);
        cpSync(join(__dirname, "consumer"), folder, { recursive: true });
        const { devDependencies: pinned } = manifest;
        const beside = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes", "typescript", "@types/node"] as const;
        run(
            "npm",
            [
                "install",
                "--prefer-offline",
                "--no-audit",
                "--no-fund",
                join(folder, packed.trim().split("\n").at(-1) ?? ""),
            ].concat(beside.map(name => `${name}@${pinned[name]}`)),
            folder,
        );
    });
    after(async () => {
        await cloud.remove();
        rmSync(folder, { recursive: true, force: true });
    });

    for (const { name, options } of resolutions) {
        it(`compiles in a project with ${name} resolution`, () => {
            run(join(folder, "node_modules", ".bin", "tsc"), ["-p", ".", ...options], folder);
        });
    }

    it("refuses a typo in an instance type at compile time", () => {
        writeFileSync(
            join(folder, "typo.ts"),
            'import type { aws } from "pulumi-accelerators";\nexport const type: aws.GpuNodeGroupArgs["instanceType"] = "p5.48xlrge";\n',
        );
        const typo = spawnSync(
            join(folder, "node_modules", ".bin", "tsc"),
            ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16", "--moduleResolution", "node16", "typo.ts"],
            { cwd: folder, encoding: "utf8" },
        );
        assert.match(typo.stdout, /"p5\.48xlrge"' is not assignable/);
    });

    it("comes up on the local cloud, and is unchanged the second time", async () => {
        run(join(folder, "node_modules", ".bin", "tsc"), ["-p", ".", ...resolutions[1].options], folder);
        // Starts the local cloud with the plugins that the consumer's versions ask for: the same as ours.
        await cloud.succeed("pulumi", "stack", "ls");
        const tools = await obtainTools();
        const paths = makeLocalPaths({ PULUMI_ACCELERATORS_LOCAL: cloud.directory });
        const pulumi = (...args: string[]): string => run(tools.pulumi, args, folder, engineEnvironment(paths, tools));
        pulumi("stack", "init", "dev");
        pulumi("config", "set", "aws:region", "us-east-2");
        pulumi("up", "--yes", "--stack", "dev");
        assert.match(pulumi("preview", "--stack", "dev", "--expect-no-changes"), /\d+ unchanged/);
        const pools = JSON.parse(pulumi("stack", "output", "--json", "--stack", "dev", "pools")) as { name: string }[];
        assert.deepEqual(
            pools.map(({ name }) => name),
            ["system", "serve"],
        );
        pulumi("destroy", "--yes", "--stack", "dev");
    });
});

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): string {
    const { status, stdout, stderr } = spawnSync(program, [...args], {
        cwd,
        env,
        encoding: "utf8",
        maxBuffer: 2 ** 26,
    });
    assert.equal(status, 0, `${program} ${args.join(" ")}\n${stdout}\n${stderr}`);
    return stdout;
}

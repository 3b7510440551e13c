import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { checkout } from "../../../sim/cloud/checkout";
import { obtainTools } from "../../../tools/obtain/obtain";

/** The real engine with a stack of its own, talking to a provider that this process serves. */
export interface TestEngine {
    /** Runs `pulumi <command>` and answers what it changed; throws with its output when it fails. */
    run(command: string, ...args: readonly string[]): Promise<EngineRun>;
    /** The same for a run that is expected to fail. */
    fail(command: string, ...args: readonly string[]): Promise<string>;
    set(key: string, value: string): Promise<void>;
    close(): void;
}

export interface EngineRun {
    /** How many resources of each kind of step; `same` is left out. */
    readonly changes: Readonly<Record<string, number>>;
    readonly output: string;
}

/** `program`: a file beside this one; `port`: where the provider is served. */
export async function anEngine(program: string, port: () => number): Promise<TestEngine> {
    const tools = await obtainTools({ only: ["pulumi", "pulumi-language-nodejs"] });
    const home = mkdtempSync(path.join(tmpdir(), "accelerators-engine-"));
    const project = path.join(home, "project");
    for (const folder of ["project", "state", "home"]) mkdirSync(path.join(home, folder));
    writeFileSync(
        path.join(project, "Pulumi.yaml"),
        JSON.stringify({
            name: "sim",
            runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
            main: path.relative(project, path.join(__dirname, "programs", program)),
        }),
    );

    async function pulumi(args: readonly string[]): Promise<{ code: number; output: string }> {
        const child = spawn(tools.pulumi, [...args, "--non-interactive", "--color", "never", "--cwd", project], {
            cwd: checkout(),
            env: {
                ...process.env,
                PATH: [path.dirname(tools["pulumi-language-nodejs"]), process.env.PATH].join(path.delimiter),
                PULUMI_HOME: path.join(home, "home"),
                PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
                PULUMI_CONFIG_PASSPHRASE: "",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_DEBUG_PROVIDERS: `aws:${port()}`,
            },
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr])
            stream.on("data", (text: Buffer) => (output += text.toString()));
        const code = await new Promise<number>(resolve => child.on("close", status => resolve(status ?? -1)));
        return { code, output };
    }

    async function succeed(args: readonly string[]): Promise<string> {
        const { code, output } = await pulumi(args);
        if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
        return output;
    }

    const yes = (command: string) => (command === "preview" ? [] : ["--yes"]);
    await succeed(["stack", "init", "test"]);
    return {
        async run(command, ...args) {
            const output = await succeed([command, ...yes(command), ...args]);
            return { changes: changesIn(output), output };
        },
        async fail(command, ...args) {
            const { code, output } = await pulumi([command, ...yes(command), ...args]);
            if (code === 0) throw new Error(`pulumi ${command} was expected to fail:\n${output}`);
            return output;
        },
        async set(key, value) {
            await succeed(["config", "set", key, value]);
        },
        close: () => rmSync(home, { recursive: true, force: true }),
    };
}

/** `    + 12 created`, `    ~ 1 to update`, `    +-1 replaced` → words and numbers. */
function changesIn(output: string): Record<string, number> {
    const summary = output.slice(output.lastIndexOf("Resources:"));
    const lines = [...summary.matchAll(/^ +[-+~><= ]+(\d+) (?:to )?(create|update|delete|replace|import)d?\b/gm)];
    return Object.fromEntries(lines.map(([, count, what = ""]): [string, number] => [what, Number(count)]));
}

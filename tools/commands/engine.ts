import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { checkout, type LocalPaths } from "./local-paths";
import { CommandError } from "./command-error";
import type { ToolPaths } from "../obtain/obtain";

/** How a run of the engine ended. `changes` counts resources by operation, for example `{ create: 12, same: 3 }`. */
export interface EngineRun {
    readonly exitCode: number;
    readonly changes: Readonly<Record<string, number>>;
}

/** The real engine, set up to talk to the local cloud only. */
export interface Engine {
    readonly environment: NodeJS.ProcessEnv;
    /** Runs `pulumi` with these arguments; what it prints is shown to the user, unless `quiet`. */
    run(
        args: readonly string[],
        options?: { readonly quiet?: boolean },
    ): Promise<EngineRun & { readonly output: string }>;
}

/**
 * Environment of a self-contained run: a private home with our provider plugins, a file backend, no downloads, and the
 * simulated `aws` first on PATH, because kubeconfigs call it.
 *
 * @param clockAhead milliseconds by which the account's clock is ahead of the machine's: the program goes by the account's
 */
export function engineEnvironment(paths: LocalPaths, tools: ToolPaths, clockAhead = 0): NodeJS.ProcessEnv {
    const { PULUMI_ACCESS_TOKEN: _token, PULUMI_STACK: _stack, ...inherited } = process.env;
    const toolFolders = [
        ...new Set([tools.pulumi, tools["pulumi-language-nodejs"], tools.kubectl].map(tool => dirname(tool))),
    ];
    return {
        ...inherited,
        PATH: [join(checkout, "sim", "bin"), ...toolFolders, process.env.PATH ?? ""].join(delimiter),
        PULUMI_ACCELERATORS_LOCAL: paths.root,
        TMPDIR: paths.temporary,
        PULUMI_HOME: paths.pulumiHome,
        PULUMI_BACKEND_URL: `file://${paths.backend}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // sim/bin is on PATH for `aws`; plugins come from the private home only.
        PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // The kubernetes provider that can be built from source reports an older version than the SDK asks for.
        PULUMI_DEV: "true",
        ...programClock(clockAhead, inherited.NODE_OPTIONS),
    };
}

function programClock(ahead: number, nodeOptions = ""): NodeJS.ProcessEnv {
    if (ahead === 0) return {};
    const preload = `--require=${JSON.stringify(join(checkout, "tools", "commands", "program-clock.cjs"))}`;
    return { NODE_OPTIONS: `${nodeOptions} ${preload}`.trim(), PULUMI_ACCELERATORS_CLOCK_AHEAD: String(ahead) };
}

export function openEngine(paths: LocalPaths, tools: ToolPaths, clockAhead = 0): Engine {
    const environment = engineEnvironment(paths, tools, clockAhead);
    return {
        environment,
        run: (args, options) => runEngine(tools.pulumi, environment, paths, args, options?.quiet === true),
    };
}

const operationsWithEvents = new Set(["up", "preview", "destroy", "refresh"]);

async function runEngine(
    pulumi: string,
    environment: NodeJS.ProcessEnv,
    paths: LocalPaths,
    args: readonly string[],
    quiet: boolean,
): Promise<EngineRun & { readonly output: string }> {
    const logFolder = mkdtempSync(join(paths.runs, "run-"));
    const eventLog = join(logFolder, "events.json");
    const withEvents = operationsWithEvents.has(args[0] ?? "") ? [...args, "--event-log", eventLog] : [...args];
    const child = spawn(pulumi, [...withEvents, "--non-interactive"].filter(keepInteractive(quiet)), {
        cwd: paths.project,
        env: { ...environment, PULUMI_DEBUG_COMMANDS: "true" },
        stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const exitCode = await new Promise<number>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", code => resolve(code ?? 1));
    });
    const changes = existsSync(eventLog) ? changesOf(readFileSync(eventLog, "utf8")) : {};
    rmSync(logFolder, { recursive: true, force: true });
    return { exitCode, changes, output };
}

function keepInteractive(quiet: boolean): (argument: string) => boolean {
    const interactive = !quiet && process.stdout.isTTY;
    return argument => argument !== "--non-interactive" || !interactive;
}

/** Resource counts of the last summary in an event log: an `up` writes one for its preview and one for the update. */
export function changesOf(eventLog: string): Readonly<Record<string, number>> {
    const summaries = eventLog
        .split("\n")
        .filter(line => line.includes("summaryEvent"))
        .map(line => (JSON.parse(line) as { summaryEvent?: { resourceChanges?: Record<string, number> } }).summaryEvent)
        .filter(summary => summary !== undefined);
    return summaries.at(-1)?.resourceChanges ?? {};
}

/** True when a run touched nothing. */
export function isUnchanged(changes: Readonly<Record<string, number>>): boolean {
    return Object.entries(changes).every(([operation, count]) => operation === "same" || count === 0);
}

/** Runs the engine quietly and returns what it printed; a failure ends the command with the engine's own text. */
export async function askEngine(engine: Engine, args: readonly string[]): Promise<string> {
    const run = await engine.run(args, { quiet: true });
    if (run.exitCode !== 0) {
        throw new CommandError(`pulumi ${args.join(" ")} failed`, run.output.trim());
    }
    return run.output;
}

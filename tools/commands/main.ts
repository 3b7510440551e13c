import { Command, Option } from "commander";
import pc from "picocolors";
import { CommandError } from "./command-error";
import type { PlanCommandOptions } from "./plan";

/** The commands behind `npm run …`. Each is loaded only when it is called. */
const program = new Command("npm run")
    .description("Accelerator clusters on a local cloud: the real engine, a simulated AWS account, real Kubernetes.")
    .enablePositionalOptions()
    .showHelpAfterError();

program
    .command("up")
    .argument("[stack]", "a stack under stacks/", "quickstart")
    .option("--json", "print the outcome as JSON on the last line")
    .description("bring a stack up on the local cloud and prove that pods land")
    .action(async (stack: string, options: { json?: boolean }) => {
        await (await import("./up.js")).up(stack, options);
    });

program
    .command("preview")
    .argument("[stack]", "a stack under stacks/", "quickstart")
    .description("show what up would do, without changing anything")
    .action(async (stack: string) => {
        await (await import("./preview.js")).preview(stack);
    });

program
    .command("plan")
    .argument("[stack]", "a stack under stacks/, or the path of a Pulumi.<stack>.yaml", "quickstart")
    .addOption(
        new Option("--format <format>", "how to print it").choices(["table", "markdown", "json"]).default("table"),
    )
    .option("--strict", "fail also when an invariant is undecided")
    .description("print what a stack offers, costs and needs, from its configuration alone: no engine, no cloud")
    .action(async (stack: string, options: PlanCommandOptions) => {
        (await import("./plan.js")).printPlan(stack, options);
    });

program
    .command("down")
    .argument("[stack]", "a stack under stacks/", "quickstart")
    .description("destroy a stack and stop every process")
    .action(async (stack: string) => {
        await (await import("./down.js")).down(stack);
    });

program
    .command("pulumi")
    .argument("[args...]", "arguments of pulumi")
    .passThroughOptions()
    .allowUnknownOption()
    .helpOption(false)
    .description("run pulumi itself against the local cloud and its backend")
    .action(async (args: string[]) => {
        process.exitCode = await (await import("./pulumi.js")).passToPulumi(args);
    });

const local = program.command("local").description("look after the local cloud");

local
    .command("status")
    .option("--json", "print it as JSON")
    .description("what runs, how much memory it takes, what the account holds")
    .action(async (options: { json?: boolean }) => {
        await (await import("./local.js")).status(options);
    });

local
    .command("stop")
    .description("stop every process; the account and its clusters stay on disk")
    .action(async () => {
        await (await import("./local.js")).stop();
    });

local
    .command("reset")
    .description("throw the simulated account, its clusters and the local stacks' state away")
    .action(async () => {
        await (await import("./local.js")).reset();
    });

local
    .command("remove")
    .argument("<type>", "type of the resource, for example aws:ec2/vpc:Vpc")
    .argument("<id>", "its id")
    .description("remove one resource from the simulated account")
    .action(async (type: string, id: string) => {
        await (await import("./local.js")).remove(type, id);
    });

local
    .command("instances")
    .description(
        "which instances run, whether they became nodes or why not, whether their EFA peers reach each other (JSON)",
    )
    .action(async () => {
        await (await import("./local.js")).instances();
    });

local
    .command("clock")
    .argument("[move]", "a moment, a distance such as +2h or -30m, or `real`; without it, show the clock")
    .allowUnknownOption()
    .description("set the simulated account's clock; what happens until then happens on the way")
    .action(async (move: string | undefined) => {
        await (await import("./local.js")).clock(move);
    });

local
    .command("reserve")
    .argument("<file>", "a JSON file with one reservation")
    .description("put a capacity reservation into the account, as if it had been bought outside any program")
    .action(async (file: string) => {
        await (await import("./local.js")).reserve(file);
    });

local
    .command("faults")
    .argument("[file]", "a JSON file of faults to switch on; `none` switches all off; without it, show them")
    .description("make the simulated account fail on purpose")
    .action(async (file: string | undefined) => {
        await (await import("./local.js")).faults(file);
    });

program.parseAsync(process.argv).catch((error: unknown) => {
    const lines =
        error instanceof CommandError ? error.lines : [error instanceof Error ? error.message : String(error)];
    console.error(`${pc.red("✗")} ${lines.join("\n")}`);
    process.exitCode = 1;
});

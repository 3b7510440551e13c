import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { asInstant, planMarkdown, type FleetPlan } from "../../components/fleet";
import { readFileSettings, refuseStack } from "../../stacks/configuration";
import { reportStack, violations } from "../../stacks/plan";
import { CommandError } from "./command-error";
import { renderPlan } from "./plan-table";
import { chooseStack, type StackChoice } from "./stack-names";

/** How a plan can be printed. */
export const planFormats = {
    table: (plan: FleetPlan) => renderPlan(plan),
    markdown: (plan: FleetPlan, stack: string) => planMarkdown(plan, `Plan of ${stack}`).trimEnd(),
    json: (plan: FleetPlan) => JSON.stringify(plan, null, 2),
} as const satisfies Record<string, (plan: FleetPlan, stack: string) => string>;

export interface PlanCommandOptions {
    readonly format: keyof typeof planFormats;
    /** Fail also when an invariant could not be decided. */
    readonly strict?: boolean;
}

/**
 * Prints everything that is known of a stack from its configuration alone, without engine or cloud.
 *
 * @throws RefusedError for what is wrong with the configuration; after the plan is printed, for what the whole violates.
 */
export function printPlan(given: string, { format, strict = false }: PlanCommandOptions): void {
    const choice = chooseStack(given);
    const configuration = configurationOf(choice);
    const settings = readFileSettings(choice.name, configuration);
    const report = reportStack(choice.name, settings, {
        defaults: defaults(configuration),
        now: asInstant(Date.now()),
    });
    console.log(planFormats[format](report, choice.name));
    refuseStack(choice.name, violations(report));
    if (strict && report.tally.undecided > 0) {
        throw new CommandError(
            `${report.tally.undecided} invariants of ${choice.name} are undecided: the plan says what is not known`,
        );
    }
}

function configurationOf({ file }: StackChoice): Readonly<Record<string, unknown>> {
    const content = parseYaml(file) as { readonly config?: unknown } | null;
    const config = content?.config ?? {};
    if (typeof config !== "object" || Array.isArray(config)) throw new CommandError(`${file}: config must hold keys`);
    return config as Readonly<Record<string, unknown>>;
}

function parseYaml(file: string): unknown {
    try {
        return parse(readFileSync(file, "utf8"));
    } catch (error) {
        throw new CommandError(`${file} is not YAML: ${error instanceof Error ? error.message : String(error)}`);
    }
}

/** What the AWS provider would be configured with: the file, or the environment variables of the AWS tools. */
function defaults(configuration: Readonly<Record<string, unknown>>) {
    const text = (key: string) => (typeof configuration[key] === "string" ? configuration[key] : undefined);
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    return { region: text("aws:region") ?? AWS_REGION ?? AWS_DEFAULT_REGION, profile: text("aws:profile") };
}

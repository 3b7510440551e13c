import { invariants, problemIds, type Invariant } from "../../components/fleet";
import { anchor } from "./problems";

/** The reference of what a whole fleet must satisfy, as Markdown. */
export function invariantsReference(): string {
    return `${[intro, ...invariants.map(section)].join("\n\n")}\n`;
}

const intro = `# Invariants

<!-- Written by \`npm run docs\` from components/fleet/invariants/. Do not edit. -->

What whole fleets must satisfy, beyond what each part must. The same rules speak in constructors, in \`npm run plan\` and for programs: \`checkFleet(fleet, context)\` gives a finding for each thing that a rule is about, with one of four verdicts.

- **violated**: certainly wrong. A constructor refuses for it, with a problem that says what to do.
- **undecided**: something is not known yet, or to nobody. It is never a pass, and it says what is missing.
- **holds**: certainly right.
- **not applicable**: the rule has nothing to say of it, and says why.

A fleet may say more than its pools and advertisers: pods, subnets, security groups, reservations and the like. What it leaves out makes the rules about it not applicable or undecided; they never hold for want of facts.`;

function section({ id, title, problems, verdicts }: Invariant): string {
    const violated = problems.map(
        problem => `- [\`${problem}\`](problems.md#${anchor(problem)}): ${problemIds[problem].meaning}`,
    );
    const [first] = problems;
    const example = first && problemIds[first].example;
    return [
        `## ${id}: ${title}`,
        `- **holds**: ${verdicts.holds}\n- **undecided**: ${verdicts.undecided}\n- **not applicable**: ${verdicts.notApplicable}`,
        "It is **violated** by:",
        violated.join("\n"),
        ...(example === undefined
            ? []
            : [`For example, got \`${oneLine(example.got)}\`, allowed \`${oneLine(example.allowed)}\`.`]),
    ].join("\n\n");
}

function oneLine(text: string): string {
    return text.replaceAll("\n", "; ").replaceAll("`", "'");
}

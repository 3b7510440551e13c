import { problemIds, RefusedError, type ProblemId, type ProblemIdFacts } from "../../components/fleet";

/** The reference of everything the library refuses for, as Markdown. */
export function problemsReference(): string {
    const ids = Object.entries(problemIds).sort(([a], [b]) => (a < b ? -1 : 1)) as [ProblemId, ProblemIdFacts][];
    return `${[intro, acknowledgeable(ids), ...ids.map(([id, facts]) => section(id, facts))].join("\n\n")}\n`;
}

const intro = `# Problems

<!-- Written by \`npm run docs\` from components/fleet/problem-ids/. Do not edit. -->

What is wrong with a declaration is said before anything is created, all of it at once. Each problem has an id, the place as you would type it, what was given, what is allowed, and what to do. Programs find the same in \`RefusedError.problems\`. Ids are stable: they are never renamed and never used for something else.

## Acknowledging a problem

Some problems rest on a dated fact, or on a choice that is rarely meant. Someone who knows better acknowledges them where they are: on the component, or on the part of the stack's file that describes it.

\`\`\`ts
new accel.aws.GpuNodeGroup("render", {
    cluster,
    instanceType: "g7e.8xlarge",
    nodes: 2,
    zones: ["use2-az3"],
    acknowledge: ["zone.not-offered"],
});
\`\`\`

\`\`\`yaml
config:
    aws:region: us-east-2
    pulumi-accelerators:network:
        zones: [use2-az1, use2-az2, use2-az3]
    pulumi-accelerators:pools:
        system: { kind: system, nodes: 2 }
        render:
            kind: gpu
            instanceType: g7e.8xlarge
            nodes: 2
            zones: [use2-az3]
            acknowledge: [zone.not-offered]
\`\`\``;

function acknowledgeable(ids: readonly (readonly [ProblemId, ProblemIdFacts])[]): string {
    const links = ids.flatMap(([id, { overridable }]) => (overridable ? [`[${id}](#${anchor(id)})`] : []));
    return `These can be acknowledged: ${links.join(", ")}. Any other would fail all the same; acknowledging it is a problem itself.`;
}

function section(id: ProblemId, { meaning, overridable, example }: ProblemIdFacts): string {
    const acknowledged = overridable
        ? `It can be acknowledged: \`acknowledge: ["${id}"]\`.`
        : "It cannot be acknowledged.";
    return [`## ${id}`, `${meaning} ${acknowledged}`, `\`\`\`text\n${layout(id, example)}\n\`\`\``].join("\n\n");
}

/** The example as a refusal shows it, without the line that names what was refused. */
function layout(id: ProblemId, example: ProblemIdFacts["example"]): string {
    const { message } = new RefusedError("", [{ id, ...example }]);
    return message.slice(message.indexOf("\n\n") + 2);
}

/** The anchor that Markdown renderers give a heading: letters, digits and hyphens stay. */
export function anchor(heading: string): string {
    return heading.replaceAll(/[^a-z0-9-]/g, "");
}

import type { FleetPlan } from "./fleet-plan";
import { planSections, type PlanSection } from "./sections";

/**
 * A plan as a Markdown page with tables, as GitHub shows them.
 *
 * @example planMarkdown(fleet.plan([train]), "Research").split("\n")[0]; // "# Research"
 *
 * @param title what the page is called
 */
export function planMarkdown(plan: FleetPlan, title: string): string {
    const sections = planSections(plan).map(sectionMarkdown);
    return `${[`# ${escaped(title)}`, ...sections].join("\n\n")}\n`;
}

function sectionMarkdown({ title, lines, head, rows }: PlanSection): string {
    const list = lines.map(line => `- ${escaped(line)}`).join("\n");
    const table = rows.length === 0 ? "" : [head, head.map(() => "---"), ...rows].map(rowMarkdown).join("\n");
    return [`## ${escaped(title)}`, list, table].filter(part => part !== "").join("\n\n");
}

function rowMarkdown(cells: readonly string[]): string {
    return `| ${cells.map(cell => (cell === "---" ? cell : escaped(cell).replaceAll("\n", "<br>"))).join(" | ")} |`;
}

/** Text that means itself: no sign in it starts a cell, a link, a tag or an emphasis. */
function escaped(text: string): string {
    return text.replaceAll(/[\\|`*_~[\]<>]/g, sign => `\\${sign}`);
}

import Table from "cli-table3";
import pc from "picocolors";
import { planSections, type FleetPlan, type PlanSection } from "../../components/fleet";

/** A plan as a person reads it in a terminal. */
export function renderPlan(plan: FleetPlan): string {
    return planSections(plan).map(renderSection).join("\n\n");
}

/** Longer texts go on in the next line of their cell. */
const widestCell = 48;

function renderSection({ title, lines, head, rows }: PlanSection): string {
    const colWidths = head.map((_, column) => {
        const texts = rows.flatMap(row => (row[column] ?? "").split("\n"));
        return texts.some(text => text.length > widestCell) ? widestCell + 2 : null;
    });
    const table = new Table({ head: [...head], style: { head: [], border: [] }, colWidths, wordWrap: true });
    table.push(...rows.map(row => [...row]));
    return [pc.bold(title), ...lines, ...(rows.length === 0 ? [] : [table.toString()])].join("\n");
}

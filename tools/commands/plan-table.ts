import Table from "cli-table3";
import pc from "picocolors";
import { planSections, type FleetPlan, type PlanSection } from "../../components/fleet";

/** A plan as a person reads it in a terminal. */
export function renderPlan(plan: FleetPlan): string {
    return planSections(plan).map(renderSection).join("\n\n");
}

function renderSection({ title, lines, head, rows }: PlanSection): string {
    const table = new Table({ head: [...head], style: { head: [], border: [] } });
    table.push(...rows.map(row => [...row]));
    return [pc.bold(title), ...lines, ...(rows.length === 0 ? [] : [table.toString()])].join("\n");
}

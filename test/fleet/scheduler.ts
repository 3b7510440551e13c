/**
 * The scheduler's placement rules once more, written directly from the Kubernetes documentation over a concrete node, without
 * any preparation or unknowns: what `admits` is compared with.
 */
import type { Taint } from "../../components/fleet/pool";
import type { Workload } from "../../components/fleet/workload";

export interface ConcreteNode {
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    readonly allocatable: Readonly<Record<string, number>>;
}

export function schedules(workload: Workload, node: ConcreteNode): boolean {
    for (const taint of node.taints) {
        if (taint.effect === "PreferNoSchedule") continue;
        let tolerated = false;
        for (const t of workload.tolerations) {
            const effectFits = !t.effect || t.effect === taint.effect;
            const keyFits = !t.key || t.key === taint.key;
            const valueFits = t.operator === "Exists" || (t.value ?? "") === taint.value;
            if (effectFits && keyFits && valueFits) tolerated = true;
        }
        if (!tolerated) return false;
    }
    for (const [key, value] of Object.entries(workload.nodeSelector)) if (node.labels[key] !== value) return false;
    if (workload.nodeAffinity !== "any") {
        const anyTerm = workload.nodeAffinity.some(
            term =>
                term.matchExpressions.length > 0 && term.matchExpressions.every(e => expressionHolds(e, node.labels)),
        );
        if (!anyTerm) return false;
    }
    for (const [resource, amount] of Object.entries(workload.requests)) {
        if (amount > 0 && amount > (node.allocatable[resource] ?? 0)) return false;
    }
    return true;
}

function expressionHolds(
    { key, operator, values = [] }: { key: string; operator: string; values?: readonly string[] },
    labels: Readonly<Record<string, string>>,
): boolean {
    const has = key in labels;
    const value = labels[key] ?? "";
    if (operator === "Exists") return has;
    if (operator === "DoesNotExist") return !has;
    if (values.length === 0) return false; // the API refuses it; the scheduler skips the term
    if (operator === "In") return has && values.includes(value);
    if (operator === "NotIn") return !has || !values.includes(value);
    const number = (text: string) => (/^[0-9]+$/.test(text) ? parseInt(text, 10) : NaN);
    if (!has) return false;
    return operator === "Gt" ? number(value) > number(values[0]!) : number(value) < number(values[0]!);
}

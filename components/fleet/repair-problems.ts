import { nodeRepair } from "../catalog/aws/node-monitoring";
import { didYouMean, shown, type Problem } from "./problem";
import type { RepairOverride } from "./repair";

/** Conditions for which EKS repairs nodes, by the alphabet. */
export const repairedConditions: readonly string[] = nodeRepair.conditions.map(({ condition }) => condition).sort();

/**
 * What is wrong with overrides of node repair.
 *
 * @example
 * const reboot = { reason: "NvidiaXID94Error", afterMinutes: 30, action: "Reboot" } as const;
 * repairProblems([{ condition: "DiskPressure", ...reboot }]).map(problem => problem.id); // ["repair.condition"]
 */
export function repairProblems(overrides: readonly RepairOverride[]): Problem[] {
    return overrides.flatMap(({ condition, reason }, index) => {
        const path = `repair.overrides[${index}]`;
        const first = overrides.findIndex(other => other.condition === condition && other.reason === reason);
        return [
            ...(isRepaired(condition) ? [] : [unknownCondition(condition, `${path}.condition`)]),
            ...(first < index ? [again(`${condition} ${reason}`, path, first)] : []),
        ];
    });
}

function isRepaired(condition: string): boolean {
    return repairedConditions.includes(condition);
}

function unknownCondition(condition: string, path: string): Problem {
    return {
        id: "repair.condition",
        path,
        got: shown(condition),
        allowed: `${repairedConditions.join(", ")}: the conditions that EKS repairs`,
        fix: didYouMean(condition, repairedConditions, "use one of these"),
    };
}

function again(got: string, path: string, first: number): Problem {
    return {
        id: "repair.duplicate",
        path,
        got,
        allowed: "each reason once",
        fix: `remove repair.overrides[${first}] or ${path}`,
    };
}

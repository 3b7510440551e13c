import { f1Migration, fpgaType } from "../../catalog/aws/fpga-types";
import { shown, type Problem } from "../../fleet/problem";

/** What is asked of somebody who wants a type that AWS retired. */
export interface RetiredQuestion {
    readonly machineType: string;
    readonly acknowledged: boolean;
    readonly zones: readonly string[] | undefined;
}

const docs = "docs/guides/run-on-fpgas.md#f1";

/** Whether AWS sells the type no more. */
export function isRetired(machineType: string): boolean {
    return (fpgaType(machineType)?.retiredOn ?? "") !== "";
}

/** A retired type is refused with its successor, and once acknowledged must say where it still stands. */
export function retiredProblems({ machineType, acknowledged, zones }: RetiredQuestion): Problem[] {
    const facts = fpgaType(machineType);
    if (facts === undefined || facts.retiredOn === "") return [];
    const { retiredOn, successor } = facts;
    if (!acknowledged) {
        return [
            {
                id: "fpga.retired",
                path: "instanceType",
                got: `${shown(machineType)}, which AWS retired on ${retiredOn}`,
                allowed: `${shown(successor)}, which has as many FPGAs, or acknowledgeRetired: true`,
                fix: `use ${shown(successor)}: ${f1Migration.notes.join("; ")} (${docs})`,
            },
        ];
    }
    if (zones !== undefined) return [];
    return [
        {
            id: "fpga.retired",
            path: "zones",
            got: "none",
            allowed: `the zones that still have ${machineType}: the catalogue knows none since ${retiredOn}`,
            fix: "name them in zones",
        },
    ];
}

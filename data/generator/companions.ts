import { z } from "zod";
import type { NeuronCompanion } from "../../components/catalog/kubernetes/neuron-companions";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const companionRow = z
    .strictObject({
        name: cell.word,
        role: z.enum([
            "schedulerExtension",
            "secondScheduler",
            "monitor",
            "problemDetector",
            "nodeRecovery",
            "ultraServerOperator",
        ]),
        kubernetes: z.string().regex(/^(1\.\d+)?$/, "must be a Kubernetes version such as 1.35, or empty"),
        version: z.string().regex(/^v?\d+(\.\d+){2,3}(-eks-[\d-]+)?$/, "must be a version such as v1.35.8"),
        image: z.string().regex(/^[^\s{}]+:[^\s{}]+$/, "must be an image with its tag"),
        verified: cell.yesNo,
        asOf: cell.dayText,
        source: cell.text,
        note: cell.anyText,
    })
    .refine(row => row.image.endsWith(`:${row.version}`), {
        path: ["image"],
        message: "must have the version as its tag",
    })
    .refine(row => (row.role === "secondScheduler") === (row.kubernetes !== ""), {
        path: ["kubernetes"],
        message: "a second scheduler, and only it, is of one Kubernetes version",
    });

export const companionRules: TableRules<z.infer<typeof companionRow>> = { row: companionRow, key: row => row.name };

export type CompanionEntry = NeuronCompanion;

export function readCompanions(dataDirectory: string): readonly CompanionEntry[] {
    return readTable(tableFile(dataDirectory, "neuron-companions.csv"), companionRules);
}

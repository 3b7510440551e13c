import { z } from "zod";
import type { NeuronTypeFacts } from "../../components/catalog/aws/neuron-types";
import * as cell from "./cells";
import type { InstanceTypes } from "./instance-types";
import { readTable, tableFile, type TableRules } from "./table";

/** How many physical cores may count as one. */
const grouping = z.enum(["1", "2"]).transform(Number);

const familyRow = z
    .strictObject({
        family: cell.word,
        lncSettings: z.enum(["", "1|2"]).transform(words => words.split("|").filter(Boolean).map(Number)),
        lncDefault: grouping,
        lastSdk: z.string().regex(/^(\d+\.\d+\.\d+)?$/, "must be a release such as 2.26.1, or empty"),
        lastDriver: z.string().regex(/^(\d+\.\d+)?$/, "must be a version such as 2.24, or empty"),
        driverPatch: z.string().regex(/^(\d+(\.\d+){3})?$/, "must be a version such as 2.24.13.0, or empty"),
        verified: cell.yesNo,
        asOf: cell.dayText,
        source: cell.text,
        note: cell.anyText,
    })
    .refine(row => row.driverPatch === "" || row.driverPatch.startsWith(`${row.lastDriver}.`), {
        path: ["driverPatch"],
        message: "must be a patch of the last driver",
    })
    .refine(row => row.lncSettings.length === 0 || row.lncSettings.includes(row.lncDefault), {
        path: ["lncDefault"],
        message: "must be one of the settings",
    });

type FamilyRow = z.infer<typeof familyRow>;

export const neuronFamilyRules: TableRules<FamilyRow> = { row: familyRow, key: row => row.family };

export function readNeuronFamilies(dataDirectory: string): readonly FamilyRow[] {
    return readTable(tableFile(dataDirectory, "aws-neuron-families.csv"), neuronFamilyRules);
}

export type NeuronTypeEntry = Omit<NeuronTypeFacts, "type"> & { readonly type: string };

/** One entry per Neuron type whose family has a row: the hardware of the type, the software of the family. */
export function neuronTypes(
    { accelerated, neuronCores }: InstanceTypes,
    families: readonly FamilyRow[],
): readonly NeuronTypeEntry[] {
    return accelerated.flatMap(({ name: type, family, accelerator: { count: devices } }) => {
        const cores = neuronCores.get(type);
        const row = families.find(candidate => candidate.family === family);
        if (!row || !cores) return [];
        const { lncSettings: settings, lncDefault, lastSdk, lastDriver, driverPatch } = row;
        const { verified, asOf, source, note } = row;
        const lnc = { settings, default: lncDefault };
        return [
            {
                type,
                devices,
                ...cores,
                lnc,
                software: { lastSdk, lastDriver, driverPatch },
                verified,
                asOf,
                source,
                note,
            },
        ];
    });
}

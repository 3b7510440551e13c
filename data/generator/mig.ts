import { z } from "zod";
import type { MigProfileRow } from "../../components/catalog/mig";
import type { InstanceTypeEntry } from "./instance-types";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const profileRow = z
    .strictObject({
        accelerator: cell.text,
        memoryGiB: cell.amount,
        profile: z.string().regex(/^\d+g\.\d+gb$/, "must be a profile such as 1g.10gb"),
        computeSlices: cell.count,
        memorySlices: cell.count,
        memoryGB: cell.count,
        mostPerGpu: cell.count.refine(most => most > 0, "must not be zero"),
        bottlerocket: cell.yesNo,
        verified: cell.yesNo,
        asOf: cell.dayText,
        source: cell.text,
        note: cell.anyText,
    })
    .refine(row => row.profile === `${row.computeSlices}g.${row.memoryGB}gb`, {
        path: ["profile"],
        message: "must say its compute slices and its memory",
    });

export const migRules: TableRules<z.infer<typeof profileRow>> = {
    row: profileRow,
    key: row => `${row.profile} of ${row.accelerator} with ${row.memoryGiB} GiB`,
};

export type MigProfileEntry = Omit<MigProfileRow, "profile"> & { readonly profile: string };

export function readMigProfiles(dataDirectory: string): readonly MigProfileEntry[] {
    return readTable(tableFile(dataDirectory, "nvidia-mig.csv"), migRules);
}

/** The profiles of a type: those of its GPU, if it has a whole one. */
export function profilesOf(
    { accelerator }: Pick<InstanceTypeEntry, "accelerator">,
    profiles: readonly MigProfileEntry[],
): readonly MigProfileEntry[] {
    if (accelerator.share < 1) return [];
    return profiles.filter(row => row.accelerator === accelerator.model && row.memoryGiB === accelerator.memoryGiB);
}

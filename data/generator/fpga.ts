import { z } from "zod";
import type { FpgaTypeFacts } from "../../components/catalog/aws/fpga-types";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const fpgaRow = z
    .strictObject({
        instanceType: cell.word,
        part: z.enum(["VU9P", "VU47P"]),
        slots: cell.count.refine(slots => slots > 0, "must not be zero"),
        hbmGiBPerFpga: cell.count,
        ddrGiBPerFpga: cell.count,
        shells: cell.list(z.enum(["small", "xdma"])).refine(shells => shells.length > 0, "must name a shell"),
        retiredOn: cell.dayOrEmpty,
        successor: cell.anyText,
        verified: cell.yesNo,
        asOf: cell.dayText,
        source: cell.text,
        note: cell.anyText,
    })
    .refine(row => (row.retiredOn === "") === (row.successor === ""), {
        path: ["successor"],
        message: "a retired type, and only it, has one",
    });

export const fpgaTypeRules: TableRules<z.infer<typeof fpgaRow>> = { row: fpgaRow, key: row => row.instanceType };

export type FpgaTypeEntry = Omit<FpgaTypeFacts, "type" | "successor"> & {
    readonly type: string;
    readonly successor: string;
};

export function readFpgaTypes(dataDirectory: string): readonly FpgaTypeEntry[] {
    return readTable(tableFile(dataDirectory, "aws-fpga-types.csv"), fpgaTypeRules).map(
        ({ instanceType: type, ...facts }) => ({ type, ...facts }),
    );
}

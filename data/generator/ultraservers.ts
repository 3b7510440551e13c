import { z } from "zod";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const ultraServerRow = z.strictObject({
    ultraServerType: cell.text,
    instanceType: cell.word,
    instances: cell.count,
    accelerators: cell.count,
    acceleratorName: cell.text,
    acceleratorMemoryTotalGiB: cell.amount,
    vcpu: cell.count,
    memoryGiB: cell.amount,
    efaGbps: cell.amountOrUnknown,
    purchase: z.enum(["capacity-block", ""]),
    capacityBlockUsdPerAcceleratorHour: cell.amountOrUnknown,
    capacityBlockRegion: cell.anyText,
    source: cell.text,
    note: cell.anyText,
});

type UltraServer = z.infer<typeof ultraServerRow>;

export const ultraServerRules: TableRules<UltraServer> = { row: ultraServerRow, key: row => row.ultraServerType };

/** Instances that are sold only together. Here they only explain rows of the price table. */
export function readUltraServers(dataDirectory: string): readonly UltraServer[] {
    return readTable(tableFile(dataDirectory, "aws-ultraservers.csv"), ultraServerRules);
}

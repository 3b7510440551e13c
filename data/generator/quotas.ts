import { z } from "zod";
import type { AwsMarket, AwsQuota } from "../../components/catalog/aws/quotas";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const code = z.string().regex(/^L-[0-9A-F]{8}$/, "must be a quota code such as L-417A185B");

const quotaRow = z.strictObject({
    market: z.enum(["onDemand", "spot"]),
    code,
    name: cell.text,
    instanceFamilies: cell.list(cell.word),
    defaultVcpus: cell.countOrUnknown,
    otherCodes: cell.list(code),
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

export const quotaRules: TableRules<z.infer<typeof quotaRow>> = { row: quotaRow, key: row => row.code };

export type QuotaEntry = AwsQuota & { readonly market: AwsMarket; readonly instanceFamilies: readonly string[] };

export function readQuotas(dataDirectory: string): readonly QuotaEntry[] {
    return readTable(tableFile(dataDirectory, "aws-quotas.csv"), quotaRules).map(row => ({
        market: row.market,
        instanceFamilies: row.instanceFamilies,
        service: "ec2",
        code: row.code,
        name: row.name,
        unit: "vCPU",
        defaultValue:
            row.defaultVcpus === null
                ? { known: false, why: "no source states the default" }
                : { known: true, vcpus: row.defaultVcpus },
        otherCodes: row.otherCodes,
        asOf: row.asOf,
        source: row.source,
        note: row.note,
    }));
}

import { z } from "zod";
import type { AwsNetworkCardRow } from "../../components/catalog/aws/network-cards";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const interfaceKind = z.enum(["interface", "efa", "efa-only"]);

const networkCardRow = z
    .strictObject({
        instanceType: cell.word,
        cards: cell.indexes,
        maxInterfaces: cell.count.refine(most => most > 0, "must not be zero"),
        kinds: cell.list(interfaceKind),
        efaByDefault: cell.yesNo,
        verified: cell.yesNo,
        asOf: cell.dayText,
        source: cell.text,
        note: cell.anyText,
    })
    .refine(row => row.kinds.length > 0, { path: ["kinds"], message: "a card takes something" })
    .refine(row => !row.efaByDefault || row.kinds.some(isEfa), {
        path: ["efaByDefault"],
        message: "only a card that takes EFA has it by default",
    });

export const networkCardRules: TableRules<z.infer<typeof networkCardRow>> = {
    row: networkCardRow,
    key: row => `${row.instanceType} card ${row.cards.join(", ")}`,
};

/** One entry per card, those of a type together and by index. */
export function readNetworkCards(dataDirectory: string): readonly AwsNetworkCardRow[] {
    const rows = readTable(tableFile(dataDirectory, "aws-network-cards.csv"), networkCardRules);
    const entries = rows.flatMap(({ instanceType: type, cards, ...row }) =>
        cards.map(index => ({
            type,
            index,
            maxInterfaces: row.maxInterfaces,
            kinds: row.kinds,
            efa: row.kinds.some(isEfa),
            efaByDefault: row.efaByDefault,
            verified: row.verified,
            asOf: row.asOf,
            source: row.source,
            note: row.note,
        })),
    );
    const order = new Map(rows.map(({ instanceType }, i) => [instanceType, i]));
    const place = (type: string) => order.get(type) ?? 0;
    return entries.sort((a, b) => place(a.type) - place(b.type) || a.index - b.index);
}

function isEfa(kind: z.infer<typeof interfaceKind>): boolean {
    return kind !== "interface";
}

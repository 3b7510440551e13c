import { z } from "zod";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const zonePriceRow = z.strictObject({
    instanceType: cell.word,
    region: cell.word,
    zoneId: cell.word,
    spotUsdPerHour: cell.amountOrUnknown,
});

type ZonePriceRow = z.infer<typeof zonePriceRow>;

/** A price of zero is a gap in the table and not a price. */
const complete = zonePriceRow.refine(row => row.spotUsdPerHour !== 0, {
    path: ["spotUsdPerHour"],
    message: "must not be zero",
});

export const zonePriceRules: TableRules<ZonePriceRow> = {
    row: complete,
    key: row => `${row.instanceType} in ${row.zoneId}`,
};

/** Spot prices of one type in one region, by zone id; zones whose price the source does not list are left out. One at least. */
export interface ZonePrices {
    readonly type: string;
    readonly region: string;
    readonly byZone: Readonly<Record<string, number>>;
}

export function readZonePrices(dataDirectory: string): readonly ZonePrices[] {
    const rows = readTable(tableFile(dataDirectory, "aws-spot-by-zone.csv"), zonePriceRules);
    const found = new Map<string, { type: string; region: string; byZone: Record<string, number> }>();
    for (const { instanceType: type, region, zoneId, spotUsdPerHour } of rows) {
        const prices = found.get(`${type} ${region}`) ?? { type, region, byZone: {} };
        found.set(`${type} ${region}`, prices);
        if (spotUsdPerHour !== null) prices.byZone[zoneId] = spotUsdPerHour;
    }
    return [...found.values()].filter(({ byZone }) => Object.keys(byZone).length > 0);
}

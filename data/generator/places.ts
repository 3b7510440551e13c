import { z } from "zod";
import type { AwsOffering, AwsRegionFacts } from "../../components/catalog/aws/offerings";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const zoneRow = z.strictObject({
    region: cell.word,
    zoneName: cell.word,
    zoneId: cell.word,
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

const offeringRow = z.strictObject({
    instanceType: cell.word,
    region: cell.word,
    zones: cell.list(cell.word),
    zoneIds: cell.list(cell.word),
    capacityBlockOffered: cell.yesNoOrUnknown,
    asOf: cell.dayText,
    source: cell.text,
});

export const zoneRules: TableRules<z.infer<typeof zoneRow>> = { row: zoneRow, key: row => row.zoneId };
export const offeringRules: TableRules<z.infer<typeof offeringRow>> = {
    row: offeringRow,
    key: row => `${row.instanceType} in ${row.region}`,
};

export type RegionEntry = Omit<AwsRegionFacts, "name"> & { readonly name: string };
export type OfferingEntry = Omit<AwsOffering, "region"> & { readonly region: string };

/** Regions by name, zones by id. */
export function readRegions(dataDirectory: string): readonly RegionEntry[] {
    const zones = readTable(tableFile(dataDirectory, "aws-zones.csv"), zoneRules);
    const names = [...new Set(zones.map(zone => zone.region))].sort();
    return names.map(name => ({
        name,
        zones: zones
            .filter(zone => zone.region === name)
            .map(zone => ({ id: zone.zoneId, nameInSource: zone.zoneName }))
            .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }));
}

export function readOfferings(dataDirectory: string): readonly OfferingEntry[] {
    return readTable(tableFile(dataDirectory, "aws-offerings.csv"), offeringRules).map(row => ({
        type: row.instanceType,
        region: row.region,
        zoneIds: [...row.zoneIds].sort(),
        capacityBlock: capacityBlockWord(row.capacityBlockOffered),
        asOf: row.asOf,
        source: row.source,
    }));
}

function capacityBlockWord(offered: boolean | null): AwsOffering["capacityBlock"] {
    if (offered === null) return "unknown";
    return offered ? "offered" : "notOffered";
}

import { tableRows } from "./table";

/** An availability zone. Names are an account's own (`us-east-2a`), ids are the same for all (`use2-az1`). */
export interface Zone {
    readonly region: string;
    readonly name: string;
    readonly id: string;
}

let table: readonly Zone[] | undefined;

/** Zones of a region as the simulated account names them, by name. Source: data/aws-zones.csv. */
export function zonesOf(region: string): readonly Zone[] {
    table ??= tableRows<"region" | "zoneName" | "zoneId">("data/aws-zones.csv").map(row => ({
        region: row.region,
        name: row.zoneName,
        id: row.zoneId,
    }));
    return table.filter(zone => zone.region === region);
}

export function zoneNamed(region: string, name: string): Zone | undefined {
    return zonesOf(region).find(zone => zone.name === name);
}

export function zoneWithId(region: string, id: string): Zone | undefined {
    return zonesOf(region).find(zone => zone.id === id);
}

/** What the choice of zones is made from. */
export interface ZoneMarket {
    /** Every zone id of the region. */
    readonly zones: readonly string[];
    /** For each wanted instance type, the zone ids that offer it. */
    readonly offeredIn: ReadonlyMap<string, readonly string[]>;
}

/**
 * Zones in which EKS places no control plane: a cluster needs two others.
 * Source: Amazon EKS user guide, "VPC and subnet requirements", read 2026-11-22.
 */
const zonesWithoutControlPlane: ReadonlySet<string> = new Set(["use1-az3", "usw1-az2", "cac1-az3"]);

export function holdsControlPlane(zoneId: string): boolean {
    return !zonesWithoutControlPlane.has(zoneId);
}

/** Zones of the region, the best first: those that offer the most wanted types, then those that can hold a control plane. */
export function rankedZones(market: ZoneMarket): readonly string[] {
    const offers = (zone: string) => [...market.offeredIn.values()].filter(zones => zones.includes(zone)).length;
    return [...market.zones].sort(
        (a, b) =>
            offers(b) - offers(a) ||
            Number(holdsControlPlane(b)) - Number(holdsControlPlane(a)) ||
            a.localeCompare(b, "en"),
    );
}

/** Zones of the region that offer every wanted type. */
export function zonesForAll(market: ZoneMarket): readonly string[] {
    return rankedZones(market).filter(zone => [...market.offeredIn.values()].every(zones => zones.includes(zone)));
}

import type { CatalogTables } from "./every-table";

/** Names that one table uses and the table that owns them does not have: typos that no cell check can see. */
export function danglingReferences(tables: CatalogTables): readonly string[] {
    const types = [...tables.instanceTypes.accelerated, ...tables.instanceTypes.system];
    const typeNames = new Set(types.map(type => type.name));
    const families = new Set(types.map(type => type.family));
    const zoneIds = new Map(tables.regions.map(region => [region.name, new Set(region.zones.map(zone => zone.id))]));
    const images = new Set(tables.images.map(image => image.name));
    const versions = new Set(tables.eksVersions.map(version => version.version));

    const missing: string[] = [];
    const expect = (found: boolean, file: string, what: string) => {
        if (!found) missing.push(`${file}: ${what}`);
    };
    for (const { type, region, zoneIds: ids } of tables.offerings) {
        expect(typeNames.has(type), "aws-offerings.csv", `no table has the type ${type}`);
        expect(zoneIds.has(region), "aws-offerings.csv", `aws-zones.csv has no region ${region}`);
        for (const id of ids) {
            expect(
                zoneIds.get(region)?.has(id) ?? false,
                "aws-offerings.csv",
                `aws-zones.csv has no ${id} in ${region}`,
            );
        }
    }
    for (const { instanceType } of tables.ultraServers) {
        expect(typeNames.has(instanceType), "aws-ultraservers.csv", `no table has the type ${instanceType}`);
    }
    const ultraServers = new Set(tables.ultraServers.map(server => server.ultraServerType));
    for (const { type } of tables.prices) {
        expect(typeNames.has(type) || ultraServers.has(type), "aws-prices.csv", `no table has the type ${type}`);
    }
    for (const { type } of tables.networkCards) {
        expect(typeNames.has(type), "aws-network-cards.csv", `no table has the type ${type}`);
    }
    const gpus = new Set(types.map(({ accelerator }) => `${accelerator.model} with ${accelerator.memoryGiB} GiB`));
    for (const { accelerator, memoryGiB } of tables.migProfiles) {
        const gpu = `${accelerator} with ${memoryGiB} GiB`;
        expect(gpus.has(gpu), "nvidia-mig.csv", `no type has a ${gpu}`);
    }
    const spots = new Map(tables.prices.map(({ type, region, spot }) => [`${type} ${region}`, spot]));
    for (const { type, region, byZone } of tables.zonePrices) {
        const spot = spots.get(`${type} ${region}`);
        const range = spot?.known === true ? [spot.minUsdPerHour, spot.maxUsdPerHour] : [];
        const ofZones = Object.values(byZone);
        expect(
            range[0] === Math.min(...ofZones) && range[1] === Math.max(...ofZones),
            "aws-spot-by-zone.csv",
            `aws-prices.csv gives another range of spot prices for ${type} in ${region}`,
        );
    }
    for (const { code, instanceFamilies } of tables.quotas) {
        for (const family of instanceFamilies) {
            expect(families.has(family), "aws-quotas.csv", `${code} names ${family}, a family of no type`);
        }
    }
    for (const { image, instanceFamily } of tables.imageSupport) {
        expect(images.has(image), "aws-image-support.csv", `aws-node-images.csv has no ${image}`);
        expect(families.has(instanceFamily), "aws-image-support.csv", `${instanceFamily} is a family of no type`);
    }
    for (const image of tables.images) {
        for (const version of image.kubernetes) {
            expect(versions.has(version), "aws-node-images.csv", `eks-versions.csv has no ${version}`);
        }
    }
    for (const { region } of tables.eksRegistries) {
        expect(zoneIds.has(region), "eks-registries.csv", `aws-zones.csv has no region ${region}`);
    }
    for (const { addon, kubernetes } of tables.eksAddons) {
        expect(versions.has(kubernetes), "eks-addons.csv", `${addon}: eks-versions.csv has no ${kubernetes}`);
    }
    return [...new Set(missing)];
}

import { readImages, readImageSupport } from "./images";
import { readInstanceTypes } from "./instance-types";
import { readDevicePlugins, readEksAddons, readEksVersions } from "./kubernetes";
import { readOfferings, readRegions } from "./places";
import { pricedInstanceType, readPrices } from "./prices";
import { readQuotas } from "./quotas";
import { danglingReferences } from "./references";
import { readUltraServers } from "./ultraservers";

export type CatalogTables = ReturnType<typeof readEveryTable>;

/**
 * Every table the catalogue is made of, each checked by itself and against the others.
 *
 * @throws TableError for bad cells, Error for names that another table does not have.
 */
export function readTables(dataDirectory: string): CatalogTables {
    const tables = readEveryTable(dataDirectory);
    const dangling = danglingReferences(tables);
    if (dangling.length > 0) throw new Error(dangling.join("\n"));
    return tables;
}

function readEveryTable(dataDirectory: string) {
    const instanceTypes = readInstanceTypes(dataDirectory);
    const ultraServers = readUltraServers(dataDirectory);
    const priced = [
        ...[...instanceTypes.accelerated, ...instanceTypes.system].map(pricedInstanceType),
        ...ultraServers.map(({ ultraServerType: name, accelerators }) => ({ name, accelerators, blockOnly: true })),
    ];
    return {
        instanceTypes,
        ultraServers,
        regions: readRegions(dataDirectory),
        offerings: readOfferings(dataDirectory),
        prices: readPrices(dataDirectory, priced),
        quotas: readQuotas(dataDirectory),
        images: readImages(dataDirectory),
        imageSupport: readImageSupport(dataDirectory),
        eksVersions: readEksVersions(dataDirectory),
        eksAddons: readEksAddons(dataDirectory),
        devicePlugins: readDevicePlugins(dataDirectory),
    };
}

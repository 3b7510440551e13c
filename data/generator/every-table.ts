import { readCompanions } from "./companions";
import { readFpgaTypes } from "./fpga";
import { readImages, readImageSupport } from "./images";
import { readInstanceTypes } from "./instance-types";
import { readDevicePlugins, readEksAddons, readEksRegistries, readEksVersions } from "./kubernetes";
import { readMigProfiles } from "./mig";
import { readNetworkCards } from "./network-cards";
import { neuronTypes, readNeuronFamilies } from "./neuron";
import { readOfferings, readRegions } from "./places";
import { pricedInstanceType, readPrices } from "./prices";
import { readQuotas } from "./quotas";
import { readZonePrices } from "./spot-by-zone";
import { readUltraServers } from "./ultraservers";

/** Every table the catalogue is made of, each checked by itself. */
export type CatalogTables = ReturnType<typeof readEveryTable>;

export function readEveryTable(dataDirectory: string) {
    const instanceTypes = readInstanceTypes(dataDirectory);
    const neuronFamilies = readNeuronFamilies(dataDirectory);
    const ultraServers = readUltraServers(dataDirectory);
    const priced = [
        ...[...instanceTypes.accelerated, ...instanceTypes.system].map(pricedInstanceType),
        ...ultraServers.map(({ ultraServerType: name, accelerators, instanceType: instances }) => ({
            name,
            accelerators,
            instances,
            blockOnly: true,
        })),
    ];
    const zonePrices = readZonePrices(dataDirectory);
    return {
        instanceTypes,
        ultraServers,
        regions: readRegions(dataDirectory),
        offerings: readOfferings(dataDirectory),
        prices: readPrices(dataDirectory, priced, zonePrices),
        zonePrices,
        quotas: readQuotas(dataDirectory),
        networkCards: readNetworkCards(dataDirectory),
        neuronFamilies,
        neuronTypes: neuronTypes(instanceTypes, neuronFamilies),
        fpgaTypes: readFpgaTypes(dataDirectory),
        migProfiles: readMigProfiles(dataDirectory),
        images: readImages(dataDirectory),
        imageSupport: readImageSupport(dataDirectory),
        eksVersions: readEksVersions(dataDirectory),
        eksAddons: readEksAddons(dataDirectory),
        eksRegistries: readEksRegistries(dataDirectory),
        companions: readCompanions(dataDirectory),
        devicePlugins: readDevicePlugins(dataDirectory),
    };
}

import { isFpga, isNeuron } from "../../components/catalog/aws/instance-types";
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
    const neuron = new Set(types.filter(isNeuron).map(({ family }) => family));
    const withSoftware = new Set(tables.neuronFamilies.map(({ family }) => family));
    for (const family of neuron) expect(withSoftware.has(family), "aws-neuron-families.csv", `no row for ${family}`);
    for (const family of withSoftware) {
        expect(neuron.has(family), "aws-neuron-families.csv", `${family} is a family of no type with Neuron chips`);
    }
    const fpgaSlots = new Map(types.filter(isFpga).map(({ name, accelerator }) => [name, accelerator.count]));
    const described = new Map(tables.fpgaTypes.map(({ type, slots }) => [type, slots]));
    for (const type of new Set([...fpgaSlots.keys(), ...described.keys()])) {
        const same = fpgaSlots.get(type) === described.get(type);
        expect(same, "aws-fpga-types.csv", `not as many FPGAs as aws-accelerators.csv gives ${type}`);
    }
    for (const { successor } of tables.fpgaTypes) {
        expect(successor === "" || described.has(successor), "aws-fpga-types.csv", `no row for ${successor}`);
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
    for (const { name, kubernetes } of tables.companions) {
        const there = kubernetes === "" || versions.has(kubernetes);
        expect(there, "neuron-companions.csv", `${name}: eks-versions.csv has no ${kubernetes}`);
    }
    for (const { addon, kubernetes } of tables.eksAddons) {
        expect(versions.has(kubernetes), "eks-addons.csv", `${addon}: eks-versions.csv has no ${kubernetes}`);
    }
    return [...new Set(missing)];
}

import { z } from "zod";
import type { EksRegistryRow } from "../../components/catalog/aws/registries";
import type { EksAddonRow } from "../../components/catalog/aws/addons";
import { deviceFamilies } from "../../components/catalog/devices";
import type { EksVersionFacts } from "../../components/catalog/kubernetes/eks-versions";
import type { DevicePluginFacts } from "../../components/catalog/kubernetes/plugins";
import * as cell from "./cells";
import { readTable, tableFile, type TableRules } from "./table";

const minor = z.string().regex(/^1\.\d+$/, "must be a Kubernetes version such as 1.35");

const versionRow = z.strictObject({
    version: minor,
    standardSupportEnds: cell.dayOrUnknown,
    extendedSupportEnds: cell.dayOrUnknown,
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

const addonRow = z.strictObject({
    addon: cell.word,
    kubernetes: minor,
    version: z.string().regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "must be an add-on version such as v1.22.4-eksbuild.3"),
    verified: cell.yesNo,
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

const pluginRow = z.strictObject({
    name: cell.word,
    family: z.enum(deviceFamilies()),
    mechanism: z.enum(["devicePlugin", "draDriver", "gpuOperator"]),
    version: z.string().regex(/^v?\d+(\.\d+){2,3}(-eksbuild\.\d+)?$/, "must be a version such as v0.20.0 or 2.32.0.0"),
    image: z
        .string()
        .regex(/^(\{eksRegistry\}\/)?[^\s{}]+:[^\s{}]+$/, "must be an image with its tag, perhaps in {eksRegistry}"),
    chart: cell.anyText,
    chartVersion: cell.anyText,
    verified: cell.yesNo,
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

const registryRow = z.strictObject({
    region: cell.word,
    registry: z.string().regex(/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/, "must be a registry of ECR"),
    asOf: cell.dayText,
    source: cell.text,
    note: cell.anyText,
});

export const registryRules: TableRules<z.infer<typeof registryRow>> = { row: registryRow, key: row => row.region };
export const versionRules: TableRules<z.infer<typeof versionRow>> = { row: versionRow, key: row => row.version };
export const addonRules: TableRules<z.infer<typeof addonRow>> = {
    row: addonRow,
    key: row => `${row.addon} on ${row.kubernetes}`,
};
export const pluginRules: TableRules<z.infer<typeof pluginRow>> = { row: pluginRow, key: row => row.name };

export type EksVersionEntry = Omit<EksVersionFacts, "version"> & { readonly version: string };
export type EksAddonEntry = Omit<EksAddonRow, "addon"> & { readonly addon: string };
export type DevicePluginEntry = Omit<DevicePluginFacts, "name"> & { readonly name: string };

/** Oldest first. */
export function readEksVersions(dataDirectory: string): readonly EksVersionEntry[] {
    const known = (day: string | null) =>
        day === null ? ({ known: false, why: "no source states the date" } as const) : ({ known: true, day } as const);
    return [...readTable(tableFile(dataDirectory, "eks-versions.csv"), versionRules)]
        .sort((a, b) => Number(a.version.slice(2)) - Number(b.version.slice(2)))
        .map(row => ({
            ...row,
            standardSupportEnds: known(row.standardSupportEnds),
            extendedSupportEnds: known(row.extendedSupportEnds),
        }));
}

export function readEksAddons(dataDirectory: string): readonly EksAddonEntry[] {
    return readTable(tableFile(dataDirectory, "eks-addons.csv"), addonRules);
}

export function readDevicePlugins(dataDirectory: string): readonly DevicePluginEntry[] {
    return readTable(tableFile(dataDirectory, "device-plugins.csv"), pluginRules);
}

export type EksRegistryEntry = Omit<EksRegistryRow, "region"> & { readonly region: string };

export function readEksRegistries(dataDirectory: string): readonly EksRegistryEntry[] {
    return readTable(tableFile(dataDirectory, "eks-registries.csv"), registryRules);
}

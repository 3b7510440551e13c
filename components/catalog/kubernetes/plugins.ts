import type { DevicePluginName } from "../generated/types.generated";
import type { AcceleratorFamily } from "../accelerators";
import { once } from "../once";

export type { DevicePluginName };

/** A device plugin and the version that the library installs by default. */
export interface DevicePluginFacts {
    readonly name: DevicePluginName;
    readonly family: AcceleratorFamily;
    /** `v0.20.0` */
    readonly version: string;
    /** Image with its tag. */
    readonly image: string;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const plugins = once(() => {
    const rows = require("../generated/device-plugins.json") as readonly DevicePluginFacts[];
    return new Map<string, DevicePluginFacts>(rows.map(row => [row.name, row]));
});

/**
 * Facts of a device plugin. A default: let the caller override version and image.
 *
 * @example devicePlugin("nvidia-device-plugin").image; // "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"
 *
 * @throws RangeError for a name that is not in the table.
 */
export function devicePlugin(name: DevicePluginName): DevicePluginFacts {
    const plugin = plugins().get(name);
    if (!plugin) throw new RangeError(`no device plugin is named ${name}`);
    return plugin;
}

/**
 * Every device plugin of the table.
 *
 * @example devicePlugins().map(plugin => plugin.name); // ["nvidia-device-plugin"]
 */
export function devicePlugins(): readonly DevicePluginFacts[] {
    return [...plugins().values()];
}

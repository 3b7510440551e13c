import { eksRegistry } from "../aws/registries";
import type { DeviceFamily } from "../devices";
import type { DevicePluginName } from "../generated/types.generated";
import type { Known } from "../known";
import { once } from "../once";
import type { Mechanism } from "./mechanism-table";

export type { DevicePluginName };

/** What advertises devices in a cluster, and the version that the library installs by default. */
export interface DevicePluginFacts {
    readonly name: DevicePluginName;
    readonly family: DeviceFamily;
    readonly mechanism: Exclude<Mechanism, "image">;
    /** `v0.20.0`, `2.32.0.0` */
    readonly version: string;
    /** Image with its tag; `{eksRegistry}` stands for the registry of the region: see `devicePluginImage`. */
    readonly image: string;
    /** Where its Helm chart is: the repository and the name, or one OCI address; empty when its makers publish none. */
    readonly chart: string;
    /** Empty when no source says which version of the chart has this image. */
    readonly chartVersion: string;
    /** Whether its makers, or two public sources, name this very image. */
    readonly verified: boolean;
    readonly asOf: string;
    readonly source: string;
    readonly note: string;
}

const plugins = once(() => {
    const rows = require("../generated/device-plugins.json") as readonly DevicePluginFacts[];
    return new Map<string, DevicePluginFacts>(rows.map(row => [row.name, row]));
});

/**
 * Facts of a device plugin, DRA driver or operator. A default: let the caller override version and image.
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
 * Everything of the table.
 *
 * @example
 * devicePlugins()
 *     .filter(({ mechanism }) => mechanism === "devicePlugin")
 *     .map(({ name }) => name); // ["nvidia-device-plugin", "aws-efa-k8s-device-plugin", "neuron-device-plugin", …]
 */
export function devicePlugins(): readonly DevicePluginFacts[] {
    return [...plugins().values()];
}

/**
 * The image with its tag, as the nodes of a region pull it.
 *
 * @example
 * const found = devicePluginImage("aws-efa-k8s-device-plugin", "us-east-2");
 * const image = found.known ? found.image : found.why;
 * // "602401143452.dkr.ecr.us-east-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.21-eksbuild.13"
 *
 * @returns `{ known: false, why }` for an image of EKS in a region whose registry no source names.
 */
export function devicePluginImage(name: DevicePluginName, region: string): Known<{ image: string }> {
    const { image } = devicePlugin(name);
    if (!image.startsWith("{eksRegistry}")) return { known: true, image };
    const found = eksRegistry(region);
    return found.known ? { known: true, image: image.replace("{eksRegistry}", found.registry) } : found;
}

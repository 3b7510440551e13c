import type { AcceleratorFamily } from "../catalog/accelerators";
import type { PlannedPlugin } from "../fleet/advertisers";
import type { DaemonSetManifest } from "./manifest";
import { nvidiaDevicePlugin } from "./nvidia/device-plugin";

/** The device plugin of each family of accelerators, as it is placed by a plan. `instance` tells it from others of its kind. */
export const devicePluginOf: Readonly<
    Record<AcceleratorFamily, (plan: PlannedPlugin, instance: string) => DaemonSetManifest>
> = {
    nvidia: nvidiaDevicePlugin,
};

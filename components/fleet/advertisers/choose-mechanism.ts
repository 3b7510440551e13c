import { isAcceleratorFamily, type DeviceFamily } from "../../catalog/devices";
import {
    mechanismsFor,
    type Addition,
    type Mechanism,
    type MechanismVerdict,
    type SharingMode,
} from "../../catalog/kubernetes/mechanisms";
import type { Pool } from "../pool";
import type { Sharing } from "../sharing";

/** The part of a pool that decides who advertises its devices. */
export type AdvertisedNodes = Pick<
    Pool,
    "kubernetes" | "machineType" | "groupKind" | "image" | "sharing" | "advertiser"
>;

/** The mechanism for one family on the nodes of a pool, or why none. */
export type Choice =
    | { readonly by: Mechanism; readonly needs: readonly Addition[] }
    | { readonly by: "none"; readonly verdicts: readonly MechanismVerdict[] };

/** What is installed unless the pool asks for something else: everything that needs no pod to be written differently. */
const byDefault: readonly Mechanism[] = ["image", "devicePlugin"];

/**
 * The one mechanism that advertises a family on such nodes, by image, Kubernetes version, group kind, sharing and the pool's
 * wish. The wish is about accelerators; EFA interfaces have the default.
 *
 * @example chooseMechanism(train.pool, "nvidia"); // { by: "devicePlugin", needs: [] }
 */
export function chooseMechanism(nodes: AdvertisedNodes, family: DeviceFamily): Choice {
    const verdicts = mechanismVerdicts(nodes, family);
    const wish = wishFor(nodes, family);
    const wanted = wish === "default" ? byDefault : [wish];
    const chosen = verdicts.find(({ mechanism, suits }) => suits && wanted.includes(mechanism));
    return chosen ? { by: chosen.mechanism, needs: chosen.needs } : { by: "none", verdicts };
}

/** Which mechanism a pool asks for, for the devices of one family. */
export function wishFor({ advertiser }: AdvertisedNodes, family: DeviceFamily): Pool["advertiser"] {
    return isAcceleratorFamily(family) ? advertiser : "default";
}

/** What the matrix says of every mechanism for a family on such nodes. */
export function mechanismVerdicts(nodes: AdvertisedNodes, family: DeviceFamily): readonly MechanismVerdict[] {
    const { kubernetes, machineType, groupKind, image, sharing } = nodes;
    return mechanismsFor({
        family,
        sharing: isAcceleratorFamily(family) ? sharingMode(sharing) : "whole",
        keeper: groupKind,
        kubernetes,
        machineType,
        drivers: image.drivers,
        advertises: image.advertises,
    });
}

/** The sharing, as far as mechanisms differ. */
export function sharingMode(sharing: Sharing): SharingMode {
    if (sharing.kind !== "mig") return sharing.kind;
    return sharing.strategy === "single" ? "migSingle" : "migMixed";
}

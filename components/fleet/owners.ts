import { accelerators } from "../catalog/accelerators";
import { isAcceleratorFamily, type DeviceFamily } from "../catalog/devices";
import { familyOfName } from "./advertisers/resource-names";
import { admission, type Admission, type Clause } from "./admission";
import type { Fleet, SeenAdvertiser, SeenPool } from "./finding";
import { grouped } from "./grouped";
import type { PoolResource } from "./pool";
import { isUnknown } from "./seen";

/** Something that is meant to advertise a resource on the nodes of a pool, and whether it does. */
export interface Owner {
    /** For people: `image BOTTLEROCKET_x86_64_NVIDIA`, `nvidia-device-plugin`. */
    readonly name: string;
    readonly ownership: Ownership;
}

export type Ownership =
    | { readonly verdict: "advertises" }
    | { readonly verdict: "cannot"; readonly why: string; readonly fix: string }
    | { readonly verdict: "undecided"; readonly why: string };

/** Everything that stands to one resource of one pool in a way. */
export type OwnersOf = (pool: SeenPool, resource: PoolResource) => Owner[];

/** Prepares a fleet's advertisers once; then gives, for one resource of one pool, everything that is meant to advertise it. */
export function ownersIn(fleet: Fleet): OwnersOf {
    const pluginOwners = pluginOwnersIn(fleet, ({ names }, { name }) => names.has(name));
    return (pool, resource) => {
        const owners = [
            ...(resource.through === "extendedResource" ? nodeOwners(pool, resource) : []),
            ...pluginOwners(pool, resource),
        ];
        return owners.length === 0 ? undeclared(pool, resource) : owners;
    };
}

/**
 * Prepares a fleet's advertisers once; then gives, for one resource of one pool, everything that hands out the devices behind
 * it, under whatever name: a device plugin and a DRA driver on one node both give away the same GPUs.
 */
export function holdersIn(fleet: Fleet): OwnersOf {
    const pluginOwners = pluginOwnersIn(
        fleet,
        ({ names, families }, { name, family }) => names.has(name) || families.has(family),
    );
    return (pool, resource) => [...nodeOwners(pool, resource), ...pluginOwners(pool, resource)];
}

/** What an advertiser says that it offers. */
interface Offer {
    readonly names: ReadonlySet<string>;
    readonly families: ReadonlySet<DeviceFamily>;
}

function pluginOwnersIn(fleet: Fleet, concerns: (offer: Offer, resource: PoolResource) => boolean): OwnersOf {
    const prepared = fleet.advertisers.map(advertiser => ({
        advertiser,
        lands: admission(advertiser),
        offer: isUnknown(advertiser.resources) ? undefined : offerOf(advertiser.resources),
    }));
    const byCluster = grouped(prepared, ({ advertiser: { cluster } }) => (isUnknown(cluster) ? undefined : cluster));
    const anywhere = byCluster.get(undefined) ?? [];
    return (pool, resource) => {
        const inCluster = isUnknown(pool.cluster) ? prepared : [...(byCluster.get(pool.cluster) ?? []), ...anywhere];
        const candidates = inCluster.filter(({ offer }) => offer === undefined || concerns(offer, resource));
        return candidates.map(({ advertiser, lands }) => ({
            name: advertiser.name,
            ownership: pluginOwnership(advertiser, lands(pool), pool, resource),
        }));
    };
}

function offerOf(names: readonly string[]): Offer {
    return { names: new Set(names), families: new Set(names.flatMap(name => familyOfName(name) ?? [])) };
}

/** EKS Auto Mode brings drivers and plugins, whatever the image; elsewhere it is the image that may advertise. */
function nodeOwners({ image, groupKind }: SeenPool, { family }: PoolResource): Owner[] {
    if (groupKind === "auto") return [{ name: "EKS Auto Mode", ownership: { verdict: "advertises" } }];
    if (!isUnknown(image) && image.advertises.includes(family)) {
        return [{ name: `image ${image.name}`, ownership: { verdict: "advertises" } }];
    }
    const [unknown] = [image, groupKind].filter(isUnknown);
    if (!unknown) return [];
    const what = isUnknown(image) ? "image" : "kind of the group";
    return [{ name: "the node", ownership: { verdict: "undecided", why: `the ${what} is not known: ${unknown.why}` } }];
}

/** The GPU operator is installed by someone else: it counts only when it is declared. */
function undeclared({ advertiser }: SeenPool, { family }: PoolResource): Owner[] {
    if (advertiser !== "gpuOperator" || family !== "nvidia") return [];
    const why = "is not declared to run in the cluster";
    const fix = "install it with gpuOperatorValues, and declare it: advertisers: gpuOperator(pools)";
    return [{ name: "NVIDIA's GPU operator", ownership: { verdict: "cannot", why, fix } }];
}

/** A plugin needs a node where it may land, with a driver. Nothing is sure while its cluster or its resources are not known. */
function pluginOwnership(
    advertiser: SeenAdvertiser,
    landing: Admission,
    { image, cluster }: SeenPool,
    { family }: PoolResource,
): Ownership {
    if (landing.verdict === "refuses") {
        const [first] = landing.reasons;
        const why = landing.reasons.map(({ text }) => text).join("; ");
        return { verdict: "cannot", why: `may not land: ${why}`, fix: landingFixes[first?.clause ?? "taint"] };
    }
    if (needsDriver(family) && !isUnknown(image) && !image.drivers.includes(family)) {
        const why = `finds no device: image ${image.name} holds no ${family} driver`;
        return { verdict: "cannot", why, fix: `choose an image with the ${family} driver` };
    }
    const unknowns = [
        ...(landing.verdict === "undecided" ? landing.unknowns.map(({ text }) => text) : []),
        ...[image, cluster, advertiser.cluster, advertiser.resources].filter(isUnknown).map(({ why }) => why),
    ];
    return unknowns.length > 0 ? { verdict: "undecided", why: unknowns.join("; ") } : { verdict: "advertises" };
}

/** Programs reach FPGAs through the kernel alone. */
function needsDriver(family: DeviceFamily): boolean {
    return !isAcceleratorFamily(family) || accelerators[family].needsDriver;
}

const landingFixes: Readonly<Record<Clause, string>> = {
    taint: "let the plugin tolerate the taint; a plan from planAdvertisers tolerates every taint of its pools",
    nodeSelector:
        "let the plugin select a label of the pool; a plan from planAdvertisers selects a label that its pools have",
    nodeAffinity:
        "let the plugin select a label of the pool; a plan from planAdvertisers selects a label that its pools have",
    request: "ask for no more than a node has",
};
